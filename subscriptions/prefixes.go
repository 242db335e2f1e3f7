package subscriptions

import "unicode/utf8"

// prefixes knows how long the prefixes are that begin with the same two
// characters, so that for a word only those lengths are tried.
type prefixes map[string][]length

// A length is a number of bytes, and how many prefixes have it.
type length struct{ bytes, count int }

// head returns the first two characters of s.
func head(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	_, m := utf8.DecodeRuneInString(s[n:])
	return s[:n+m]
}

func (p prefixes) add(prefix string) { p.count(prefix, 1) }

func (p prefixes) remove(prefix string) { p.count(prefix, -1) }

func (p prefixes) count(prefix string, by int) {
	h := head(prefix)
	lengths := p[h]
	for i := range lengths {
		if lengths[i].bytes != len(prefix) {
			continue
		}
		if lengths[i].count += by; lengths[i].count == 0 {
			lengths = append(lengths[:i], lengths[i+1:]...)
		}
		if len(lengths) == 0 {
			delete(p, h)
		} else {
			p[h] = lengths
		}
		return
	}
	p[h] = append(lengths, length{len(prefix), by})
}

// each calls visit with every beginning of word that may be a prefix.
func (p prefixes) each(word string, visit func(prefix string)) {
	for _, l := range p[head(word)] {
		if l.bytes <= len(word) {
			visit(word[:l.bytes])
		}
	}
}
