package feed_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
)

var errNoDate = errors.New("no date")

func TestProblemsAreLoggedOnce(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.publish(item(0))
	w.origin().doc.Problems = []feed.Problem{{Line: 12, Err: errNoDate}}
	for range 3 {
		w.origin().doc.Title += "."
		w.look()
	}
	if got := strings.Count(w.log.String(), "line=12"); got != 1 {
		t.Errorf("logged %d times, want once:\n%s", got, w.log.String())
	}
	w.origin().doc.Problems[0].Line = 13
	w.origin().doc.Title += "."
	w.look()
	if got := strings.Count(w.log.String(), "line=13"); got != 1 {
		t.Errorf("after a change logged %d times, want once", got)
	}
}

func TestWhatIsReadInPartIsToldApartAndNoHeadlineIsLogged(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.publish(item(0))
	w.origin().doc.Problems = []feed.Problem{
		{Line: 12, Err: errNoDate},
		{Line: 14, Kept: true, Title: "A headline", Err: errors.New("the text is cut")},
	}
	w.look()
	log := w.log.String()
	for _, want := range []string{`"entry cannot be read" source=` + address + ` line=12`, `"entry is read in part" source=` + address + ` line=14 error="the text is cut"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %s:\n%s", want, log)
		}
	}
	if strings.Contains(log, "headline") {
		t.Errorf("the log has a headline:\n%s", log)
	}
}

// An origin may repeat the question in its answer, and so may the parser.
func TestALastErrorHoldsNoSecret(t *testing.T) {
	const secret = "https://example.org/rss?key=Pl4nted"
	w := newWorld(t)
	w.sources = []feed.Source{{URL: secret, Every: 5 * time.Minute}}
	w.origins[secret] = &origin{repeats: true}
	w.start()
	w.look()
	s := w.poller.Status()[0]
	if s.LastError == "" || strings.Contains(s.LastError, "Pl4nted") || strings.Contains(w.log.String(), "Pl4nted") {
		t.Errorf("the secret is shown by the status %q or the log:\n%s", s.LastError, w.log.String())
	}
}
