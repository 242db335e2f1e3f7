package locale_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goccy/go-yaml"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
)

func load(t *testing.T) *locale.Catalog {
	t.Helper()
	catalog, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// texts reads a language file into its ids and all of their forms.
func texts(t *testing.T, name string) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := yaml.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for id, value := range raw {
		switch value := value.(type) {
		case map[string]any:
			for _, form := range value {
				out[id] = append(out[id], fmt.Sprint(form))
			}
		default:
			out[id] = []string{fmt.Sprint(value)}
		}
	}
	return out
}

func TestEveryTextIsValidForTelegram(t *testing.T) {
	files, _ := filepath.Glob("*.yaml")
	for _, file := range files {
		for id, forms := range texts(t, file) {
			for _, form := range forms {
				text, _, err := telegramtest.ParseHTML(form)
				area, _, _ := strings.Cut(id, ".")
				switch area {
				case "about", "button", "date", "hint", "menu", "toast", "word":
					if err == nil && text != form && !strings.Contains(form, "&") {
						t.Errorf("%s: %s is plain and has markup in it: %q", file, id, form)
					}
				default:
					if err != nil {
						t.Errorf("%s: %s: %v", file, id, err)
					}
				}
				limit := map[string]int{"menu": 256, "toast": 200, "button": 64}[area]
				switch id {
				case "about.description":
					limit = telegram.MaxDescription
				case "about.short":
					limit = telegram.MaxShortDescription
				}
				if n := markup.Units(form); limit > 0 && n > limit {
					t.Errorf("%s: %s has %d characters, %d at most", file, id, n, limit)
				}
				if form == "" || strings.TrimSpace(form) != form && area != "query" {
					t.Errorf("%s: %s begins or ends with a blank: %q", file, id, form)
				}
			}
		}
	}
}

// TestEveryIDIsThereAndUsed reads the source of the packages that say something.
// An id made of a fixed beginning and a value is used with all that begin so.
func TestEveryIDIsThereAndUsed(t *testing.T) {
	ids := texts(t, "en.yaml")
	used, beginnings := map[string]bool{}, map[string]bool{}
	for _, dir := range []string{".", "..", "../render"} {
		files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				collect(t, file, ids, used, beginnings)
			}
		}
	}
	for id := range ids {
		found := used[id]
		for b := range beginnings {
			found = found || strings.HasPrefix(id, b)
		}
		if !found {
			t.Errorf("%s is in en.yaml and nothing says it", id)
		}
	}
}

// collect notes the ids in a file: the first arguments of Text, HTML and button, and
// every other string that is an id.
func collect(t *testing.T, file string, ids map[string][]string, used, beginnings map[string]bool) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	literal := func(e ast.Expr) (string, bool) {
		l, ok := e.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(l.Value)
		return s, err == nil
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if s, ok := literal(n); ok && ids[s] != nil {
				used[s] = true
			}
		case *ast.CallExpr:
			called, ok := n.Fun.(*ast.SelectorExpr)
			if !ok || len(n.Args) < 2 {
				return true
			}
			name := called.Sel.Name
			if name != "Text" && name != "HTML" && name != "button" {
				return true
			}
			prefix := map[bool]string{true: "button."}[name == "button"]
			id, ok := literal(n.Args[0])
			if sum, isSum := n.Args[0].(*ast.BinaryExpr); isSum {
				if b, ok := literal(sum.X); ok && strings.HasSuffix(b, ".") {
					beginnings[b] = true
				}
			}
			if sprintf, isCall := n.Args[0].(*ast.CallExpr); isCall {
				if format, ok := literal(sprintf.Args[0]); ok && strings.Contains(format, "%") {
					beginnings[format[:strings.Index(format, "%")]] = true
				}
			}
			if ok && ids[prefix+id] == nil {
				t.Errorf("%s says %q, which en.yaml does not have", file, prefix+id)
			}
			used[prefix+id] = true
		}
		return true
	})
}

