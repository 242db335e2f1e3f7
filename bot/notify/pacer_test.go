package notify_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"newsbot/bot/notify"
)

// reference is Telegram's limits as its FAQ words them, counted over every window.
// Short bursts to one chat are tolerated; three in a second are taken to be one.
type reference struct {
	mu         sync.Mutex
	all        []time.Time
	chats      map[int64][]time.Time
	violations []string
}

func (r *reference) sent(chat int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.chats == nil {
		r.chats = map[int64][]time.Time{}
	}
	now := time.Now()
	r.all = append(r.all, now)
	r.chats[chat] = append(r.chats[chat], now)
	within := func(times []time.Time, span time.Duration) (n int) {
		for i := len(times) - 1; i >= 0 && times[i].After(now.Add(-span)); i-- {
			n++
		}
		return n
	}
	check := func(what string, times []time.Time, span time.Duration, most int) {
		if n := within(times, span); n > most {
			r.violations = append(r.violations, fmt.Sprintf("%s: %d in %v (%d at most)", what, n, span, most))
		}
	}
	check("all chats", r.all, time.Second, 30)
	if chat < 0 {
		check("group", r.chats[chat], time.Minute, 20)
		return
	}
	// One a second and a burst of three.
	check("chat", r.chats[chat], time.Second, 3)
	check("chat", r.chats[chat], 30*time.Second, 32)
}

func (r *reference) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.all)
}

func (r *reference) times(chat int64) []time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.chats[chat]
}

// flood sends to the chats as fast as the pacer allows, for d.
func flood(t *testing.T, p *notify.Pacer, priority notify.Priority, d time.Duration, chats ...int64) *reference {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	var r reference
	var wg sync.WaitGroup
	for _, chat := range chats {
		wg.Go(func() {
			for p.Wait(ctx, priority, chat) == nil {
				r.sent(chat)
				p.Answered()
			}
		})
	}
	wg.Wait()
	return &r
}

func many(from, n int64) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = from + int64(i)
	}
	return out
}

func TestPacingKeepsToTheLimitsAndUsesThem(t *testing.T) {
	tests := []struct {
		name  string
		rate  int
		chats []int64
		span  time.Duration
		want  float64 // messages in it
	}{
		{"many private chats share 25 a second", 25, many(1, 40), time.Minute, 25 * 60},
		{"many private chats share 30 a second", 30, many(1, 40), time.Minute, 30 * 60},
		{"one private chat gets one a second", 25, many(1, 1), 5 * time.Minute, 300},
		{"one group gets eighteen a minute", 25, many(-1, 1), 5 * time.Minute, 18 * 5},
		{"ten groups get eighteen a minute each", 25, many(-10, 10), 5 * time.Minute, 18 * 5 * 10},
		{"groups and people", 25, append(many(-10, 10), many(1, 40)...), time.Minute, 25 * 60},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := flood(t, notify.NewPacer(test.rate), notify.Alert, test.span, test.chats...)
				for _, v := range r.violations {
					t.Fatalf("%s, and %d more", v, len(r.violations)-1)
				}
				if got := float64(len(r.all)); got < 0.95*test.want {
					t.Errorf("sent %v, want %v or a little more", got, test.want)
				}
			})
		})
	}
}

// A message takes its time to Telegram, and its answer back, now long, now short. What
// was allowed evenly must not arrive as more in a second than Telegram allows.
func TestUnevenArrivalsKeepToTheLimits(t *testing.T) {
	tests := []struct {
		name      string
		rate      int
		way, back time.Duration // at most
		want      float64       // messages a second
	}{
		{"at the default rate, far away", 25, 60 * time.Millisecond, 60 * time.Millisecond, 25},
		{"at the highest rate, near by", 30, 10 * time.Millisecond, 10 * time.Millisecond, 29},
		{"at the highest rate, far away", 30, 100 * time.Millisecond, 100 * time.Millisecond, 26},
		{"when paid for", 1000, 10 * time.Millisecond, 10 * time.Millisecond, 960},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const seconds = 30
				ctx, cancel := context.WithTimeout(t.Context(), seconds*time.Second)
				defer cancel()
				p := notify.NewPacer(test.rate)
				most := 30
				if test.rate > most {
					most = 1000
				}
				var mu sync.Mutex
				var arrived []time.Time
				random := rand.New(rand.NewPCG(1, 2))
				within := func(d time.Duration) time.Duration {
					mu.Lock()
					defer mu.Unlock()
					return time.Duration(random.Int64N(int64(d)))
				}
				var sends sync.WaitGroup
				for chat := int64(1); p.Wait(ctx, notify.Alert, chat) == nil; chat++ {
					sends.Go(func() {
						time.Sleep(within(test.way))
						mu.Lock()
						arrived = append(arrived, time.Now())
						mu.Unlock()
						time.Sleep(within(test.back))
						p.Answered()
					})
				}
				sends.Wait()
				for i := most; i < len(arrived); i++ {
					if span := arrived[i].Sub(arrived[i-most]); span < time.Second {
						t.Fatalf("%d messages arrived in %v", most+1, span)
					}
				}
				if got := float64(len(arrived)) / seconds; got < 0.97*test.want {
					t.Errorf("%.1f messages a second, want %v", got, test.want)
				}
			})
		})
	}
}

func TestABurstGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := notify.NewPacer(25)
		for chat, burst := range map[int64]int{7: 3, -7: 5} {
			start := time.Now()
			for range burst {
				if err := p.Wait(t.Context(), notify.Alert, chat); err != nil {
					t.Fatal(err)
				}
				p.Answered()
			}
			if took := time.Since(start); took > 250*time.Millisecond {
				t.Errorf("%d messages to chat %d took %v", burst, chat, took)
			}
		}
	})
}

func TestRepliesGoFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := notify.NewPacer(25)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for _, chat := range many(1, 80) {
			wg.Go(func() {
				for p.Wait(ctx, notify.Alert, chat) == nil {
					p.Answered()
				}
			})
		}
		time.Sleep(5 * time.Second)
		for chat := range int64(50) {
			start := time.Now()
			if err := p.Wait(ctx, notify.Reply, 1000+chat); err != nil {
				t.Fatal(err)
			}
			p.Answered()
			if took := time.Since(start); took > 300*time.Millisecond {
				t.Errorf("reply %d waited %v behind alerts", chat, took)
			}
			time.Sleep(time.Duration(chat) * 7 * time.Millisecond)
		}
		cancel()
		wg.Wait()
	})
}

// Sends that hang are answered when the client gives up on them. Telegram has counted
// them long before, so they hold up nobody they have nothing to do with.
func TestSendsThatHangHoldUpNobodyForLong(t *testing.T) {
	tests := []struct {
		name     string
		hung     int64
		priority notify.Priority // of what hangs
		every    time.Duration   // of what does not
		told     bool            // to which chats the answers belong
	}{
		{"replies, and now and then another", 30, notify.Reply, time.Second, true},
		{"replies, and many others", 30, notify.Reply, 50 * time.Millisecond, true},
		{"nearly as many as may fly, and many others", 29, notify.Reply, 50 * time.Millisecond, true},
		{"alerts, and many others", 30, notify.Alert, 50 * time.Millisecond, true},
		{"answers to nobody knows what", 30, notify.Reply, time.Second, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := notify.NewPacer(25)
				answered := func(chat int64) {
					if test.told {
						p.Answered(chat)
					} else {
						p.Answered()
					}
				}
				start := time.Now()
				var r reference
				var sends sync.WaitGroup
				for _, chat := range many(1, test.hung) {
					if err := p.Wait(t.Context(), test.priority, chat); err != nil {
						t.Fatal(err)
					}
					r.sent(chat)
					sends.Go(func() {
						time.Sleep(40 * time.Second)
						answered(chat)
					})
				}
				if took := time.Since(start); took > 2*time.Second {
					t.Fatalf("%d messages took %v to be allowed", test.hung, took)
				}
				time.Sleep(6*time.Second - time.Since(start))
				for chat := int64(1000); time.Since(start) < time.Minute; chat++ {
					asked := time.Now()
					if err := p.Wait(t.Context(), notify.Priority(chat%2), chat); err != nil { // replies and alerts
						t.Fatal(err)
					}
					if took := time.Since(asked); took > 100*time.Millisecond {
						t.Fatalf("after %v a message to another chat waited %v", asked.Sub(start), took)
					}
					r.sent(chat)
					sends.Go(func() {
						time.Sleep(80 * time.Millisecond)
						answered(chat)
					})
					time.Sleep(test.every)
				}
				sends.Wait()
				for _, v := range r.violations {
					t.Error(v)
				}
			})
		})
	}
}

