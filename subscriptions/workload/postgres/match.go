package postgres

import (
	"bufio"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/workload"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed collapse.sql
	collapse string
	//go:embed cover.sql
	cover string
	//go:embed match.sql
	match string
)

// A Load is what the subscriptions became.
type Load struct {
	Queries int           // distinct ones
	Bytes   int64         // of the table and the index
	CPU     time.Duration // of the server, from the first byte to the last page
}

// Load stores the workload's first n subscriptions, in the place of those it had.
// The stories that will be matched tell how rare a lexeme is, which no statistics
// of the past would know as well.
func (s *Server) Load(w *workload.Workload, n int, stories []*feed.Story) (Load, error) {
	begin, err := s.cpu()
	if err != nil {
		return Load{}, err
	}
	if err := s.session.exec("DEALLOCATE ALL; DROP TABLE IF EXISTS asked, story, lexeme, frequency, query;" + schema); err != nil {
		return Load{}, fmt.Errorf("make tables: %w", err)
	}
	if _, err := s.session.run(func(out *bufio.Writer) { copyIn(out, w, n, stories) }); err != nil {
		return Load{}, fmt.Errorf("copy %d subscriptions: %w", n, err)
	}
	if err := s.session.exec(collapse + "VACUUM ANALYZE query;" + match); err != nil {
		return Load{}, fmt.Errorf("collapse %d subscriptions: %w", n, err)
	}
	end, err := s.cpu()
	if err != nil {
		return Load{}, err
	}
	load := Load{CPU: end - begin}
	lines, err := s.session.run(func(out *bufio.Writer) {
		out.WriteString("SELECT pg_total_relation_size('query'); SELECT subscribers FROM query ORDER BY id;")
	})
	if err != nil {
		return Load{}, fmt.Errorf("read subscribers: %w", err)
	}
	s.subscribers = make([]int, len(lines)) // the first number is 1
	load.Queries = len(lines) - 1
	if load.Bytes, err = strconv.ParseInt(lines[0], 10, 64); err != nil {
		return Load{}, err
	}
	for i, line := range lines[1:] {
		if s.subscribers[i+1], err = strconv.Atoi(line); err != nil {
			return Load{}, err
		}
	}
	return load, nil
}

// Cover replaces the index on the anchors by one that holds the queries as well,
// which is what somebody does who has found the first too slow.
func (s *Server) Cover() error {
	if err := s.session.exec(cover); err != nil {
		return fmt.Errorf("make a covering index: %w", err)
	}
	return nil
}

// copyIn writes COPY statements with their data. The words of a workload hold no
// character that would have to be escaped; those in a story do.
func copyIn(out *bufio.Writer, w *workload.Workload, n int, stories []*feed.Story) {
	out.WriteString("COPY asked (shape, a, b) FROM STDIN;\n")
	for s := range w.Subscriptions(n) {
		fmt.Fprintf(out, "%d\t%s\t%s\n", s.Shape, s.Words[0], s.Words[1])
	}
	out.WriteString("\\.\nCOPY story FROM STDIN;\n")
	escape := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\r", `\r`)
	for _, s := range stories {
		escape.WriteString(out, text(s))
		out.WriteByte('\n')
	}
	out.WriteString("\\.\n")
}

// text is all of a story. A stop word between the parts keeps phrases from going
// over from one into the next.
func text(s *feed.Story) string { return s.Title + " the " + s.Summary + " the " + s.Text }

// An Answer is what matches a story.
type Answer struct{ Queries, Subscriptions int }

// Match matches the stories one by one and returns the answers and the processor
// time that the server took for them.
func (s *Server) Match(stories []*feed.Story) ([]Answer, time.Duration, error) {
	begin, err := s.cpu()
	if err != nil {
		return nil, 0, err
	}
	lines, err := s.session.run(func(out *bufio.Writer) {
		for _, story := range stories {
			out.WriteString("EXECUTE match(" + literal(text(story)) + ");\n")
		}
	})
	if err != nil {
		return nil, 0, fmt.Errorf("match %d stories: %w", len(stories), err)
	}
	end, err := s.cpu()
	if err != nil {
		return nil, 0, err
	}
	if len(lines) != len(stories) {
		return nil, 0, fmt.Errorf("%d answers to %d stories", len(lines), len(stories))
	}
	answers := make([]Answer, len(lines))
	for i, line := range lines {
		if answers[i], err = s.answer(line); err != nil {
			return nil, 0, fmt.Errorf("answer to story %d: %w", i+1, err)
		}
	}
	return answers, end - begin, nil
}

// answer reads an array of the numbers of queries, or nothing.
func (s *Server) answer(line string) (Answer, error) {
	line = strings.Trim(line, "{}")
	if line == "" {
		return Answer{}, nil
	}
	var a Answer
	for field := range strings.SplitSeq(line, ",") {
		id, err := strconv.Atoi(field)
		if err != nil {
			return Answer{}, err
		}
		if id < 1 || id >= len(s.subscribers) {
			return Answer{}, fmt.Errorf("query %d of %d", id, len(s.subscribers)-1)
		}
		a.Queries++
		a.Subscriptions += s.subscribers[id]
	}
	return a, nil
}
