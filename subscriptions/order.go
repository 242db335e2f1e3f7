package subscriptions

import (
	"slices"

	"newsbot/subscriptions/index"
)

// sortSubscribers sorts by chat and then by subscription. Of a story that many want it is
// most of the work, so long lists are sorted by radix: a few bits of the key at a time,
// from the lowest, each time into the other of two lists.
func sortSubscribers(list []index.Subscriber) []index.Subscriber {
	const fewer = 128 // are sorted faster by comparing
	if len(list) < fewer {
		slices.SortFunc(list, compareSubscribers)
		return list
	}
	var ids uint32
	var chats uint64
	for i := range list { // the bits in which any two differ
		ids |= uint32(list[i].ID ^ list[0].ID)
		chats |= uint64(list[i].Chat ^ list[0].Chat)
	}
	other := make([]index.Subscriber, len(list))
	for shift := 0; ids>>shift != 0; shift += digitBits {
		byDigit(other, list, func(s *index.Subscriber) uint64 { return uint64(uint32(s.ID)) >> shift })
		list, other = other, list
	}
	const sign = 1 << 63 // negative ids come first
	for shift := 0; shift < 64 && chats>>shift != 0; shift += digitBits {
		byDigit(other, list, func(s *index.Subscriber) uint64 { return (uint64(s.Chat) ^ sign) >> shift })
		list, other = other, list
	}
	return list
}

func compareSubscribers(a, b index.Subscriber) int {
	switch {
	case a.Chat < b.Chat:
		return -1
	case a.Chat > b.Chat:
		return 1
	}
	return int(a.ID - b.ID)
}

const digitBits = 11

// byDigit puts from into to, sorted by the lowest bits of the key, and otherwise as they
// were.
func byDigit(to, from []index.Subscriber, key func(*index.Subscriber) uint64) {
	var starts [1 << digitBits]int32
	for i := range from {
		starts[key(&from[i])%(1<<digitBits)]++
	}
	at := int32(0)
	for i, n := range starts {
		starts[i] = at
		at += n
	}
	for i := range from {
		digit := key(&from[i]) % (1 << digitBits)
		to[starts[digit]] = from[i]
		starts[digit]++
	}
}