func TestAlertsThatHangHoldUpNoReply(t *testing.T) {
	inWorld(t, 25, func(w *world) {
		w.sender.took = 40 * time.Second
		w.enqueue(1, many(1, 20)...)
		done := make(chan error)
		go func() { done <- w.run(30 * time.Second) }()
		for chat := range int64(40) {
			time.Sleep(500 * time.Millisecond)
			asked := time.Now()
			if err := w.pacer.Wait(t.Context(), notify.Reply, 1000+chat); err != nil {
				t.Fatal(err)
			}
			w.pacer.Answered(1000 + chat)
			if took := time.Since(asked); took > 0 {
				t.Errorf("reply %d waited %v for alerts that hang", chat, took)
			}
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		if w.sender.most != notify.Slots(25) {
			t.Errorf("%d alerts were under way, want as many as there are slots", w.sender.most)
		}
	})
}

func TestAParkedChatWaitsAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := notify.NewPacer(25)
		p.Park(1, time.Minute)
		start := time.Now()
		r := flood(t, p, notify.Alert, 75*time.Second, many(1, 30)...)
		if first := r.times(1)[0].Sub(start); first < time.Minute || first > 70*time.Second {
			t.Errorf("the parked chat got its first message after %v, want a minute and its turn", first)
		}
		if got, want := float64(len(r.all)), 25.0*75; got < 0.95*want {
			t.Errorf("sent %v in all, want about %v", got, want)
		}
	})
}

func TestTwoParkedChatsPauseTheBackground(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := notify.NewPacer(20)
		p.Park(1, 20*time.Second)
		time.Sleep(5 * time.Second)
		p.Park(2, 40*time.Second)
		start := time.Now()
		if err := p.Wait(t.Context(), notify.Reply, 3); err != nil || time.Since(start) > 0 {
			t.Errorf("a reply waited %v, %v", time.Since(start), err)
		}
		if err := p.Wait(t.Context(), notify.Alert, 4); err != nil || time.Since(start) != 40*time.Second {
			t.Errorf("an alert waited %v, %v; want 40s", time.Since(start), err)
		}
		r := flood(t, p, notify.Alert, 10*time.Second, many(100, 60)...)
		if got := len(r.all); got < 100 || got > 140 {
			t.Errorf("sent %d in the first ten seconds, want about half of 200 and some", got)
		}
		time.Sleep(6 * time.Minute)
		r = flood(t, p, notify.Alert, 10*time.Second, many(1000, 60)...)
		if got := len(r.all); got < 190 {
			t.Errorf("sent %d in ten seconds after six minutes, want about 200", got)
		}
	})
}

func TestChatsParkedFarApartPauseNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := notify.NewPacer(20)
		p.Park(1, time.Minute)
		p.Park(1, time.Minute)
		time.Sleep(11 * time.Second)
		p.Park(2, time.Minute)
		start := time.Now()
		if err := p.Wait(t.Context(), notify.Digest, 4); err != nil || time.Since(start) > 0 {
			t.Errorf("a digest waited %v, %v", time.Since(start), err)
		}
	})
}

func TestALongPenaltyPausesTheOthersForTenMinutesAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := notify.NewPacer(20)
		p.Park(1, 24*time.Hour)
		p.Park(2, time.Second)
		start := time.Now()
		if err := p.Wait(t.Context(), notify.Alert, 4); err != nil || time.Since(start) != 10*time.Minute {
			t.Errorf("an alert waited %v, %v; want 10m", time.Since(start), err)
		}
	})
}

func TestWithoutPacingOnlyParkedChatsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := notify.NewPacer(0)
		p.Park(3, time.Minute)
		p.Park(4, time.Minute)
		start := time.Now()
		for i := range int64(10_000) {
			if err := p.Wait(t.Context(), notify.Alert, -i%2); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took > 0 {
			t.Errorf("10,000 messages took %v", took)
		}
		if err := p.Wait(t.Context(), notify.Alert, 3); err != nil || time.Since(start) != time.Minute {
			t.Errorf("the parked chat waited %v, %v; want a minute", time.Since(start), err)
		}
	})
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := notify.NewPacer(1)
		p.Park(1, time.Hour)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := p.Wait(ctx, notify.Reply, 1); err != context.DeadlineExceeded {
			t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
		}
	})
}
