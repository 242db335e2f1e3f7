package render

import (
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/feed/country"
)

// Describe says in words how a query is understood: "“oil” or “gas”, but not
// “football”". The query is in its canonical form.
func Describe(canonical string, p *locale.Printer) markup.HTML {
	d := describer{p, tokens(canonical)}
	return d.group()
}

// A describer takes tokens from the front.
type describer struct {
	*locale.Printer
	rest []token
}

// group describes the tokens up to the end or to a closing bracket, which it takes.
// AND binds tighter than OR, so where both meet, what AND joins is in brackets.
func (d *describer) group() markup.HTML {
	var alternatives []markup.HTML
	several := false // one of them is of more than one part
	for {
		part, parts := d.conjunction()
		if parts > 1 {
			several = true
			part = "(" + part + ")"
		}
		if parts > 0 {
			alternatives = append(alternatives, part)
		}
		if len(d.rest) == 0 {
			break
		}
		next := d.rest[0]
		d.rest = d.rest[1:]
		if next.text == ")" {
			break
		}
	}
	if several && len(alternatives) == 1 {
		return alternatives[0][1 : len(alternatives[0])-1]
	}
	return concat(" "+d.HTML("query.or", nil)+" ", alternatives)
}

// conjunction describes the tokens up to an OR or a closing bracket, and counts them.
// What must not be there comes last, whatever the order: "but not “oil” and “gas”"
// could mean either of gas.
func (d *describer) conjunction() (html markup.HTML, parts int) {
	var title markup.HTML
	var asked, refused []markup.HTML
	for len(d.rest) > 0 && d.rest[0].text != "OR" && d.rest[0].text != ")" {
		t := d.rest[0]
		d.rest = d.rest[1:]
		if t.text == "in:title" {
			title = d.HTML("query.all_in_title", nil)
			continue
		}
		what := d.operand(t) + d.nearby()
		if t.sign == "-" {
			refused = append(refused, what)
		} else {
			asked = append(asked, what)
		}
	}
	html = concat(" "+d.HTML("query.and", nil)+" ", asked)
	for i, what := range refused {
		if i == 0 && html == "" {
			html = d.HTML("query.not", nil) + " " + what
		} else {
			html += d.HTML("query.but_not", nil) + " " + what
		}
	}
	return concat(" ", []markup.HTML{title, html}), len(asked) + len(refused)
}

// nearby describes what the operand before must stand near, if anything.
func (d *describer) nearby() markup.HTML {
	if len(d.rest) < 2 {
		return ""
	}
	distance, ok := strings.CutPrefix(d.rest[0].text, "near/")
	if !ok {
		return ""
	}
	with := d.HTML("query.near", locale.Data{"Distance": distance})
	if distance == "1" {
		with = d.HTML("query.beside", nil)
	}
	what := d.rest[1]
	d.rest = d.rest[2:]
	return " " + with + " " + d.operand(what)
}

func (d *describer) operand(t token) markup.HTML {
	if t.text == "(" {
		return "(" + d.group() + ")"
	}
	if code, ok := t.country("country:"); ok {
		return markup.Escape(country.Flag(code)+" ") + markup.Bold(country.Name(code, d.Language()))
	}
	if code, ok := t.country("mentions:"); ok {
		return d.HTML("query.mentions", locale.Data{"Country": country.Flag(code) + " " + country.Name(code, d.Language())})
	}
	if code, ok := strings.CutPrefix(t.text, "lang:"); ok {
		switch code {
		case "en", "ru", "kk":
			return d.HTML("query.lang."+code, nil)
		}
		return d.HTML("query.lang", locale.Data{"What": code})
	}
	text, inTitle := strings.CutPrefix(t.text, "in:title:")
	what := strings.Trim(text, `"`)
	source, isSource := strings.CutPrefix(what, "source:")
	switch {
	case isSource:
		return d.HTML("query.source", locale.Data{"What": strings.Trim(source, `"`)})
	case inTitle:
		return d.HTML("query.in_title", locale.Data{"What": what})
	case strings.HasPrefix(text, `"`):
		return d.HTML("query.phrase", locale.Data{"What": what})
	case strings.HasSuffix(text, "*"):
		return d.HTML("query.prefix", locale.Data{"What": strings.TrimSuffix(what, "*")})
	}
	return d.HTML("query.word", locale.Data{"What": what})
}

// concat joins the parts that say anything.
func concat(separator markup.HTML, parts []markup.HTML) markup.HTML {
	var out markup.HTML
	for _, p := range parts {
		if p != "" && out != "" {
			out += separator
		}
		out += p
	}
	return out
}

// A token is a part of a query in canonical form.
type token struct {
	text string // without the sign
	sign string // "-" or ""
}

func (t token) country(field string) (country.Code, bool) {
	value, ok := strings.CutPrefix(t.text, field)
	return country.Code(value), ok && country.Flag(country.Code(value)) != ""
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
