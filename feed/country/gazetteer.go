package country

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed gazetteer.txt
var table string

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

var ruleNames = map[byte]string{
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

// An entry is what one name stands for. Its strings share the table's memory.
type entry struct {
	key    string
	code   Code
	others string // countries it may mean as well: "US,CA"
	towns  string // countries with a town of this name
	kind   byte
	flags  flags
}

// Classes of words, see names/words.txt.
type class uint32

const (
	given class = 1 << iota
	title
	street
	thing
	money
	personal
	locative
	forename
	speech
	function
	civic
	particle
	office
	within
	pronoun
	conjunction
	tongue
	head
	minister
	unit
)

var classNames = map[string]class{
	"given": given, "title": title, "street": street, "thing": thing,
	"money": money, "personal": personal, "locative": locative, "forename": forename,
	"speech": speech, "function": function, "civic": civic, "particle": particle, "office": office, "within": within, "pronoun": pronoun,
	"conjunction": conjunction, "tongue": tongue, "head": head, "minister": minister, "unit": unit,
}

// A gazetteer is a trie over words.
type gazetteer struct {
	words     map[string]uint32 // word → its number, from 1 on
	classes   []class           // by number
	edges     map[uint64]uint32 // node<<32 | word → node; the root is 0
	ends      []int32           // by node: index into entries, or -1
	entries   []entry
	countries map[Code]names
	codes     []Code // sorted
	kazakh    beginnings
	stamp     string // what the table was generated from
}

// names are how a country is shown.
type names struct{ region, en, ru, kk string }

// loaded reads the table at first use.
var loaded = sync.OnceValue(func() *gazetteer { return load(table) })

func load(table string) *gazetteer {
	lines := strings.Count(table, "\n")
	g := &gazetteer{
		words:     make(map[string]uint32, lines),
		classes:   make([]class, 1, lines),
		edges:     make(map[uint64]uint32, lines+lines/4),
		ends:      make([]int32, 1, lines+lines/4),
		entries:   make([]entry, 0, lines),
		countries: make(map[Code]names, 256),
	}
	g.ends[0] = -1
	g.stamp, table, _ = strings.Cut(table, "\n")
	for line := range strings.Lines(table) {
		line = line[:len(line)-1]
		key, rest, _ := strings.Cut(line, "\t")
		switch key[0] {
		case '=':
			f := strings.Split(rest, "\t")
			g.countries[Code(key[1:])] = names{f[0], f[1], f[2], f[3]}
		case '!':
			for w := range strings.SplitSeq(rest, " ") {
				g.classes[g.number(w)] |= classNames[key[1:]]
				if key[1:] != "given" {
					g.kazakh.add(w)
				}
			}
		default:
			g.insert(key, rest)
		}
	}
	g.codes = slices.Sorted(maps.Keys(g.countries))
	return g
}

func (g *gazetteer) number(word string) uint32 {
	n, ok := g.words[word]
	if !ok {
		n = uint32(len(g.classes))
		g.words[word] = n
		g.classes = append(g.classes, 0)
	}
	return n
}

func (g *gazetteer) insert(key, rest string) {
	kind, codes, _ := strings.Cut(rest, "\t")
	codes, towns, _ := strings.Cut(codes, "/")
	code, others, _ := strings.Cut(codes, ",")
	e := entry{key: key, code: Code(code), others: others, towns: towns, kind: kind[0]}
	for i := 1; i < len(kind); i++ {
		e.flags |= 1 << strings.IndexByte(flagLetters, kind[i])
	}
	node := uint32(0)
	for w := range strings.SplitSeq(key, " ") {
		if e.flags&kazakh != 0 {
			g.kazakh.add(w)
		}
		edge := uint64(node)<<32 | uint64(g.number(w))
		next, ok := g.edges[edge]
		if !ok {
			next = uint32(len(g.ends))
			g.ends = append(g.ends, -1)
			g.edges[edge] = next
		}
		node = next
	}
	g.ends[node] = int32(len(g.entries))
	g.entries = append(g.entries, e)
}

// find returns the entry of a folded name.
func (g *gazetteer) find(key string) (*entry, bool) {
	node := uint32(0)
	for w := range strings.SplitSeq(key, " ") {
		n := g.words[w]
		next, ok := g.edges[uint64(node)<<32|uint64(n)]
		if n == 0 || !ok {
			return nil, false
		}
		node = next
	}
	if g.ends[node] < 0 {
		return nil, false
	}
	return &g.entries[g.ends[node]], true
}

// has reports whether a list as "US,CA" has a code.
func has(list string, c Code) bool {
	return len(c) == 2 && strings.Contains(list, string(c))
}
