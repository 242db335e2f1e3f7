package index

import "slices"

// A Subscriber is what asks with a query: a subscription of a chat. ID is not 0.
type Subscriber struct {
	Chat       int64
	ID         int32
	DigestOnly bool
}

// A set is who asks with a query: its one subscriber, as most have one, or where ID is 0,
// what Chat says as a crowd. So a set of one and one of many are found at once.
type set = Subscriber

// A crowd is where the subscribers of a set of many are in the arena: from the upper bit
// to the lowest 32 bits of place, 26 of number and 6 of class, which tells the size of
// the block.
type crowd uint64

const maxCrowd = 1<<26 - 1

func (c crowd) at() uint32    { return uint32(c >> 32) }
func (c crowd) len() uint32   { return uint32(c>>6) & maxCrowd }
func (c crowd) class() uint32 { return uint32(c) & 63 }

func newCrowd(at, n, class uint32) set {
	if n > maxCrowd {
		panic("index: more than 67 million subscribers of one query")
	}
	return set{Chat: int64(crowd(at)<<32 | crowd(n)<<6 | crowd(class))}
}

// sizeOf returns the size of blocks of a class: 2, 3, 4, 6, 8, 12, 16 and so on.
func sizeOf(class uint32) uint32 { return (2 + class%2) << (class / 2) }

// sets are all who ask.
type sets struct {
	crowds arena[Subscriber]
	n      int // subscribers
}

// visit calls visit with the subscribers of one of list.
func (s *sets) visit(list []set, i int, visit func([]Subscriber)) {
	if f := &list[i]; f.ID == 0 {
		visit(s.crowd(crowd(f.Chat)))
		return
	}
	visit(list[i : i+1])
}

func (s *sets) crowd(c crowd) []Subscriber {
	end := c.at() + c.len()
	return s.crowds.slots[c.at():end:end]
}

// add adds v to f, which is empty where both its fields are 0.
func (s *sets) add(f *set, v Subscriber) {
	s.n++
	switch c := crowd(f.Chat); {
	case *f == set{}:
		*f = v
	case f.ID != 0:
		at := s.crowds.take(sizeOf(0))
		s.crowds.slots[at], s.crowds.slots[at+1] = *f, v
		*f = newCrowd(at, 2, 0)
	case c.len() < sizeOf(c.class()):
		s.crowds.slots[c.at()+c.len()] = v
		*f = newCrowd(c.at(), c.len()+1, c.class())
	default:
		*f = s.move(c, c.class()+1)
		s.n--
		s.add(f, v)
	}
}

// move moves a crowd to a block of another class.
func (s *sets) move(c crowd, class uint32) set {
	at := s.crowds.take(sizeOf(class))
	copy(s.crowds.slots[at:at+sizeOf(class)], s.crowd(c))
	s.crowds.give(c.at(), sizeOf(c.class()))
	return newCrowd(at, c.len(), class)
}

// remove takes v off f, and reports whether it was there. f is empty then if nobody is
// left.
func (s *sets) remove(f *set, v Subscriber) bool {
	if f.ID != 0 {
		if *f != v {
			return false
		}
		*f = set{}
		s.n--
		return true
	}
	if *f == (set{}) {
		return false
	}
	c := crowd(f.Chat)
	all := s.crowd(c)
	i := slices.Index(all, v)
	if i < 0 {
		return false
	}
	s.n--
	left := c.len() - 1
	all[i] = all[left]
	if left == 1 {
		*f = all[0]
		s.crowds.give(c.at(), sizeOf(c.class()))
		return true
	}
	*f = newCrowd(c.at(), left, c.class())
	if class := c.class(); class > 1 && left <= sizeOf(class-2)-sizeOf(class-2)/4 { // less than half full
		*f = s.move(crowd(f.Chat), class-2)
	}
	return true
}
