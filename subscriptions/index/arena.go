package index

// An arena holds blocks of words of all sizes. A block that is given back is used
// again for one of the same size; there are few sizes.
type arena struct {
	words []uint32
	free  map[uint32][]uint32 // by size: where
}

func (a *arena) take(size uint32) (at uint32) {
	if free := a.free[size]; len(free) > 0 {
		at, a.free[size] = free[len(free)-1], free[:len(free)-1]
		return at
	}
	at = uint32(len(a.words))
	if need := len(a.words) + int(size); need > cap(a.words) {
		a.words = append(make([]uint32, 0, max(need, cap(a.words)+cap(a.words)/4)), a.words...)
	}
	a.words = a.words[:int(at)+int(size)]
	return at
}

func (a *arena) give(b block) {
	if a.free == nil {
		a.free = map[uint32][]uint32{}
	}
	a.free[b.size] = append(a.free[b.size], b.at)
}
