// Package locale holds every text the bot says, one file a language.
//
// A Catalog is all languages, a Printer one of them. Adding a language is adding
// a file here, named after its ISO 639-1 code as "kk.yaml", that has every id of
// en.yaml with the same placeholders and the plural forms the language needs; Load
// refuses anything less, so that nobody meets half a translation.
//
// Texts are Telegram's HTML, or plain where their id is under "button.", "toast.",
// "menu.", "about." or "date.". The package stores nothing.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Default is the language of whoever speaks none of the others, and the one the
// others are measured by.
const Default = "en"

//go:embed *.yaml
var files embed.FS

// A Catalog is the texts of all languages. It does not change after Load.
type Catalog struct {
	languages []string // Default first, then in the order of their codes
	printers  map[string]*Printer
}

// Load reads the languages that are built in.
func Load() (*Catalog, error) { return LoadFS(files) }

// LoadFS reads the languages in the files *.yaml at the root of fsys. An error
// names the file and every id that is missing, unknown or differs.
func LoadFS(fsys fs.FS) (*Catalog, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list languages: %w", err)
	}
	read := map[string]messages{}
	for _, name := range names {
		if read[strings.TrimSuffix(name, ".yaml")], err = readFile(fsys, name); err != nil {
			return nil, fmt.Errorf("language file %s: %w", name, err)
		}
	}
	if read[Default] == nil {
		return nil, fmt.Errorf("language file %s.yaml: %w", Default, fs.ErrNotExist)
	}
	c := &Catalog{printers: map[string]*Printer{}}
	bundle := i18n.NewBundle(language.MustParse(Default))
	for code, texts := range read {
		if err := check(code, read[Default], texts); err != nil {
			return nil, fmt.Errorf("language file %s.yaml: %w", code, err)
		}
		if err := bundle.AddMessages(language.MustParse(code), texts.list()...); err != nil {
			return nil, fmt.Errorf("language file %s.yaml: %w", code, err)
		}
		c.languages = append(c.languages, code)
	}
	for _, code := range c.languages {
		c.printers[code] = &Printer{language: code, localizer: i18n.NewLocalizer(bundle, code)}
	}
	slices.SortFunc(c.languages, func(a, b string) int {
		if (a == Default) != (b == Default) {
			return map[bool]int{true: -1, false: 1}[a == Default]
		}
		return strings.Compare(a, b)
	})
	return c, nil
}

type messages map[string]*i18n.Message

func (m messages) list() []*i18n.Message {
	list := make([]*i18n.Message, 0, len(m))
	for _, message := range m {
		list = append(list, message)
	}
	return list
}

func readFile(fsys fs.FS, name string) (messages, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	unmarshal := map[string]i18n.UnmarshalFunc{"yaml": func(b []byte, v any) error { return yaml.Unmarshal(b, v) }}
	file, err := i18n.ParseMessageFileBytes(data, name, unmarshal)
	if err != nil {
		return nil, err
	}
	texts := messages{}
	for _, m := range file.Messages {
		texts[m.ID] = m
	}
	return texts, nil
}

// Languages returns the codes of all languages, Default first.
func (c *Catalog) Languages() []string { return slices.Clone(c.languages) }

// Find returns the language of the catalog that serves a reader of code, which is
// a tag as Telegram gives it, "pt-br" say; ok is false where there is none.
func (c *Catalog) Find(code string) (found string, ok bool) {
	code = strings.ToLower(strings.TrimSpace(code))
	for {
		if _, ok := c.printers[code]; ok {
			return code, true
		}
		i := strings.LastIndexAny(code, "-_")
		if i < 0 {
			return "", false
		}
		code = code[:i]
	}
}

// For returns the Printer of the first of the codes that the catalog serves, or
// of Default.
func (c *Catalog) For(codes ...string) *Printer {
	for _, code := range codes {
		if found, ok := c.Find(code); ok {
			return c.printers[found]
		}
	}
	return c.printers[Default]
}
