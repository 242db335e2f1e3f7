package country

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"newsbot/feed/country/internal/words"
)

//go:embed leaders.txt
var leadersTable string

// Leaders are heads of state and government, each with the time in office and
// the spellings of the name. They never change once read.
type Leaders struct {
	all     []leader
	byFirst map[string][]spelling // by the first word, in all its forms
}

type leader struct {
	entry       entry  // a kind; it has no line
	name        string // the first spelling, folded
	code        Code
	initials    string
	from, until time.Time
}

func (l *leader) inOffice(at time.Time) bool {
	return !at.Before(l.from) && (l.until.IsZero() || at.Before(l.until))
}

// A spelling is how a leader may be written. A weak one is a surname that
// counts only after an office, or where the whole name stands elsewhere.
type spelling struct {
	leader int
	rest   [][]string // the forms of each word but the first
	alone  bool       // a single word
	weak   bool
}

// mostLeaders bounds what ReadLeaders takes, in bytes.
const mostLeaders = 1 << 20

// defaultLeaders reads the built-in table at first use.
var defaultLeaders = sync.OnceValue(func() *Leaders {
	lines, err := readLines(strings.NewReader(leadersTable))
	if err != nil {
		panic("leaders.txt: " + err.Error()) // a test reads it
	}
	return newLeaders(lines)
})

// ReadLeaders reads a table of leaders in the form of leaders.txt. Its lines for
// a country take the place of the built-in ones, those of other countries stay.
// An error says the line.
func ReadLeaders(r io.Reader) (*Leaders, error) {
	own, err := readLines(r)
	if err != nil {
		return nil, err
	}
	replaced := map[Code]bool{}
	for _, l := range own {
		replaced[l.code] = true
	}
	builtIn, err := readLines(strings.NewReader(leadersTable))
	if err != nil {
		return nil, err
	}
	for _, l := range builtIn {
		if !replaced[l.code] {
			own = append(own, l)
		}
	}
	return newLeaders(own), nil
}

// A leaderLine is one line of the table.
type leaderLine struct {
	code        Code
	from, until time.Time
	spellings   []string
}

func readLines(r io.Reader) ([]leaderLine, error) {
	limited := &io.LimitedReader{R: r, N: mostLeaders + 1}
	in := bufio.NewScanner(limited)
	var all []leaderLine
	for n := 1; in.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff"))
		if text == "" || text[0] == '#' {
			continue
		}
		line, err := parseLeader(text)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		all = append(all, line)
	}
	if limited.N <= 0 {
		return nil, fmt.Errorf("more than %d bytes", mostLeaders)
	}
	return all, in.Err()
}

func parseLeader(text string) (leaderLine, error) {
	columns := strings.Split(text, "|")
	if len(columns) != 4 {
		return leaderLine{}, fmt.Errorf("has %d columns; write country | from | until | spellings", len(columns))
	}
	for i := range columns {
		columns[i] = strings.TrimSpace(columns[i])
	}
	line := leaderLine{code: Code(columns[0])}
	if !Valid(line.code) {
		return line, fmt.Errorf("%q is no country code; write two capitals as KZ", columns[0])
	}
	for i, date := range []*time.Time{&line.from, &line.until} {
		if columns[1+i] == "" {
			continue
		}
		var err error
		if *date, err = time.Parse(time.DateOnly, columns[1+i]); err != nil {
			return line, fmt.Errorf("%q is no date; write 2019-03-20, or nothing", columns[1+i])
		}
	}
	if !line.until.IsZero() && !line.from.Before(line.until) {
		return line, errors.New("the first date is not before the second")
	}
	for s := range strings.SplitSeq(columns[3], ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if words.Fold(s) == "" {
			return line, fmt.Errorf("%q is no name", s)
		}
		line.spellings = append(line.spellings, s)
	}
	if len(line.spellings) == 0 {
		return line, errors.New("has no spelling of the name")
	}
	return line, nil
}

func newLeaders(lines []leaderLine) *Leaders {
	l := &Leaders{byFirst: map[string][]spelling{}}
	for _, line := range lines {
		l.all = append(l.all, leader{
			entry: entry{kind: kindLeader}, name: words.Fold(line.spellings[0]), code: line.code,
			from: line.from, until: line.until,
		})
		n := len(l.all) - 1
		alone := map[string]bool{}
		for _, s := range line.spellings {
			parts := strings.Fields(words.Fold(s))
			l.add(parts, spelling{leader: n, alone: len(parts) == 1})
			for _, part := range parts {
				initial, _ := utf8.DecodeRuneInString(part)
				l.all[n].initials += string(initial)
			}
			alone[parts[len(parts)-1]] = len(parts) == 1 || alone[parts[len(parts)-1]]
		}
		const shortest = 4 // letters of a surname that may count after an office
		for surname, named := range alone {
			if !named && len([]rune(surname)) >= shortest {
				l.add([]string{surname}, spelling{leader: n, alone: true, weak: true})
			}
		}
	}
	return l
}

func (l *Leaders) add(parts []string, s spelling) {
	for _, part := range parts[1:] {
		s.rest = append(s.rest, personForms(part))
	}
	for _, form := range personForms(parts[0]) {
		l.byFirst[form] = append(l.byFirst[form], s)
	}
}

// find returns the countries whose leaders, of any time, are written so.
func (l *Leaders) find(key string) (found []Code) {
	parts := strings.Fields(key)
	if len(parts) == 0 {
		return nil
	}
	for _, s := range l.byFirst[parts[0]] {
		code := l.all[s.leader].code
		if len(s.rest) == len(parts)-1 && s.follows(parts[1:]) && !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	return found
}

func (s spelling) follows(parts []string) bool {
	for i, part := range parts {
		if !slices.Contains(s.rest[i], part) {
			return false
		}
	}
	return true
}
