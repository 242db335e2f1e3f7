package query

import (
	"html"
	"unicode"
)

// longestEntity is the most characters of an entity as "&nbsp;".
const longestEntity = 10

// typed returns the characters of a query as they were meant: what people copy from
// a page may be written as its source has it, "oil &amp; gas". origin says where
// each of them was, and where the end; nil: where it is.
func typed(text []rune) (meant []rune, origin []int) {
	for i := 0; i < len(text); {
		r, n := entity(text[i:])
		if n != 1 && origin == nil {
			origin = make([]int, i, len(text)+1)
			for j := range origin {
				origin[j] = j
			}
		}
		if unicode.Is(unicode.Zs, r) {
			r = ' '
		}
		meant = append(meant, r)
		if origin != nil {
			origin = append(origin, i)
		}
		i += n
	}
	if origin != nil {
		origin = append(origin, len(text))
	}
	return meant, origin
}

// entity returns the character that text begins with and how many it is written
// with.
func entity(text []rune) (rune, int) {
	if text[0] != '&' {
		return text[0], 1
	}
	for n := 2; n < min(len(text), longestEntity); n++ {
		if text[n] != ';' {
			continue
		}
		if r := []rune(html.UnescapeString(string(text[:n+1]))); len(r) == 1 {
			return r[0], n + 1
		}
		break
	}
	return '&', 1
}

// place moves what is said of the meant text to where it was written.
func (n *node) place(origin []int) {
	n.pos = origin[n.pos]
	for i := range n.kids {
		n.kids[i].place(origin)
	}
}
