package query_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
	"pgregory.net/rapid"
)

// lexicon holds words, each line the forms of one.
var lexicon = [][]string{
	{"gas"}, {"oil"}, {"visit", "visits", "Visited", "VISITING"}, {"deal", "Deals"},
	{"нефть", "нефти", "Нефтью"}, {"министр", "министра"}, {"қала", "Қаланың"}, {"кала"}, {"g20"},
}

// foundIn says which row is found in which other: a word of Kazakh from the one
// written without the letters of Kazakh.
var foundIn = map[int]int{7: 6}

// An expr is a query as the test understands it.
type expr struct {
	op       string // word phrase prefix about mentions lang near not and or
	words    []int  // rows of the lexicon
	text     string // prefix
	code     country.Code
	title    bool
	distance int // near
	kids     []expr
}

func drawExpr(t *rapid.T, depth int) expr {
	return drawOf(t, depth, "word", "word", "phrase", "prefix", "about", "mentions")
}

// drawOf draws an expression with the given leaves.
func drawOf(t *rapid.T, depth int, leaves ...string) expr {
	ops := slices.Clone(leaves)
	if depth > 0 {
		ops = append(ops, "not", "and", "or", "and", "or")
	}
	e := expr{op: rapid.SampledFrom(ops).Draw(t, "op"), title: rapid.IntRange(0, 3).Draw(t, "title") == 0}
	row := rapid.IntRange(0, len(lexicon)-1)
	switch e.op {
	case "word":
		e.words = []int{row.Draw(t, "word")}
	case "phrase":
		e.words = rapid.SliceOfN(row, 1, 3).Draw(t, "phrase")
	case "prefix":
		e.text = rapid.SampledFrom([]string{"ga", "vi", "visit", "de", "неф", "мини", "қа", "ка", "g2"}).Draw(t, "prefix")
	case "about", "mentions":
		e.code = rapid.SampledFrom([]country.Code{"IT", "KZ", "FR"}).Draw(t, "code")
	case "lang":
		e.code = rapid.SampledFrom([]country.Code{"en", "ru", "kk"}).Draw(t, "language")
	case "near":
		e.distance = rapid.IntRange(1, 4).Draw(t, "distance")
		e.kids = []expr{drawPlaced(t), drawPlaced(t)}
	case "not":
		e.kids = []expr{drawOf(t, depth-1, leaves...)}
	default:
		for range rapid.IntRange(2, 3).Draw(t, "kids") {
			e.kids = append(e.kids, drawOf(t, depth-1, leaves...))
		}
	}
	return e
}

// drawPlaced draws an operand of near.
func drawPlaced(t *rapid.T) expr {
	leaf := func() expr {
		e := drawOf(t, 0, "word", "phrase", "prefix")
		e.title = false
		return e
	}
	if rapid.IntRange(0, 2).Draw(t, "one of several") > 0 {
		return leaf()
	}
	return expr{op: "or", kids: []expr{leaf(), leaf()}}
}

// write spells the expression out, with parentheses around every group.
func (e expr) write(t *rapid.T) string {
	var parts []string
	for _, w := range e.words {
		parts = append(parts, rapid.SampledFrom(lexicon[w]).Draw(t, "form"))
	}
	for _, kid := range e.kids {
		parts = append(parts, kid.write(t))
	}
	title := ""
	if e.title {
		title = "in:title:"
	}
	if e.op == "near" {
		near := rapid.SampledFrom([]string{"near", "NEAR", "рядом", "Жақын"}).Draw(t, "near")
		return title + "(" + parts[0] + " " + near + "/" + strconv.Itoa(e.distance) + " " + parts[1] + ")"
	}
	switch e.op {
	case "word":
		return title + parts[0]
	case "phrase":
		return title + `"` + strings.Join(parts, " ") + `"`
	case "prefix":
		return title + e.text + "*"
	case "about":
		return "country:" + string(e.code)
	case "mentions":
		return "mentions:" + strings.ToLower(string(e.code))
	case "lang":
		return "lang:" + string(e.code)
	case "not":
		kid := parts[0]
		if e.kids[0].op == "not" {
			kid = "(" + kid + ")" // "--" is one dash
		}
		return rapid.SampledFrom([]string{"-", "NOT ", "не ", "!"}).Draw(t, "not") + kid
	case "and":
		return "(" + strings.Join(parts, rapid.SampledFrom([]string{" ", " AND ", " & ", " және "}).Draw(t, "and")) + ")"
	}
	return "(" + strings.Join(parts, rapid.SampledFrom([]string{" OR ", "|", " Немесе "}).Draw(t, "or")) + ")"
}

// A tale is a story as the test understands it: forms of words.
type tale struct {
	title, text      []string
	about, mentioned []country.Code
}

func drawTale(t *rapid.T) tale {
	var forms []string
	for _, row := range lexicon {
		forms = append(forms, row...)
	}
	text := rapid.SliceOfN(rapid.SampledFrom(forms), 0, 6)
	var s tale
	s.title, s.text = text.Draw(t, "title"), text.Draw(t, "text")
	for _, c := range []country.Code{"FR", "IT", "KZ"} {
		switch rapid.IntRange(0, 3).Draw(t, string(c)) {
		case 0:
			s.about = append(s.about, c)
			fallthrough
		case 1:
			s.mentioned = append(s.mentioned, c)
		}
	}
	return s
}

