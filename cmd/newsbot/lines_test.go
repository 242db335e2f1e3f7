package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestLinesSkipOneThatIsTooLong(t *testing.T) {
	long := strings.Repeat("x", 200<<10)
	for _, test := range []struct {
		name, text string
		want       []string // "!" and the number for a line that is too long
	}{
		{"no line", "", nil},
		{"an end of line", "\n", []string{""}},
		{"the last without its end", "a\nb", []string{"a", "b"}},
		{"as long as may be", "12345678\n12345678", []string{"12345678", "12345678"}},
		{"one too long", "a\n123456789\nb\n", []string{"a", "!2", "b"}},
		{"much too long", "a\n" + long + "\nb\n", []string{"a", "!2", "b"}},
		{"the last too long", "a\n" + long, []string{"a", "!2"}},
	} {
		in := newLines(strings.NewReader(test.text), 8)
		var got []string
		for {
			line, err := in.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if _, ok := errors.AsType[lineError](err); ok {
				got = append(got, "!"+string('0'+rune(in.number)))
				continue
			} else if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(line))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: lines %q, want %q", test.name, got, test.want)
		}
	}
}

// What was said of a story is seen before the next one comes, and who asks match to
// stop need not send another.
func TestMatchAnswersAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, write := io.Pipe()
	read, out := io.Pipe()
	done := make(chan int)
	go func() {
		done <- run(ctx, streams{in: in, out: out, err: io.Discard}, []string{"match", "--matched", "oil"})
	}()
	answers := bufio.NewReader(read)
	for _, title := range []string{"Oil rises", "Oil falls"} {
		if _, err := io.WriteString(write, `{"title":"`+title+`"}`+"\n"); err != nil {
			t.Fatal(err)
		}
		head, err := answers.ReadString('\n')
		if err != nil || !strings.HasSuffix(head, title+"\n") {
			t.Fatalf("answered %q, %v, want the story %q", head, err, title)
		}
		if _, err := answers.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if code := <-done; code != exitOK {
		t.Errorf("exit code %d when asked to stop, want %d", code, exitOK)
	}
}

// Who asks tag to stop while it waits for a text, as on a terminal, need not end it.
func TestTagStopsWhileItWaits(t *testing.T) {
	for _, args := range [][]string{{"tag"}, {"tag", "--json"}} {
		ctx, cancel := context.WithCancel(t.Context())
		in, write := io.Pipe()
		var out strings.Builder
		done := make(chan int)
		go func() { done <- run(ctx, streams{in: in, out: &out, err: io.Discard}, args) }()
		if _, err := io.WriteString(write, "\n"); err != nil { // it reads
			t.Fatal(err)
		}
		cancel()
		if code := <-done; code != exitOK || out.Len() > 0 {
			t.Errorf("%s: exit code %d, output %q when asked to stop, want %d and none", args, code, &out, exitOK)
		}
		write.Close()
	}
}
