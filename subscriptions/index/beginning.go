package index

import "unicode/utf8"

// A head stands for the first two characters of a word, by a hash of few values.
type head uint16

const heads = 1 << headBits

func headOf(form string) head {
	a, n := utf8.DecodeRuneInString(form)
	b, _ := utf8.DecodeRuneInString(form[n:])
	return head((uint32(a)*31 + uint32(b)) % heads)
}

// beginnings knows how long the beginnings are that queries ask for, by head, so that
// for most words none is tried.
type beginnings [heads][]length

// A length is a number of bytes, and how many beginnings have it.
type length struct{ bytes, count int32 }

func (b *beginnings) count(text string, by int32) {
	lengths := &b[headOf(text)]
	for i, l := range *lengths {
		if int(l.bytes) != len(text) {
			continue
		}
		if l.count += by; l.count == 0 {
			*lengths = append((*lengths)[:i], (*lengths)[i+1:]...)
		} else {
			(*lengths)[i] = l
		}
		return
	}
	*lengths = append(*lengths, length{int32(len(text)), by})
}

// eachBeginning visits the beginnings of a word that queries ask for.
func (v *vocabulary) eachBeginning(form string, visit func(termID)) {
	for _, l := range v.heads[headOf(form)] {
		if int(l.bytes) > len(form) {
			continue
		}
		if id := v.known(beginning, form[:l.bytes]); id != 0 {
			visit(id)
		}
	}
}
