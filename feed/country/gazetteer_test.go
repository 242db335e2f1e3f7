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
	const limit = 16 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g := load(table)
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

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load(table)
	}
}
