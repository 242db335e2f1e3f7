package words

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
)

// readNames reads tables of names, without the words that are refused.
func readNames(refused string, tables ...string) (*names, error) {
	r := nameReader{refused: map[string]bool{}, group: map[string]*spellings{}}
	err := eachLine(refused, func(columns []string) error {
		for _, form := range fold(columns[0]) {
			r.refused[form] = true
		}
		return nil
	})
	for _, table := range tables {
		if err == nil {
			err = eachLine(table, r.line)
		}
	}
	if err != nil {
		return nil, err
	}
	return r.names(), nil
}

// eachLine calls read with the columns of each line that is no comment.
func eachLine(table string, read func(columns []string) error) error {
	number := 0
	for line := range strings.Lines(table) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, "|")
		for i := range columns {
			columns[i] = strings.TrimSpace(columns[i])
		}
		if err := read(columns); err != nil {
			return fmt.Errorf("line %d, %q: %w", number, line, err)
		}
	}
	return nil
}

// A spelling is one word of a name, folded.
type spelling struct {
	form  string
	exact bool // it has no other forms
}

// spellings are those of one name.
type spellings struct{ all []spelling }

// A nameReader collects names. Lines that have a spelling in common are of one
// name: Ли is Li and Lee, so they are one word as well.
type nameReader struct {
	refused map[string]bool
	group   map[string]*spellings
	order   []*spellings // as in the tables; a name that was joined to another has no spellings
}

// line reads "kind | Latin, Latin | Russian | Kazakh".
func (r *nameReader) line(columns []string) error {
	if len(columns) != 4 {
		return fmt.Errorf("%d columns, want 4", len(columns))
	}
	switch columns[0] {
	case "person", "place", "org":
	default:
		return fmt.Errorf("%q is no kind of name", columns[0])
	}
	var words [][]string // of each spelling
	var exact []bool
	parts := 0 // words of each spelling, if that is the same
	for _, column := range columns[1:] {
		for text := range strings.SplitSeq(column, ",") {
			text = strings.TrimSpace(text)
			if text == "" {
				continue
			}
			forms := fold(text)
			switch {
			case len(forms) == 0:
				return fmt.Errorf("%q is no word", text)
			case len(words) == 0:
				parts = len(forms)
			case len(forms) != parts:
				parts = 0
			}
			words, exact = append(words, forms), append(exact, text[0] == '=' || isAcronym(text))
		}
	}
	if len(words) < 2 {
		return fmt.Errorf("one spelling")
	}
	for i := range parts {
		r.join(words, exact, func(forms []string) (string, bool) { return forms[i], i < parts-1 })
	}
	if parts != 1 { // with a hyphen they are read as one word too
		r.join(words, exact, func(forms []string) (string, bool) { return strings.Join(forms, ""), false })
	}
	return nil
}

// join makes one name of one word of each spelling. Of a hyphenated name only the
// last word is declined: Касым-Жомарта.
func (r *nameReader) join(words [][]string, exact []bool, pick func([]string) (form string, exact bool)) {
	var to *spellings
	for i := range words {
		form, undeclined := pick(words[i])
		if r.refused[form] || utf8.RuneCountInString(form) < shortestName {
			continue
		}
		from := r.group[form]
		switch {
		case from == nil && to == nil:
			to = &spellings{}
			r.order = append(r.order, to)
			fallthrough
		case from == nil:
			to.all = append(to.all, spelling{form, exact[i] || undeclined})
			r.group[form] = to
		case to == nil:
			to = from
		case from != to:
			for _, s := range from.all {
				r.group[s.form] = to
			}
			to.all = append(to.all, from.all...)
			from.all = nil
		}
	}
}

const shortestName = 2 // letters

// fold returns the folded words of a spelling.
func fold(text string) []string {
	forms, _ := Folded(text)
	return forms
}

// isAcronym reports whether all letters are capitals.
func isAcronym(text string) bool {
	return strings.ToUpper(text) == text && strings.IndexFunc(text, unicode.IsLetter) >= 0
}

// names returns what was read. A word that is a form of two names is that one's
// whose usual form it is, else the first one's.
func (r *nameReader) names() *names {
	n := &names{byForm: map[string]uint16{}, byStem: map[string]uint16{}, stems: []string{""}}
	s := Stemmer{env: snowballstem.NewEnv("")}
	for form := range r.refused {
		n.byForm[form] = ordinaryWord
	}
	for _, g := range r.order {
		if len(g.all) < 2 {
			continue
		}
		for _, spelt := range g.all {
			n.byForm[spelt.form] = uint16(len(n.stems))
		}
		n.stems = append(n.stems, capitalised(g.all[0].form))
	}
	for _, g := range r.order {
		for _, spelt := range g.all {
			name, ok := n.byForm[spelt.form]
			if !ok || spelt.exact || spelt.form[0] < utf8.RuneSelf {
				continue // English takes nothing off a name but the possessive
			}
			for _, form := range formsOf(spelt.form) {
				if s.isReduced(form, spelt.form) {
					n.byStem[spelt.form] = name
				} else if _, taken := n.byForm[form]; !taken {
					n.byForm[form] = name
				}
			}
		}
	}
	return n
}

// isReduced reports whether the stemmers make the name of its form. What they make
// of an ordinary word is seldom a name with a consonant at its end.
func (s Stemmer) isReduced(form, name string) bool {
	const shortest = 4 // letters that tell a name from other words' stems
	last, _ := utf8.DecodeLastRuneInString(name)
	return utf8.RuneCountInString(name) >= shortest && !isCyrillicVowel(last) &&
		isDeclined(form, name) && s.ordinary(form) == name
}

// isDeclined reports whether the form is the name with an ending.
func isDeclined(form, name string) bool {
	ending, ok := strings.CutPrefix(form, name)
	return ok && (ending == "" || caseEndings[ending])
}

func capitalised(form string) string {
	r, size := utf8.DecodeRuneInString(form)
	return string(unicode.ToUpper(r)) + form[size:]
}
