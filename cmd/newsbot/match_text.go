package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

// printer returns what shows a story and what became of each query.
func (m *matching) printer(asJSON, matchedOnly bool) func(io.Writer, *suppliedStory, []query.Explanation) error {
	if asJSON {
		return m.jsonPrinter(matchedOnly)
	}
	return func(w io.Writer, s *suppliedStory, results []query.Explanation) error {
		headed := false
		for i, why := range results {
			if matchedOnly && !why.Matched {
				continue
			}
			if !headed {
				fmt.Fprintf(w, "%d: %s\n", s.line, cmp.Or(oneLine(s.Title), "(no title)"))
				headed = true
			}
			verdict := "no "
			if why.Matched {
				verdict = "yes"
			}
			if _, err := fmt.Fprintf(w, "  %s  %s: %s\n", verdict, oneLine(m.queries[i].text), m.queries[i].reason(why)); err != nil {
				return err
			}
		}
		return nil
	}
}

// reason says in words why a story matches q or not.
func (q *asked) reason(why query.Explanation) string {
	if why.Matched {
		return foundInWords(why.Found)
	}
	return strings.TrimPrefix(unmetInWords(why.Unmet), q.String()+": ") // which stands in front anyway
}

func foundInWords(found []query.Found) string {
	var out []string
	for _, f := range found {
		switch f.Kind {
		case query.FoundCountry:
			out = append(out, "about "+country.Name(f.Country, "en"))
		case query.FoundMention:
			out = append(out, "names "+country.Name(f.Country, "en"))
		case query.FoundSource:
			out = append(out, fmt.Sprintf("source %q", f.Source))
		case query.FoundLang:
			out = append(out, f.Text)
		default:
			out = append(out, fmt.Sprintf("%q (%s %d–%d)", f.Place.Spelling, f.Place.Field, f.Place.From, f.Place.To))
		}
	}
	return strings.Join(out, ", ")
}

func unmetInWords(u *query.Unmet) string {
	name := func() string {
		_, code, _ := strings.Cut(u.Text, ":")
		return country.Name(country.Code(code), "en")
	}
	switch u.Reason {
	case query.MissingWord:
		if u.Word != "" {
			return fmt.Sprintf("%s: %q is nowhere in the story", u.Text, u.Word)
		}
		return u.Text + " is nowhere in the story"
	case query.MissingPrefix:
		return "no word begins as " + u.Text
	case query.NotAdjacent:
		return fmt.Sprintf("%s: the words are not beside each other: %s", u.Text, foundInWords(u.Found))
	case query.NotNear:
		if u.Apart == 0 {
			return fmt.Sprintf("%s: they stand in no part together: %s", u.Text, foundInWords(u.Found))
		}
		return fmt.Sprintf("%s: the nearest are %s apart: %s", u.Text, counted(u.Apart, "word"), foundInWords(u.Found))
	case query.OtherLanguage:
		if len(u.Has) == 0 {
			return u.Text + ": the story's language is not known"
		}
		return fmt.Sprintf("%s: the story's language is %s", u.Text, strings.Join(u.Has, ", "))
	case query.NotInTitle:
		return fmt.Sprintf("%s: not in the title, but %s", u.Text, foundInWords(u.Found))
	case query.OnlyMentioned:
		return name() + " is only named in passing"
	case query.MissingCountry:
		return name() + " is not named"
	case query.OtherSource:
		if len(u.Has) == 0 {
			return u.Text + ": the story names no source"
		}
		return fmt.Sprintf("%s: the source is %s", u.Text, strings.Join(u.Has, ", "))
	case query.Excluded:
		return fmt.Sprintf("%s, but there is %s", u.Text, foundInWords(u.Found))
	case query.NoBranch:
		var branches []string
		for i := range u.Branches {
			branches = append(branches, unmetInWords(&u.Branches[i]))
		}
		return strings.Join(branches, "; ")
	}
	return fmt.Sprintf("%s: %s", u.Text, u.Reason)
}

// underlined shows text on a line, and a caret below the character at pos.
func underlined(text string, pos int) string {
	var line strings.Builder
	column, at := 0, 0
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			r = ' '
		}
		line.WriteRune(r)
		if at < pos {
			column += columns(r)
		}
		at++
	}
	return fmt.Sprintf("  %s\n  %s^\n", &line, strings.Repeat(" ", column))
}

// columns is how wide a terminal shows a character.
func columns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case 0x1F1E6 <= r && r <= 0x1F1FF: // half a flag
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func counted(n int, what string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, what)
	}
	if strings.HasSuffix(what, "y") {
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(what, "y"))
	}
	return fmt.Sprintf("%d %ss", n, what)
}