func TestPluralsAndPlaceholders(t *testing.T) {
	p := load(t).For("en")
	for count, want := range map[int]string{
		1: "Remove your 1 subscription? This cannot be undone.",
		7: "Remove all 7 subscriptions? This cannot be undone.",
	} {
		if got := p.Text("unsubscribe.all_sure", locale.Data{"Count": count}); got != want {
			t.Errorf("%d: got %q, want %q", count, got, want)
		}
	}
	if got, want := p.HTML("query.word", locale.Data{"What": `a<b>&"`}), markup.HTML("“a&lt;b&gt;&amp;&quot;”"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := p.Text("query.word", nil); got != "⟨query.word⟩" {
		t.Errorf("a text without its data: %q, want its id", got)
	}
}

func TestFindTakesTheNearestLanguage(t *testing.T) {
	c := load(t)
	for code, want := range map[string]string{"en": "en", "EN": "en", "en-GB": "en", "en_US": "en", "tlh": "", "": "", "e": ""} {
		if got, ok := c.Find(code); got != want || ok != (want != "") {
			t.Errorf("Find(%q) = %q, %v, want %q", code, got, ok, want)
		}
	}
	if got := c.For("tlh", "xx").Language(); got != locale.Default {
		t.Errorf("For of languages there are not: %q, want %q", got, locale.Default)
	}
}

func TestDates(t *testing.T) {
	p := load(t).For("en")
	zone := time.FixedZone("+05:00", 5*60*60)
	now := time.Date(2026, 2, 25, 0, 30, 0, 0, zone)
	for _, test := range []struct {
		ago  time.Duration
		want string
	}{
		{20 * time.Minute, "today, 00:10"},
		{time.Hour, "yesterday, 23:30"},
		{26 * time.Hour, "23 Feb, 22:30"},
		{-time.Hour * 24, "26 Feb, 00:30"},
		{80 * 24 * time.Hour, "7 Dec 2025, 00:30"},
	} {
		if got := p.When(now.Add(-test.ago), now.UTC()); got != test.want {
			t.Errorf("When %s ago = %q, want %q", test.ago, got, test.want)
		}
	}
	if got, want := p.Date(now), "Wednesday, 25 February 2026"; got != want {
		t.Errorf("Date = %q, want %q", got, want)
	}
}

func TestAddingALanguageIsAddingACompleteFile(t *testing.T) {
	en := "hello: Hello\nsheep:\n  one: one sheep, {{.Who}}\n  other: \"{{.Count}} sheep, {{.Who}}\"\n"
	for _, test := range []struct{ name, ru, want string }{
		{"a complete file", "hello: Привет\nsheep:\n  one: \"{{.Count}} овца, {{.Who}}\"\n  few: \"{{.Count}} овцы, {{.Who}}\"\n  many: \"{{.Count}} овец, {{.Who}}\"\n  other: \"{{.Count}} овцы, {{.Who}}\"\n", ""},
		{"a text is missing", "hello: Привет\n", "sheep is missing"},
		{"a text is unknown", "hello: Привет\nsheep: {one: \"{{.Who}}\", few: \"{{.Who}}\", many: \"{{.Who}}\", other: \"{{.Count}} {{.Who}}\"}\nbye: Пока\n", "bye is unknown"},
		{"a plural form is missing", "hello: Привет\nsheep: {one: \"{{.Who}}\", many: \"{{.Who}}\", other: \"{{.Count}} {{.Who}}\"}\n", `sheep has no form "few"`},
		{"a placeholder is misspelt", "hello: \"Привет {{.Name}}\"\nsheep: {one: \"{{.Who}}\", few: \"{{.Who}}\", many: \"{{.Who}}\", other: \"{{.Count}} {{.Who}}\"}\n", "hello has the placeholders [Name], should have []"},
		{"a placeholder is missing", "hello: Привет\nsheep: {one: \"{{.Who}}\", few: овцы, many: \"{{.Who}}\", other: \"{{.Count}} {{.Who}}\"}\n", "sheep has the placeholders [], should have [Count Who]"},
		{"there is more than a name in a placeholder", "hello: \"{{if .A}}x{{end}}\"\nsheep: {one: \"{{.Who}}\", few: \"{{.Who}}\", many: \"{{.Who}}\", other: \"{{.Count}} {{.Who}}\"}\n", "is not a placeholder"},
		{"a text is there twice", "hello: Привет\nhello: Снова\n", "already defined"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := locale.LoadFS(fstest.MapFS{"en.yaml": {Data: []byte(en)}, "ru.yaml": {Data: []byte(test.ru)}})
			if test.want != "" {
				if err == nil || !strings.Contains(err.Error(), "ru.yaml") || !strings.Contains(err.Error(), test.want) {
					t.Errorf("error %v, want one about ru.yaml with %q", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, want := c.For("ru-RU").Text("sheep", locale.Data{"Count": 3, "Who": "X"}), "3 овцы, X"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := fmt.Sprint(c.Languages()); got != "[en ru]" {
				t.Errorf("languages %s, want [en ru]", got)
			}
		})
	}
	if _, err := locale.LoadFS(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), fs.ErrNotExist.Error()) {
		t.Errorf("without English: %v", err)
	}
}
