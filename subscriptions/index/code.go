package index

// Code is a query, or a part of one, compiled: a word for a term, and for an operator a
// word before the code of its operands. The upper four bits of a word tell which; those
// of an operator tell also how many words its operands take, and a number:
//
//	term id
//	all, some    two operands or more
//	not          one operand
//	near n       two operands, of terms and somes of these
//
// A query of one term has that alone for its code.
type code []uint32

type op uint32

const (
	opTerm op = iota
	opAll
	opSome
	opNot
	opNear
)

func (w code) op() op         { return op(w[0] >> 28) }
func (w code) term() termID   { return w[0] & maxTerms }
func (w code) number() int    { return int(w[0] >> 16 & 0xFFF) }
func (w code) operands() code { return w[1:w.len()] }

// len returns how many words the code that begins at w takes.
func (w code) len() int {
	if w.op() == opTerm {
		return 1
	}
	return 1 + int(w[0]&0xFFFF)
}

// begin appends an operator whose operands follow; end ends them.
func (w code) begin(o op, number int) code {
	return append(w, uint32(o)<<28|uint32(number)<<16)
}

func (w code) end(at int) code {
	w[at] |= uint32(len(w) - at - 1)
	return w
}

// hash returns a hash that nobody can foresee who does not know seed.
func (w code) hash(seed uint64) uint64 {
	h := seed
	for _, v := range w {
		h = (h ^ uint64(v)) * 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	return h
}
