package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/telegram"
	"newsbot/subscriptions/store"
)

func TestEveryUpdateIsHandledOnceAndConfirmedAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cur, h := newScript(), &cursor{}, &handled{}
		for id := range 250 {
			s.say(id+10, int64(id%7))
		}
		cur.before = func() {
			if got, asked := len(h.got()), len(s.offsets()); got != min(asked*100, 250) {
				t.Errorf("save after poll %d: %d were handled", asked, got)
			}
		}
		_, err := polling(t, s, cur, h.handle, synctest.Wait)
		if got := h.got(); len(got) != 250 || err != nil {
			t.Errorf("got %d updates, %v", len(got), err)
		}
		if got, want := s.offsets(), []string{"", "110", "210", "260", "260"}; !slices.Equal(got, want) {
			t.Errorf("offsets: got %v, want %v", got, want)
		}
		p := s.polls[0]
		if p.Get("timeout") != "50" || p.Get("limit") != "100" ||
			p.Get("allowed_updates") != `["message","channel_post","callback_query","my_chat_member"]` {
			t.Errorf("poll: got %v", p)
		}
		if cur.offset != 260 || cur.saves != 3 {
			t.Errorf("cursor: got %d after %d saves", cur.offset, cur.saves)
		}
	})
}

func TestWhatTheQueueMayDo(t *testing.T) {
	batch := func(ids ...int) func() (int, string) {
		return func() (int, string) {
			var out []string
			for _, id := range ids {
				out = append(out, fmt.Sprintf(`{"update_id":%d,"message":{"chat":{"id":1}}}`, id))
			}
			return 200, `{"ok":true,"result":[` + strings.Join(out, ",") + `]}`
		}
	}
	body := func(text string) func() (int, string) {
		return func() (int, string) { return 200, `{"ok":true,"result":` + text + `}` }
	}
	for name, c := range map[string]struct {
		cursor *cursor
		first  []func() (int, string)
		want   []int
		offset string // of the last poll
	}{
		"out of order":                    {&cursor{}, []func() (int, string){batch(12, 10, 11)}, []int{10, 11, 12}, "13"},
		"one twice in a batch":            {&cursor{}, []func() (int, string){batch(10, 10, 11)}, []int{10, 11}, "12"},
		"one again in the next batch":     {&cursor{}, []func() (int, string){batch(10, 11), batch(11, 12)}, []int{10, 11, 12}, "13"},
		"one from before the restart":     {&cursor{offset: 12, recent: []int{10, 11}}, []func() (int, string){batch(11, 12)}, []int{12}, "13"},
		"ids that start anew":             {&cursor{offset: 900, recent: []int{898, 899}}, []func() (int, string){batch(20, 21)}, []int{20, 21}, "22"},
		"ids that start anew in between":  {&cursor{}, []func() (int, string){batch(900), batch(20), batch(21)}, []int{900, 20, 21}, "22"},
		"an update that cannot be read":   {&cursor{}, []func() (int, string){body(`[{"update_id":5,"message":{"chat":{"id":"x"}}},{"update_id":6,"message":{"chat":{"id":1}}}]`)}, []int{6}, "7"},
		"only one that cannot be read":    {&cursor{}, []func() (int, string){body(`[{"update_id":5,"message":7}]`)}, nil, "6"},
		"an update of an unknown kind":    {&cursor{}, []func() (int, string){body(`[{"update_id":5,"new_thing":{"a":1}}]`)}, []int{5}, "6"},
		"an update without an id":         {&cursor{}, []func() (int, string){body(`[{"message":{}},7,null,{"update_id":8,"message":{"chat":{"id":1}}}]`)}, []int{8}, "9"},
		"an id that would drop the queue": {&cursor{offset: 3}, []func() (int, string){body(`[{"update_id":-1}]`)}, nil, "3"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, h := newScript(), &handled{}
				s.first = c.first
				_, err := polling(t, s, c.cursor, h.handle, func() { time.Sleep(5 * time.Second) })
				if got := h.got(); !slices.Equal(got, c.want) || err != nil {
					t.Errorf("got %v, %v, want %v", got, err, c.want)
				}
				offsets := s.offsets()
				if got := offsets[len(offsets)-1]; got != c.offset {
					t.Errorf("offset: got %v, want %s at the end", offsets, c.offset)
				}
			})
		})
	}
}

func TestAQueueThatStandsStillIsNotAskedAtOnceAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := newScript(), &handled{}
		for range 1000 {
			s.first = append(s.first, func() (int, string) { return 200, `{"ok":true,"result":[{"update_id":10}]}` })
		}
		if _, err := polling(t, s, &cursor{}, h.handle, func() { time.Sleep(time.Minute) }); err != nil {
			t.Fatal(err)
		}
		if got := len(s.offsets()); got > 10 {
			t.Errorf("got %d polls in a minute", got)
		}
		if got := h.got(); !slices.Equal(got, []int{10}) {
			t.Errorf("handled: got %v", got)
		}
	})
}

