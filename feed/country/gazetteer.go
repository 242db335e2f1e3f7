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

// A gazetteer is an index into the table.
type gazetteer struct {
	words     wordIndex
	classes   []class // by a word's number
	names     nameIndex
	entries   []entry
	countries map[Code]names
	codes     []Code // sorted
	kazakh    beginnings
	stamp     string // what the table was generated from
}

// names are how a country is shown.
type names struct{ region, en, ru, kk string }

// loaded reads the table at first use.
var loaded = sync.OnceValue(load)

func load() *gazetteer {
	g := &gazetteer{
		words: newWordIndex(), classes: make([]class, 1),
		entries:   make([]entry, 0, strings.Count(table, "\n")),
		countries: make(map[Code]names, 256),
	}
	g.stamp, _, _ = strings.Cut(table, "\n")
	spaces := g.readLines(len(g.stamp) + 1)
	g.classes = append(g.classes, make([]class, len(g.words.starts)-len(g.classes))...)
	g.names = newNameIndex(len(g.words.starts)-1, spaces)
	for i := range g.entries {
		g.insert(i)
	}
	g.codes = slices.Sorted(maps.Keys(g.countries))
	return g
}

// readLines reads the table from a line on, numbers its words and returns how
// many spaces the names have: the index of names needs both.
func (g *gazetteer) readLines(at int) (spaces int) {
	for line := range strings.Lines(table[at:]) {
		key, rest, _ := strings.Cut(line[:len(line)-1], "\t")
		switch key[0] {
		case '=':
			f := strings.Split(rest, "\t")
			g.countries[Code(key[1:])] = names{f[0], f[1], f[2], f[3]}
		case '!':
			start := at + len(key) + 1
			for w := range strings.SplitSeq(rest, " ") {
				g.classify(g.words.add(start, start+len(w)), classNames[key[1:]])
				if key[1:] != "given" {
					g.kazakh.add(w)
				}
				start += len(w) + 1
			}
		default:
			start := at
			for w := range strings.SplitSeq(key, " ") {
				g.words.add(start, start+len(w))
				start += len(w) + 1
				spaces++
			}
			spaces--
			g.entries = append(g.entries, newEntry(at, key, rest))
		}
		at += len(line)
	}
	return spaces
}

// classify adds to the classes of a word. They come first in the table, so that a
// word without any has a higher number.
func (g *gazetteer) classify(word uint32, c class) {
	if int(word) == len(g.classes) {
		g.classes = append(g.classes, 0)
	}
	g.classes[word] |= c
}

// insert adds the name of an entry to the index.
func (g *gazetteer) insert(i int) {
	e := &g.entries[i]
	node := uint32(0)
	for w := range strings.SplitSeq(e.key(), " ") {
		if e.flags&kazakh != 0 {
			g.kazakh.add(w)
		}
		node = g.names.grow(node, g.words.number([]byte(w)))
	}
	g.names.ends[node] = uint32(i + 1)
}

// end returns the entry of the name that ends at a node, or nil.
func (g *gazetteer) end(node uint32) *entry {
	i := g.names.ends[node]
	if i == 0 {
		return nil
	}
	return &g.entries[i-1]
}

// find returns the entry of a folded name.
func (g *gazetteer) find(key string) (*entry, bool) {
	node := uint32(0)
	for w := range strings.SplitSeq(key, " ") {
		word := g.words.number([]byte(w))
		if word == 0 {
			return nil, false
		}
		if node = g.names.next(node, word); node == 0 {
			return nil, false
		}
	}
	e := g.end(node)
	return e, e != nil
}