func (s tale) document() *query.Document { return query.NewDocument(s.story()) }

func (s tale) story() *feed.Story {
	return &feed.Story{
		Item:  feed.Item{Title: strings.Join(s.title, " "), Text: strings.Join(s.text, ", ")},
		About: s.about, Mentioned: s.mentioned,
	}
}

// holds evaluates the expression by looking at every word.
func (e expr) holds(s tale) bool {
	parts := [][]string{s.title, s.text}
	if e.title {
		parts = parts[:1]
	}
	switch e.op {
	case "about":
		return slices.Contains(s.about, e.code)
	case "mentions":
		return slices.Contains(s.mentioned, e.code)
	case "lang":
		return query.Language(s.story()) == string(e.code)
	case "near":
		return slices.ContainsFunc(parts, e.near)
	case "not":
		return !e.kids[0].holds(s)
	case "and":
		return !slices.ContainsFunc(e.kids, func(kid expr) bool { return !kid.holds(s) })
	case "or":
		return slices.ContainsFunc(e.kids, func(kid expr) bool { return kid.holds(s) })
	}
	for _, part := range parts {
		for i := range part {
			if e.op == "prefix" && begins(part[i], e.text) ||
				e.op != "prefix" && e.stands(part[i:]) {
				return true
			}
		}
	}
	return false
}

// near looks at every pair of places in one part.
func (e expr) near(part []string) bool {
	for i := range part {
		for j := range part {
			for _, m := range e.kids[0].lengths(part[i:]) {
				for _, n := range e.kids[1].lengths(part[j:]) {
					if gap := j - (i + m - 1); i < j && gap >= 1 && gap <= e.distance {
						return true
					}
					if gap := i - (j + n - 1); j < i && gap >= 1 && gap <= e.distance {
						return true
					}
				}
			}
		}
	}
	return false
}

// lengths returns how many words of those given e takes from the first on, in each
// way that it can.
func (e expr) lengths(words []string) []int {
	switch {
	case e.op == "or":
		return append(e.kids[0].lengths(words), e.kids[1].lengths(words)...)
	case e.op == "prefix" && begins(words[0], e.text):
		return []int{1}
	case e.op != "prefix" && e.stands(words):
		return []int{len(e.words)}
	}
	return nil
}

func (e expr) stands(words []string) bool {
	for i, w := range e.words {
		if i >= len(words) {
			return false
		}
		also, found := foundIn[w]
		if !slices.Contains(lexicon[w], words[i]) && (!found || !slices.Contains(lexicon[also], words[i])) {
			return false
		}
	}
	return true
}

func begins(word, prefix string) bool {
	word = strings.ToLower(word)
	return strings.HasPrefix(word, prefix) || strings.HasPrefix(strings.NewReplacer("қ", "к", "ң", "н").Replace(word), prefix)
}

// required says that something must be there.
func (e expr) required() bool {
	switch e.op {
	case "lang":
		return false
	case "not":
		return e.kids[0].op == "not" && e.kids[0].kids[0].required()
	case "and":
		return slices.ContainsFunc(e.kids, expr.required)
	case "or":
		return !slices.ContainsFunc(e.kids, func(kid expr) bool { return !kid.required() })
	}
	return true
}

func TestMatchAgainstNaiveEvaluation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawOf(t, 3, "word", "word", "phrase", "prefix", "about", "mentions", "lang", "near")
		text, s := e.write(t), drawTale(t)
		q, d := read(t, e, text, s), s.document()
		roundTrip(t, q)
		if got, want := q.Match(d), e.holds(s); got != want {
			t.Fatalf("%q, read as %q, matches %+v: %t, want %t", text, q, s, got, want)
		}
		again, err := query.Restore(q.String())
		if err != nil || again.Match(d) != q.Match(d) {
			t.Fatalf("%q restored as %v, %v does not match the same", q, again, err)
		}
	})
}

// branches says that e has alternatives, of which one alone may be refused.
func (e expr) branches() bool {
	return e.op == "or" || e.op == "not" && e.kids[0].op == "and" || slices.ContainsFunc(e.kids, expr.branches)
}

// read parses the text of e, and skips the test for a query that is refused as it
// has to be: no tale matches it, or one without any words would.
func read(t *rapid.T, e expr, text string, s tale) *query.Query {
	q, err := query.Parse(text)
	var refused *query.Error
	if !errors.As(err, &refused) {
		return q
	}
	switch refused.Code {
	case query.NeverMatches:
		if !e.branches() && e.holds(s) {
			t.Fatalf("%q is refused (%v) and holds for %+v", text, err, s)
		}
	case query.NothingRequired:
		if e.required() {
			t.Fatalf("%q is refused (%v) and requires something", text, err)
		}
	case query.TooLong, query.TooDeep, query.TooManyWords:
	default:
		t.Fatalf("Parse(%q): %v", text, err)
	}
	t.Skip()
	return nil
}
