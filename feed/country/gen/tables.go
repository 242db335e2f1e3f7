package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"newsbot/feed/country/internal/words"
)

// tables are the hand-written files of names/.
type tables struct {
	Sources  []string
	Regions  map[string]string // code → region
	Files    map[string][]row  // file → rows
	Traps    []string
	Classes  [][2]string     // class, words
	Never    map[string]bool // folded words that are no town
	Common   map[string]bool // folded names that are no evidence for a city
	Disputed map[string]bool // folded traps, which no city may undo
	Hash     string          // of all files
}

// A row is "code | column | column …", each column a list.
type row struct {
	Code    string
	Columns [][]string
}

// The files of rows, and those beside them, in the order in which they are hashed.
var rowFiles = []string{"en.txt", "ru.txt", "kk.txt", "cities.txt", "areas.txt", "seats.txt", "adjectives.txt"}
var otherFiles = []string{"regions.txt", "traps.txt", "words.txt", "sources.txt"}

func readTables(folder string) (*tables, error) {
	t := &tables{
		Regions: map[string]string{}, Files: map[string][]row{},
		Common: map[string]bool{}, Never: map[string]bool{}, Disputed: map[string]bool{},
	}
	hash := sha256.New()
	for _, name := range append(rowFiles, otherFiles...) {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		hash.Write(data)
		lines := bufio.NewScanner(strings.NewReader(string(data)))
		for n := 1; lines.Scan(); n++ {
			line := strings.TrimSpace(lines.Text())
			if line == "" || line[0] == '#' {
				continue
			}
			if err := t.addLine(name, line); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	t.Hash = hex.EncodeToString(hash.Sum(nil))[:16]
	for code := range t.Regions {
		if len(code) != 2 {
			return nil, fmt.Errorf("regions.txt: %q is no code", code)
		}
	}
	return t, nil
}

func (t *tables) addLine(file, line string) error {
	switch file {
	case "sources.txt":
		t.Sources = append(t.Sources, line)
	case "regions.txt":
		region, codes, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("want region: codes")
		}
		for code := range strings.FieldsSeq(codes) {
			if old := t.Regions[code]; old != "" {
				return fmt.Errorf("%s is in %s already", code, old)
			}
			t.Regions[code] = region
		}
	case "traps.txt":
		t.Traps = append(t.Traps, list(line)...)
	case "words.txt":
		class, members, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("want class: words")
		}
		if class == "common" {
			for w := range strings.FieldsSeq(members) {
				t.Common[words.Fold(w)] = true
			}
			return nil
		}
		if class == "given" || class == "never" {
			for w := range strings.FieldsSeq(members) {
				t.Never[words.Fold(strings.TrimPrefix(w, "~"))] = true
			}
		}
		if class == "never" {
			return nil
		}
		t.Classes = append(t.Classes, [2]string{class, members})
	default:
		columns := strings.Split(line, "|")
		r := row{Code: strings.TrimSpace(columns[0])}
		for _, c := range columns[1:] {
			r.Columns = append(r.Columns, list(c))
		}
		for len(r.Columns) < 3 {
			r.Columns = append(r.Columns, nil)
		}
		t.Files[file] = append(t.Files[file], r)
	}
	return nil
}

func list(column string) []string {
	var all []string
	for item := range strings.SplitSeq(column, ",") {
		if item = strings.TrimSpace(item); item != "" {
			all = append(all, item)
		}
	}
	return all
}
