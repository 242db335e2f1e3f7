package bot_test

import (
	"strings"
	"testing"
	"time"

	"newsbot/feed"
)

func TestAdminsHearOnceOfASourceThatFailsForLong(t *testing.T) {
	r := newRoom(t)
	r.private(aru, "/start")
	before := len(r.server.Messages(aru.ID))
	var status feed.Status
	alarms := r.bot.Alarms([]int64{987654321, aru.ID}, func() []feed.Status { return []feed.Status{status} })
	look := func(want int, what string) {
		t.Helper()
		if err := alarms.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := len(r.server.Messages(aru.ID)) - before; got != want {
			t.Fatalf("%s: %d alarms, want %d", what, got, want)
		}
	}
	last := func() string {
		all := r.server.Messages(aru.ID)
		return all[len(all)-1].Text
	}

	status = feed.Status{ID: "https://a.example/<rss>", LastSuccess: r.now()}
	look(0, "a source that works")
	status.LastError, status.Failures, status.FailingSince = "status 500", 1, r.now()
	r.pass(30 * time.Minute)
	look(0, "half an hour of failing")
	r.pass(31 * time.Minute)
	look(1, "an hour of failing")
	if got := last(); !strings.Contains(got, "https://a.example/<rss>") || !strings.Contains(got, "status 500") {
		t.Errorf("the alarm %q lacks the source or the error", got)
	}
	r.pass(24 * time.Hour)
	look(1, "still failing")
	status.Dead = true
	look(2, "dead for a week")
	if got := last(); !strings.Contains(got, "once a day") {
		t.Errorf("the alarm %q does not say how often it is asked now", got)
	}
	r.pass(24 * time.Hour)
	look(2, "still dead")
	status = feed.Status{ID: status.ID, LastSuccess: r.now()}
	look(3, "working again")
	look(3, "still working")
	status.Gone, status.LastError, status.FailingSince = true, "status 410", r.now()
	look(4, "gone for good")
	if got := last(); !strings.Contains(got, "410") || !strings.Contains(got, "configuration") {
		t.Errorf("the alarm %q lacks the reason or what to do", got)
	}
	look(4, "still gone")
}

func TestAdminsHearOnceOfASourceThatMoved(t *testing.T) {
	r := newRoom(t)
	r.private(aru, "/start")
	before := len(r.server.Messages(aru.ID))
	status := feed.Status{ID: "https://a.example/rss", LastSuccess: r.now()}
	alarms := r.bot.Alarms([]int64{aru.ID}, func() []feed.Status { return []feed.Status{status} })
	look := func(want int, what string, words ...string) {
		t.Helper()
		if err := alarms.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		all := r.server.Messages(aru.ID)
		if got := len(all) - before; got != want {
			t.Fatalf("%s: %d alarms, want %d", what, got, want)
		}
		for _, word := range words {
			if got := all[len(all)-1].Text; !strings.Contains(got, word) {
				t.Errorf("%s: the alarm %q lacks %q", what, got, word)
			}
		}
	}
	look(0, "where it ever was")
	status.Address = "https://b.example/rss"
	look(1, "moved", "https://a.example/rss", "https://b.example/rss", "new address")
	r.pass(24 * time.Hour)
	look(1, "still there")
	status.Address, status.ReadBy = "https://c.example/rss", "https://c.example/rss"
	look(2, "moved on, to where another is", "https://c.example/rss", "another source")
	status.LastError, status.FailingSince = "status 500", r.now().Add(-2*time.Hour)
	look(3, "fails there", "status 500")
	status.LastError, status.Address, status.ReadBy = "", "", ""
	look(4, "back and well", "can be read again")
	status.Address = "https://b.example/rss"
	look(5, "moved again", "https://b.example/rss")
}

func TestAlarmsHoldNoSecretOfAnAddress(t *testing.T) {
	r := newRoom(t)
	r.private(aru, "/start")
	status := feed.Status{ID: "https://a.example/rss?key=Pl4nted", Address: "https://b.example/rss?token=Pl4nted",
		LastError: "status 500", FailingSince: r.now().Add(-2 * time.Hour)}
	if err := r.bot.Alarms([]int64{aru.ID}, func() []feed.Status { return []feed.Status{status} }).Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, m := range r.server.Messages(aru.ID) {
		if strings.Contains(m.Text, "Pl4nted") {
			t.Errorf("the alarm %q holds the secret", m.Text)
		}
		shown += strings.Count(m.Text, "xxxxx")
	}
	if shown != 4 { // failing; moved, whom, from and to
		t.Errorf("%d addresses are shown, want 4", shown)
	}
}
