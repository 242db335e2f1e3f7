package query

import (
	"strconv"
	"strings"
)

// keyOf writes a normal form as the text that Key documents. Terms hold neither
// spaces nor quotes, parentheses, bars, stars, colons and slashes, so that these
// keep its parts apart.
func keyOf(e Expr) string {
	var b strings.Builder
	writeKey(&b, &e)
	return b.String()
}

func writeKey(b *strings.Builder, e *Expr) {
	if e.Title {
		b.WriteString("title:")
	}
	switch e.Op {
	case All:
		writeKeys(b, e.Kids, " ")
	case Some:
		writeKeys(b, e.Kids, " | ")
	case Near:
		writeKeys(b, e.Kids, " near/"+strconv.Itoa(e.Distance)+" ")
	case Not:
		b.WriteByte('-')
		writeKey(b, &e.Kids[0])
	case Word:
		b.WriteString(e.Terms[0])
	case Prefix:
		b.WriteString(e.Terms[0] + "*")
	case About:
		b.WriteString("country:" + e.Code)
	case Mentions:
		b.WriteString("mentions:" + e.Code)
	case Lang:
		b.WriteString("lang:" + e.Code)
	case Source:
		b.WriteString(`source:"` + strings.Join(e.Terms, " ") + `"`)
	case Phrase:
		b.WriteString(`"` + strings.Join(e.Terms, " ") + `"`)
		if e.Joined != "" {
			b.WriteString("=" + e.Joined)
		}
	}
}

func writeKeys(b *strings.Builder, kids []Expr, between string) {
	b.WriteByte('(')
	for i := range kids {
		if i > 0 {
			b.WriteString(between)
		}
		writeKey(b, &kids[i])
	}
	b.WriteByte(')')
}
