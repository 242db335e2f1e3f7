package query

import (
	"slices"
	"strings"
)

// keyOf returns the text that Key documents. Words hold letters, digits and
// marks only, so the other characters keep its parts apart.
func keyOf(n *node) string {
	switch n.kind {
	case all, some:
		keys := make([]string, len(n.kids))
		for i := range n.kids {
			keys[i] = keyOf(&n.kids[i])
		}
		slices.Sort(keys)
		if keys = slices.Compact(keys); len(keys) == 1 {
			return keys[0]
		}
		if n.kind == all {
			return "(" + strings.Join(keys, " & ") + ")"
		}
		return "(" + strings.Join(keys, " | ") + ")"
	case not:
		return "-" + keyOf(&n.kids[0])
	case about:
		return "about:" + string(n.code)
	case mentions:
		return "mentions:" + string(n.code)
	case source:
		return "source:" + strings.Join(n.terms, "+")
	}
	key := strings.Join(n.terms, "+")
	switch {
	case n.kind == prefix:
		key += "*"
	case n.joined != "":
		key += "=" + n.joined
	}
	if n.title {
		key = "title:" + key
	}
	return key
}
