package index

// An arena holds blocks of slots of all sizes. A block that is given back is used again
// for one of the same size; there are few sizes.
type arena[T any] struct {
	slots []T
	free  map[uint32][]uint32 // by size: where
}

// take returns where a block of size slots begins. It moves the others' memory, not
// their places.
func (a *arena[T]) take(size uint32) (at uint32) {
	if free := a.free[size]; len(free) > 0 {
		at, a.free[size] = free[len(free)-1], free[:len(free)-1]
		return at
	}
	need := len(a.slots) + int(size)
	if uint64(need) > maxSlots {
		panic("index: an arena is full")
	}
	if need > cap(a.slots) {
		a.slots = append(make([]T, 0, max(need, cap(a.slots)+cap(a.slots)/4)), a.slots...)
	}
	at = uint32(len(a.slots))
	a.slots = a.slots[:need]
	return at
}

const maxSlots = 1<<32 - 1

func (a *arena[T]) give(at, size uint32) {
	if a.free == nil {
		a.free = map[uint32][]uint32{}
	}
	a.free[size] = append(a.free[size], at)
}
