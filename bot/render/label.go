package render

import (
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

// Lengths of a subscription's name in UTF-16 units.
const (
	maxLabel  = 60
	maxButton = 24 // on a button, beside a word or two
)

// Label names a query shortly, for a list or a button: as it is written, but with
// countries by flag and name in the language.
func Label(text, language string, limit int) string {
	if q, err := query.Restore(text); err == nil {
		text = q.Describe(func(code country.Code, mentioned bool) string {
			name := country.Flag(code) + " " + country.Name(code, language)
			if mentioned {
				return "mentions:" + name
			}
			return name
		})
	}
	return markup.Cut(markup.Line(text), limit)
}

// Describe says in words how a query is understood: "“oil” or “gas”, but not
// “football”". The query is in its canonical form.
func Describe(canonical string, p *locale.Printer) markup.HTML {
	var out []markup.HTML
	joined := true // nothing to say between this and the last
	for _, t := range tokens(canonical) {
		not := t.sign == "-"
		switch t.text {
		case "OR":
			out, joined = append(out, p.HTML("query.or", nil)), true
			continue
		case "AND":
			continue // as between any two
		case "NOT":
			out, joined = append(out, negation(p, joined, len(out) > 0)), true
			continue
		case ")":
			out, joined = append(out, ")"), false
			continue
		}
		switch {
		case not:
			out = append(out, negation(p, joined, len(out) > 0))
		case !joined:
			out = append(out, p.HTML("query.and", nil))
		}
		out, joined = append(out, t.describe(p)), t.text == "(" || t.text == "in:title" || t.text == "in:title:"
	}
	return join(out)
}

// negation is "but not" after something that is wanted, else "not".
func negation(p *locale.Printer, joined, after bool) markup.HTML {
	if after && !joined {
		return p.HTML("query.but_not", nil)
	}
	return p.HTML("query.not", nil)
}

// join puts blanks between words, and none within brackets or before a comma.
func join(parts []markup.HTML) markup.HTML {
	var out strings.Builder
	for i, part := range parts {
		if i > 0 && part != ")" && !strings.HasPrefix(string(part), ",") && parts[i-1] != "(" {
			out.WriteByte(' ')
		}
		out.WriteString(string(part))
	}
	return markup.HTML(out.String())
}

// A token is a part of a query in canonical form.
type token struct {
	text string // without the sign
	sign string // "-" or ""
}

func (t token) country() (country.Code, bool) {
	value, ok := strings.CutPrefix(t.text, "country:")
	return country.Code(value), ok && country.Flag(country.Code(value)) != ""
}

func (t token) describe(p *locale.Printer) markup.HTML {
	switch t.text {
	case "(":
		return "("
	case "in:title:": // before a bracket
		return p.HTML("query.all_in_title", nil)
	}
	if code, ok := t.country(); ok {
		return markup.Escape(country.Flag(code)+" ") + markup.Bold(country.Name(code, p.Language()))
	}
	if value, ok := strings.CutPrefix(t.text, "mentions:"); ok && country.Flag(country.Code(value)) != "" {
		return p.HTML("query.mentions", locale.Data{"Country": country.Flag(country.Code(value)) + " " + country.Name(country.Code(value), p.Language())})
	}
	text, inTitle := strings.CutPrefix(t.text, "in:title:")
	what := strings.Trim(text, `"`)
	source, isSource := strings.CutPrefix(what, "source:")
	switch {
	case t.text == "in:title":
		return p.HTML("query.all_in_title", nil)
	case isSource:
		return p.HTML("query.source", locale.Data{"What": strings.Trim(source, `"`)})
	case inTitle && text != "":
		return p.HTML("query.in_title", locale.Data{"What": what})
	case strings.HasPrefix(t.text, `"`):
		return p.HTML("query.phrase", locale.Data{"What": what})
	case strings.HasSuffix(t.text, "*"):
		return p.HTML("query.prefix", locale.Data{"What": strings.TrimSuffix(what, "*")})
	}
	return p.HTML("query.word", locale.Data{"What": what})
}

// tokens takes a query apart at blanks and brackets outside of quotes.
func tokens(canonical string) []token {
	var out []token
	var word strings.Builder
	quoted := false
	end := func() {
		if word.Len() > 0 {
			text, sign := word.String(), ""
			if len(text) > 1 && text[0] == '-' {
				text, sign = text[1:], "-"
			}
			out = append(out, token{text, sign})
			word.Reset()
		}
	}
	for _, r := range canonical {
		switch {
		case r == '"':
			word.WriteRune(r)
			quoted = !quoted
		case quoted:
			word.WriteRune(r)
		case r == ' ':
			end()
		case r == '(' || r == ')':
			sign := ""
			if r == '(' && word.String() == "-" {
				word.Reset()
				sign = "-"
			}
			end()
			out = append(out, token{string(r), sign})
		default:
			word.WriteRune(r)
		}
	}
	end()
	return out
}
