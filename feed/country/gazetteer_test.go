package country

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The embedded table says which packages and which state of names/ it was
// generated from. If this fails, run go generate.
func TestGazetteerMatchesItsInputs(t *testing.T) {
	var sources []string
	hash := sha256.New()
	for _, name := range []string{
		"en.txt", "ru.txt", "kk.txt", "cities.txt", "areas.txt", "seats.txt", "adjectives.txt",
		"regions.txt", "traps.txt", "words.txt", "sources.txt",
	} {
		data, err := os.ReadFile(filepath.Join("names", name))
		if err != nil {
			t.Fatal(err)
		}
		hash.Write(data)
		if name == "sources.txt" {
			for line := range strings.Lines(string(data)) {
				if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
					sources = append(sources, line)
				}
			}
		}
	}
	want := strings.Join(sources, " ") + " names=" + hex.EncodeToString(hash.Sum(nil))[:16]
	if got := loaded().stamp; got != want {
		t.Errorf("gazetteer.txt is of %s, want %s: run go generate", got, want)
	}
}

// The gazetteer in memory, names and all, stays small.
func TestGazetteerIsSmall(t *testing.T) {
	const limit = 6 << 20
	loaded() // which reading the leaders needs
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g := load()
	lines, err := readLines(strings.NewReader(leadersTable))
	if err != nil {
		t.Fatal(err)
	}
	leaders := newLeaders(lines)
	runtime.GC()
	runtime.ReadMemStats(&after)
	used := int64(after.HeapAlloc) - int64(before.HeapAlloc) + int64(len(table)+len(leadersTable))
	t.Logf("%d names, %d leaders, %d bytes embedded, %d bytes resident", len(g.entries), len(leaders.all), len(table)+len(leadersTable), used)
	if used > limit {
		t.Errorf("the gazetteer takes %d bytes, want at most %d", used, limit)
	}
	runtime.KeepAlive(g)
	runtime.KeepAlive(leaders)
}

// What an entry reads out of the table is its line, and its key leads to it.
func TestEntriesAreTheirLines(t *testing.T) {
	g := loaded()
	read := 0
	for line := range strings.Lines(table[len(g.stamp)+1:]) {
		if line[0] == '=' || line[0] == '!' {
			continue
		}
		read++
		column := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		e, ok := g.find(column[0])
		if !ok {
			t.Fatalf("%q is not found", column[0])
		}
		if e.key() != column[0] || e.kind != column[1][0] {
			t.Errorf("%q is found as %q of kind %c, want %c", column[0], e.key(), e.kind, column[1][0])
		}
		if e.kind == kindTrap {
			continue
		}
		for i, letter := range flagLetters {
			if got, want := e.flags&(1<<i) != 0, strings.ContainsRune(column[1][1:], letter); got != want {
				t.Errorf("%q has flag %c: %v, want %v", column[0], letter, got, want)
			}
		}
		got := string(e.code())
		if e.others() != "" {
			got += "," + e.others()
		}
		if e.towns() != "" {
			got += "/" + e.towns()
		}
		if got != column[2] {
			t.Errorf("%q stands for %s, want %s", column[0], got, column[2])
		}
	}
	if read != len(g.entries) {
		t.Errorf("the table has %d names, %d are read", read, len(g.entries))
	}
}

// Most words of a story are in no name.
func TestWordsThatNoNameHas(t *testing.T) {
	g := loaded()
	for _, word := range []string{"", "z", "kazakhstanx", "kazakhsta", "north korea", "korea\tnLC", strings.Repeat("z", len(table)+1)} {
		if n := g.words.number([]byte(word)); n != 0 {
			t.Errorf("%.20q has number %d, want none", word, n)
		}
	}
	if e, ok := g.find("korea north south"); ok {
		t.Errorf("a name that goes on is found as %q", e.key())
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load()
	}
}