func TestHowLongItWaitsAfterAFailure(t *testing.T) {
	gateway := func() (int, string) { return 502, "<html>" }
	refused := func() (int, string) { return 0, "" }
	conflict := func() (int, string) {
		return 409, `{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`
	}
	flood := func() (int, string) {
		return 429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":40}}`
	}
	for name, c := range map[string]struct {
		answer     func() (int, string)
		times      int
		least      []time.Duration // between polls
		log        string
		linesAtMax int
	}{
		"a gateway's page": {gateway, 7, []time.Duration{1, 2, 4, 8, 16, 30, 30}, "HTTP 502", 7},
		"no connection":    {refused, 3, []time.Duration{1, 2, 4}, "connection refused", 3},
		"another process":  {conflict, 4, []time.Duration{3, 3, 4, 8}, "somebody else takes", 1},
		"a limit":          {flood, 2, []time.Duration{40, 40}, "too many requests", 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, h := newScript(), &handled{}
				for range c.times {
					s.first = append(s.first, c.answer)
				}
				s.say(10, 1)
				log, err := polling(t, s, &cursor{}, h.handle, func() { time.Sleep(10 * time.Minute) })
				if err != nil || !slices.Equal(h.got(), []int{10}) {
					t.Fatalf("got %v, %v", h.got(), err)
				}
				for i, least := range c.least {
					least *= time.Second
					if got := s.at[i+1].Sub(s.at[i]); got < least || got > least*5/4+time.Second {
						t.Errorf("wait %d: got %s, want %s and a bit", i, got, least)
					}
				}
				if n := strings.Count(log, c.log); n == 0 || n > c.linesAtMax {
					t.Errorf("log: got %d lines with %q: %s", n, c.log, log)
				}
				if !strings.Contains(log, "works again") {
					t.Errorf("log: the end of the failure is missing: %s", log)
				}
			})
		})
	}
}

func TestWhatEndsPolling(t *testing.T) {
	answer := func(code int, text string) []func() (int, string) {
		return []func() (int, string){func() (int, string) {
			return code, fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, text)
		}}
	}
	stop := func(err error) func(context.Context, telegram.Update) error {
		return func(context.Context, telegram.Update) error { return fmt.Errorf("update the book: %w", err) }
	}
	for name, c := range map[string]struct {
		first  []func() (int, string)
		handle func(context.Context, telegram.Update) error
		save   error
		want   string
	}{
		"a token that was revoked": {answer(401, "Unauthorized"), nil, nil, "unauthorized"},
		"a token of no bot":        {answer(404, "Not Found"), nil, nil, "unauthorized"},
		"a handler that says so":   {nil, stop(telegram.ErrStop), nil, "stop polling"},
		"a store no longer ours":   {nil, stop(store.ErrFenced), nil, "no longer the leader"},
		"a cursor no longer ours":  {nil, nil, store.ErrFenced, "no longer the leader"},
		"a store that was closed":  {nil, nil, store.ErrClosed, "store closed"},
		"a handler that gives up":  {nil, stop(store.ErrClosed), store.ErrClosed, "store closed"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cur := newScript(), &cursor{fail: func(int) error { return c.save }}
				s.first = c.first
				s.say(10, 1)
				if c.handle == nil {
					c.handle = (&handled{}).handle
				}
				_, err := polling(t, s, cur, c.handle, synctest.Wait)
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want an error with %q", err, c.want)
				}
				if slices.Contains(s.offsets(), "11") {
					t.Errorf("polls: the update was confirmed: %v", s.offsets())
				}
			})
		})
	}
}

func TestAnErrorOrAPanicInAHandlerStopsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := newScript(), &handled{}
		for id := range 4 {
			s.say(10+id, 1)
		}
		log, err := polling(t, s, &cursor{}, func(ctx context.Context, u telegram.Update) error {
			h.handle(ctx, u)
			switch u.ID {
			case 10:
				return errors.New("the dog ate it")
			case 11:
				panic("no dog")
			}
			return nil
		}, synctest.Wait)
		if err != nil || !slices.Equal(h.got(), []int{10, 11, 12, 13}) {
			t.Errorf("got %v, %v", h.got(), err)
		}
		if !strings.Contains(log, "the dog ate it") || !strings.Contains(log, "no dog") {
			t.Errorf("log: got %s", log)
		}
	})
}

func TestNothingIsConfirmedBeforeItIsSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := newScript(), &handled{}
		cur := &cursor{fail: func(n int) error {
			if n < 4 {
				return errors.New("disk full")
			}
			return nil
		}}
		s.say(10, 1)
		cur.before = func() {
			if slices.Contains(s.offsets(), "11") {
				t.Error("the update was confirmed before it was saved")
			}
		}
		log, err := polling(t, s, cur, h.handle, func() { time.Sleep(time.Minute) })
		if err != nil || cur.offset != 11 || len(h.got()) != 1 || !strings.Contains(log, "disk full") {
			t.Errorf("got offset %d, %v, %v, log %s", cur.offset, h.got(), err, log)
		}
	})
}

func TestAPollIsGivenUpWhenNoAnswerComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, h := newScript(), &handled{}
		s.first = append(s.first, func() (int, string) { time.Sleep(10 * time.Minute); return 200, "" })
		c, err := telegram.New(telegram.Options{Token: token, HTTP: &http.Client{Transport: tripper(func(r *http.Request) (*http.Response, error) {
			if len(s.offsets()) == 0 {
				s.mu.Lock()
				s.polls = append(s.polls, nil)
				s.mu.Unlock()
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			s.mu.Lock()
			s.first = nil
			s.mu.Unlock()
			return s.RoundTrip(r)
		})}})
		if err != nil {
			t.Fatal(err)
		}
		s.say(10, 1)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		if err := c.Poll(ctx, &cursor{}, h.handle); err != nil || !slices.Equal(h.got(), []int{10}) {
			t.Errorf("got %v, %v", h.got(), err)
		}
	})
}
