package country

import (
	"iter"
	"math"
	"math/bits"
	"strings"
)

// Kinds of entries, as gen writes them.
const (
	kindTrap      = 'x'
	kindName      = 'n'
	kindDemonym   = 'd'
	kindSeat      = 's'
	kindCity      = 'c' // a capital or another city that stands for its country
	kindRegion    = 'r'
	kindShort     = 'a' // an abbreviated region
	kindLargeCity = 'g'
	kindTown      = 'w' // says something only together with other evidence
	kindLeader    = 'l' // not in the table: see leaders.txt
)

var ruleNames = [...]string{
	kindName: "name", kindDemonym: "demonym", kindSeat: "seat", kindCity: "city",
	kindRegion: "region", kindShort: "region", kindLargeCity: "city", kindTown: "town", kindLeader: "leader",
}

type flags uint16

const (
	needCapital flags = 1 << iota
	needCapitals
	needDot
	needComma
	listed // Lookup finds it
	kazakh // takes Kazakh endings
	venue  // the seat of international bodies
	small  // a people, which Russian writes small
	half   // the first half of a compound: a hyphen follows
)

const flagLetters = "CUPMLKVSH" // in the order of the constants

// An entry is what one name stands for. It says where its line is in the table
// and is read out of it: tens of thousands of entries hold no pointer.
type entry struct {
	at                  uint32 // where the line begins: key, tab, kind and flags, tab, codes
	keyLen              uint16 // lengths in bytes
	othersLen, townsLen uint8
	kind                byte
	flags               flags
}

// newEntry returns the entry of a line that begins there, a key and the rest.
func newEntry(at int, key, rest string) entry {
	kind, codes, _ := strings.Cut(rest, "\t")
	if kind[0] == kindTrap {
		codes = ""
	}
	codes, towns, _ := strings.Cut(codes, "/")
	_, others, _ := strings.Cut(codes, ",")
	if len(key) > math.MaxUint16 || len(others) > math.MaxUint8 || len(towns) > math.MaxUint8 {
		panic("gazetteer.txt has a line too long: " + key) // it is embedded
	}
	e := entry{at: uint32(at), keyLen: uint16(len(key)), othersLen: uint8(len(others)), townsLen: uint8(len(towns)), kind: kind[0]}
	for _, letter := range []byte(kind[1:]) {
		e.flags |= 1 << strings.IndexByte(flagLetters, letter)
	}
	return e
}

// key returns the name, folded.
func (e *entry) key() string { return table[e.at:][:e.keyLen] }

// code returns the country usually meant; a trap has none.
func (e *entry) code() Code {
	if e.kind == kindTrap {
		return ""
	}
	return Code(table[e.codes():][:2])
}

// others returns the countries the name may mean as well: "US,CA".
func (e *entry) others() string {
	if e.othersLen == 0 {
		return ""
	}
	return table[e.codes()+len("US,"):][:e.othersLen]
}

// towns returns the countries with a town of this name.
func (e *entry) towns() string {
	if e.townsLen == 0 {
		return ""
	}
	start := e.codes() + len("US/")
	if e.othersLen > 0 {
		start += len(",") + int(e.othersLen)
	}
	return table[start:][:e.townsLen]
}

// codes returns where the codes begin, behind a letter for the kind and each flag.
func (e *entry) codes() int {
	return int(e.at) + int(e.keyLen) + len("\tn\t") + bits.OnesCount16(uint16(e.flags))
}

// each yields the codes of a list as "US,CA".
func each(list string) iter.Seq[Code] {
	return func(yield func(Code) bool) {
		for i := 0; i+2 <= len(list) && yield(Code(list[i:i+2])); i += 3 {
		}
	}
}

// has reports whether a list as "US,CA" has a code.
func has(list string, c Code) bool {
	return len(c) == 2 && strings.Contains(list, string(c))
}
