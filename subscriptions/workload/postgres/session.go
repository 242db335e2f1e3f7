package postgres

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// done is what a session says when it has come so far.
const done = "newsbot: done"

// A session is a connection by way of psql, which is kept so that prepared
// statements and what the server has in its caches last.
type session struct {
	cmd    *exec.Cmd
	in     *bufio.Writer
	pipe   io.Closer
	notes  *bufio.Scanner // psql's messages: errors, and done
	answer string         // a file
}

func newSession(cmd *exec.Cmd, answer string) (*session, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	notes, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	s := &session{cmd: cmd, in: bufio.NewWriterSize(in, 1<<16), pipe: in, notes: bufio.NewScanner(notes), answer: answer}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return s, nil
}

// run sends what write writes, statements and data, and returns the lines of all
// answers when the last has come. psql keeps its output back until a file is full
// or closed, so they go through a file.
func (s *session) run(write func(*bufio.Writer)) ([]string, error) {
	fmt.Fprintf(s.in, "\\o %s\n", s.answer)
	write(s.in)
	fmt.Fprintf(s.in, "\n\\o\n\\warn '%s'\n", done)
	err := s.in.Flush()
	var notes []string
	for s.notes.Scan() {
		if s.notes.Text() != done {
			notes = append(notes, s.notes.Text())
			continue
		}
		answer, err := os.ReadFile(s.answer)
		if err != nil {
			return nil, err
		}
		if answer = bytes.TrimSuffix(answer, []byte("\n")); len(answer) == 0 {
			return nil, nil
		}
		return strings.Split(string(answer), "\n"), nil
	}
	return nil, fmt.Errorf("psql has ended (%v): %s", err, strings.Join(notes, "\n"))
}

// exec runs statements without an answer.
func (s *session) exec(sql string) error {
	_, err := s.run(func(w *bufio.Writer) { w.WriteString(sql) })
	return err
}

func (s *session) close() error {
	s.pipe.Close()
	return s.cmd.Wait()
}

// literal returns text as SQL writes it.
func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
