package telegram_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/telegram"
)

// script answers polls from memory, so that tests run in a synctest bubble. It
// is a queue as Telegram keeps it, before which answers can be put.
type script struct {
	mu      sync.Mutex
	updates []string // bodies without id
	ids     []int
	first   []func() (int, string) // answers to the next polls
	polls   []url.Values
	at      []time.Time
	arrived chan struct{}
}

func newScript() *script { return &script{arrived: make(chan struct{}, 1000)} }

func (s *script) push(id int, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids, s.updates = append(s.ids, id), append(s.updates, body)
	s.arrived <- struct{}{}
}

func (s *script) say(id int, chat int64) {
	s.push(id, fmt.Sprintf(`"message":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"},"text":"%d"}`, id, chat, id))
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	s.mu.Lock()
	s.polls, s.at = append(s.polls, form), append(s.at, time.Now())
	if len(s.first) > 0 {
		answer := s.first[0]
		s.first = s.first[1:]
		s.mu.Unlock()
		status, text := answer()
		if status == 0 {
			return nil, errors.New("connection refused")
		}
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text))}, nil
	}
	s.mu.Unlock()
	hold, _ := strconv.Atoi(form.Get("timeout"))
	timeout := time.NewTimer(time.Duration(hold) * time.Second)
	defer timeout.Stop()
	for {
		text, n := s.batch(form)
		if n > 0 || hold == 0 {
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text))}, nil
		}
		select {
		case <-s.arrived:
		case <-timeout.C:
			hold = 0
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
}

// batch is Telegram's rule: updates before the offset are forgotten, and an
// offset more than ten above the queue's end is answered from its head.
func (s *script) batch(form url.Values) (string, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	offset, _ := strconv.Atoi(form.Get("offset"))
	limit, _ := strconv.Atoi(form.Get("limit"))
	if n := len(s.ids); n > 0 && offset <= s.ids[n-1]+10 {
		for len(s.ids) > 0 && s.ids[0] < offset {
			s.ids, s.updates = s.ids[1:], s.updates[1:]
		}
	}
	var out []string
	for i := range min(limit, len(s.ids)) {
		out = append(out, fmt.Sprintf(`{"update_id":%d,%s}`, s.ids[i], s.updates[i]))
	}
	return `{"ok":true,"result":[` + strings.Join(out, ",") + `]}`, len(out)
}

func (s *script) offsets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, p := range s.polls {
		out = append(out, p.Get("offset"))
	}
	return out
}

// cursor is a Cursor in memory.
type cursor struct {
	mu     sync.Mutex
	offset int
	recent []int
	notes  map[int]json.RawMessage
	noted  int // ever
	saves  int
	fail   func(n int) error
	before func() // each save
}

func (c *cursor) Load(context.Context) (telegram.Progress, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := telegram.Progress{Offset: c.offset, Recent: c.recent}
	for _, id := range slices.Sorted(maps.Keys(c.notes)) {
		p.Noted = append(p.Noted, c.notes[id])
	}
	return p, nil
}

func (c *cursor) Save(_ context.Context, s telegram.Step) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.saves++
	if c.fail != nil {
		if err := c.fail(c.saves); err != nil {
			return err
		}
	}
	if c.before != nil {
		c.before()
	}
	if c.notes == nil {
		c.notes = map[int]json.RawMessage{}
	}
	for _, n := range s.Note {
		c.notes[n.ID] = n.Raw
		c.noted++
	}
	for _, id := range s.Strike {
		delete(c.notes, id)
	}
	c.offset, c.recent = s.Offset, s.Recent
	return nil
}

func (c *cursor) left() []int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Sorted(maps.Keys(c.notes))
}

// handled keeps the ids that were handled, in order.
type handled struct {
	mu  sync.Mutex
	ids []int
}

func (h *handled) handle(_ context.Context, u telegram.Update) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ids = append(h.ids, u.ID)
	return nil
}

func (h *handled) got() []int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.ids)
}

// polling runs Poll in a bubble until wait returns and then stops it.
func polling(t *testing.T, s *script, cur telegram.Cursor, handle func(context.Context, telegram.Update) error, wait func()) (log string, err error) {
	t.Helper()
	l := &logText{}
	c, err := telegram.New(telegram.Options{Token: token, HTTP: &http.Client{Transport: s}, Log: l.logger()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- c.Poll(ctx, cur, handle) }()
	synctest.Wait()
	wait()
	cancel()
	err = <-done
	if strings.Contains(l.String(), secret) {
		t.Errorf("the token is in the log: %s", l)
	}
	return l.String(), err
}
