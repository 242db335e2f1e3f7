package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"newsbot/feed"
)

// The languages that stories are told apart by as they are written.
const (
	english = "en"
	russian = "ru"
	kazakh  = "kk"
)

// languageNames are what people call a language.
var languageNames = map[string]string{
	"english": english, "английский": english, "ағылшын": english, "ағылшынша": english,
	"russian": russian, "русский": russian, "орыс": russian, "орысша": russian,
	"kazakh": kazakh, "казахский": kazakh, "қазақ": kazakh, "қазақша": kazakh, "kz": kazakh,
}

// lookupLanguage returns the code of a language from its code or, for those that
// are told apart, its name.
func lookupLanguage(name string) (string, bool) {
	name = strings.ToLower(name)
	if code, ok := languageNames[name]; ok {
		return code, true
	}
	name, _, _ = strings.Cut(strings.ReplaceAll(name, "_", "-"), "-") // ru-RU
	base, err := language.ParseBase(name)
	if err != nil || len(base.String()) != 2 {
		return "", false
	}
	return base.String(), true
}

// judgedLetters is how much of a story tells its language.
const judgedLetters = 600

// Letters of languages in Cyrillic that Russian lacks. Kazakh has letters of its
// own in every other word, both і and қ or ғ; Ukrainian, Kyrgyz, Tatar and others
// have neither, or letters that Kazakh lacks.
const (
	foreignLetters = "әғқңөұүһіїєґўљњћђџјҗҳҷӣӯҡҙҫӑӗ"
	alienLetters   = "їєґўљњћђџјҗҳҷӣӯҡҙҫӑӗ"
)

// Language returns the language that a story is in, as BCP 47 has it without
// regions and scripts, "kk", or an empty text for one that is not known. What the
// letters say of Russian and Kazakh comes before what the feed declares, which is
// often what its software was delivered with. A declared language counts where it
// is written in the letters of the story; Latin letters of none are English.
func Language(s *feed.Story) string {
	l := countLetters(s.Title, s.Summary, s.Text)
	declared, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s.Language)), "-")
	switch {
	case l.cyrillic == 0 && l.latin == 0 && l.others == 0:
		return declared
	case l.others > l.cyrillic+l.latin:
		if isCyrillicLanguage(declared) || declared == english {
			return ""
		}
		return declared
	case l.cyrillic > l.latin:
		return l.cyrillicLanguage(declared)
	case declared == "" || isCyrillicLanguage(declared):
		return english
	}
	return declared
}

// IsKazakh reports whether Language is "kk", at once where no letter speaks for it.
func IsKazakh(s *feed.Story) bool {
	const lead = 0xD2 // the first byte of қ and ғ, one of which a text of Kazakh has
	if !strings.Contains(strings.ToLower(s.Language), kazakh) {
		if strings.IndexByte(s.Text, lead) < 0 && strings.IndexByte(s.Title, lead) < 0 && strings.IndexByte(s.Summary, lead) < 0 {
			return false
		}
	}
	return Language(s) == kazakh
}

// letters counts the letters of a story.
type letters struct {
	latin, cyrillic, others int
	foreign                 int  // of cyrillic: letters that Russian lacks
	i, q, alien             bool // і; қ or ғ; letters that Kazakh lacks too
}

func countLetters(texts ...string) letters {
	var l letters
	for _, text := range texts {
		for i := 0; i < len(text) && l.latin+l.cyrillic+l.others < judgedLetters; {
			c := text[i]
			switch {
			case c < utf8.RuneSelf:
				if 'a' <= c|0x20 && c|0x20 <= 'z' {
					l.latin++
				}
				i++
			case c >= 0xD0 && c <= 0xD3 && i+1 < len(text) && text[i+1]&0xC0 == 0x80:
				l.cyrillicLetter(cyrillic[c&3<<6|text[i+1]&0x3F])
				i += 2
			default:
				r, n := utf8.DecodeRuneInString(text[i:])
				l.otherLetter(r)
				i += n
			}
		}
	}
	return l
}

func (l *letters) cyrillicLetter(t traits) {
	if t == 0 {
		return
	}
	l.cyrillic++
	if t&foreign != 0 {
		l.foreign++
		l.i = l.i || t&isI != 0
		l.q = l.q || t&isQ != 0
		l.alien = l.alien || t&alien != 0
	}
}

// otherLetter counts r, which is neither ASCII nor from U+0400 to U+04FF.
func (l *letters) otherLetter(r rune) {
	switch {
	case !unicode.IsLetter(r):
	case r < 0x250 || 0x1E00 <= r && r < 0x1F00:
		l.latin++
	case unicode.Is(unicode.Cyrillic, r):
		l.cyrillic++
	default:
		l.others++
	}
}

// Traits are what a Cyrillic letter tells of the language; 0 is of what is no letter.
type traits uint8

const (
	isLetter traits = 1 << iota
	foreign
	alien
	isI
	isQ
)

// cyrillic has the traits of the characters from U+0400 to U+04FF.
var cyrillic = func() (all [256]traits) {
	for i := range all {
		r := unicode.ToLower(0x400 + rune(i))
		if !unicode.IsLetter(r) {
			continue
		}
		all[i] = isLetter
		if strings.ContainsRune(foreignLetters, r) {
			all[i] |= foreign
		}
		if strings.ContainsRune(alienLetters, r) {
			all[i] |= alien
		}
		switch r {
		case 'і':
			all[i] |= isI
		case 'қ', 'ғ':
			all[i] |= isQ
		}
	}
	return all
}()

// cyrillicLanguage tells Russian and Kazakh from others in Cyrillic.
func (l *letters) cyrillicLanguage(declared string) string {
	switch isOther := isCyrillicLanguage(declared) && declared != russian && declared != kazakh; {
	case l.foreign*20 <= l.cyrillic:
		if isOther || declared == kazakh && l.cyrillic < 40 {
			return declared
		}
		return russian
	case l.alien || isOther:
		if isOther {
			return declared
		}
		return ""
	case l.i && l.q, declared == kazakh:
		return kazakh
	}
	return ""
}

// isCyrillicLanguage reports a language that is written in Cyrillic.
func isCyrillicLanguage(code string) bool {
	switch code {
	case russian, kazakh, "uk", "be", "bg", "mk", "ky", "tg", "mn", "tt", "ba", "cv", "os", "ce", "sah", "tyv", "rue":
		return true
	}
	return false
}
