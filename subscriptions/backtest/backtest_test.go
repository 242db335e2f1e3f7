package backtest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"newsbot/feed"
	"newsbot/feed/archive"
	"newsbot/feed/country"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/query"
)

var (
	zone = time.FixedZone("+05:00", 5*60*60)
	now  = time.Date(2026, 11, 20, 18, 0, 0, 0, zone)
)

// A log is an archive in memory, its stories ascending.
type log struct {
	stories []feed.Story
	read    int
	block   func() // before each page; or nil
}

func (l *log) Before(ctx context.Context, seq int64, limit int) ([]feed.Story, error) {
	if l.block != nil {
		l.block()
	}
	var out []feed.Story
	for _, s := range slices.Backward(l.stories) {
		if (seq == 0 || s.Seq < seq) && len(out) < limit {
			out = append(out, s)
		}
	}
	l.read += len(out)
	return out, ctx.Err()
}

// add adds a story that was found some time ago.
func (l *log) add(ago time.Duration, title string, change ...func(*feed.Story)) *feed.Story {
	s := feed.Story{Item: feed.Item{Title: title, Published: now.Add(-ago - time.Minute)}, Found: now.Add(-ago), Seq: int64(len(l.stories) + 1)}
	for _, c := range change {
		c(&s)
	}
	l.stories = append(l.stories, s)
	return &l.stories[len(l.stories)-1]
}

func parse(t testing.TB, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func report(t testing.TB, l *log, text string, change ...func(*backtest.Options)) backtest.Report {
	t.Helper()
	o := backtest.Options{Archive: l, Query: parse(t, text), Zone: zone, Now: now}
	for _, c := range change {
		c(&o)
	}
	test := backtest.New(o)
	if finished, err := test.Run(t.Context(), time.Now().Add(time.Hour)); err != nil || !finished {
		t.Fatalf("run: %t, %v", finished, err)
	}
	return test.Report()
}

const day = 24 * time.Hour

func TestCountsByTheDay(t *testing.T) {
	l := &log{}
	l.add(31*day, "Gas of long ago")
	l.add(29*day+17*time.Hour, "Gas of the first day") // 01:00 of 22 October
	for i := range 40 {
		for range i % 3 {
			l.add(28*day-time.Duration(i)*12*time.Hour, "Gas again")
		}
		l.add(28*day-time.Duration(i)*12*time.Hour, "Oil")
	}
	l.add(2*day, "Gas and more", func(s *feed.Story) { s.Published = now.Add(-29*day - 19*time.Hour) }) // before the first day
	last := l.add(time.Hour, "Gas at last")
	r := report(t, l, "gas")
	if want := 1 + 39 + 1; r.Count != want || r.End != backtest.Whole {
		t.Errorf("%d alerts, looked at %s, want %d of the whole time", r.Count, r.End, want)
	}
	if len(r.Days) != 30 || r.Days[0].Count != 1 || !r.Days[0].Date.Equal(time.Date(2026, 10, 22, 0, 0, 0, 0, zone)) || r.Days[29].Count != 1 {
		t.Errorf("days %v, want 30 from 22 October, with one alert on the first and on the last", r.Days)
	}
	sum := 0
	for _, n := range r.Weeks {
		sum += n
	}
	if len(r.Weeks) != 5 || sum != r.Count || r.Weeks[0] != r.Days[0].Count+r.Days[1].Count {
		t.Errorf("weeks %v of %d alerts, want five, the first of two days", r.Weeks, r.Count)
	}
	if r.Busiest.Count != 3 || r.Median != 1 {
		t.Errorf("busiest %+v, median %g, want 3 and 1", r.Busiest, r.Median)
	}
	if len(r.Latest) != 3 || r.Latest[0] != last.Seq {
		t.Errorf("latest %v, want three, the first of them %d", r.Latest, last.Seq)
	}
	if r.Volume != backtest.Right || len(r.Suggestions) != 0 {
		t.Errorf("%s, suggestions %v, want none", r.Volume, r.Suggestions)
	}
}

func TestDaysAreThoseOfTheZone(t *testing.T) {
	l := &log{}
	l.add(40*day, "Oil")
	l.add(18*time.Hour+time.Minute, "Gas") // 23:59 yesterday, 18:59 in UTC
	for name, want := range map[string]int{"+05:00": 1, "UTC": 1, "-08:00": 1} {
		loc := zone
		if name != "+05:00" {
			loc = time.FixedZone(name, map[string]int{"UTC": 0, "-08:00": -8 * 3600}[name])
		}
		r := report(t, l, "gas", func(o *backtest.Options) { o.Zone = loc })
		on := slices.IndexFunc(r.Days, func(d backtest.Day) bool { return d.Count == want })
		if got, want := r.Days[on].Date.Format(time.DateOnly), now.Add(-18*time.Hour-2*time.Minute).In(loc).Format(time.DateOnly); got != want {
			t.Errorf("%s: the story is of %s, want %s", name, got, want)
		}
	}
}

// What sources had when they were first looked at counts when it was published, if
// that is known.
func TestBaselineStoriesCountWhenTheyWerePublished(t *testing.T) {
	l := &log{}
	old := func(ago time.Duration) func(*feed.Story) {
		return func(s *feed.Story) {
			s.Baseline, s.Published = true, time.Time{}
			if ago > 0 {
				s.Published = now.Add(-ago)
			}
		}
	}
	l.add(3*day, "Gas", old(0))
	l.add(3*day, "Gas", old(40*day))
	l.add(3*day, "Gas", old(10*day))
	r := report(t, l, "gas")
	if r.Count != 1 || r.End != backtest.ArchiveBegins || len(r.Days) != 4 {
		t.Errorf("%d alerts, %s, %d days, want the one that was published ten days ago, and the days since the archive begins", r.Count, r.End, len(r.Days))
	}
	if r.PerDay != 0 {
		t.Errorf("%g a day, want none of what is older than the archive", r.PerDay)
	}
}

func TestATestOfAnEarlierTime(t *testing.T) {
	l := &log{}
	for i := range 80 {
		l.add(80*day-time.Duration(i)*day, "Gas")
	}
	r := report(t, l, "gas", func(o *backtest.Options) { o.Now = now.Add(-20 * day) })
	if r.Count != 30 || r.Looked != 30 || r.End != backtest.Whole || r.Latest[0] != 61 {
		t.Errorf("%d alerts of %d stories, the latest %v, %s, want the 30 up to story 61", r.Count, r.Looked, r.Latest, r.End)
	}
}

func TestWhatSeveralSourcesTellCountsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &log{}
		l.add(31*day, "Oil")
		groups := map[int][]int64{}
		for i := range rapid.IntRange(1, 12).Draw(t, "stories") {
			g := rapid.IntRange(0, 3).Draw(t, "group")
			s := l.add(20*day-time.Duration(i)*time.Hour, rapid.SampledFrom([]string{"Gas", "Oil"}).Draw(t, "title"))
			s.Earlier = slices.Clone(groups[g])
			groups[g] = append(groups[g], s.Seq)
		}
		each := rapid.Bool().Draw(t, "each")
		q, err := query.Parse("gas")
		if err != nil {
			t.Fatal(err)
		}
		test := backtest.New(backtest.Options{Archive: l, Query: q, Each: each, Zone: zone, Now: now})
		if _, err := test.Run(context.Background(), time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		want, sent := 0, map[int64]bool{}
		var latest int64
		for _, s := range l.stories {
			told := slices.ContainsFunc(s.Earlier, func(seq int64) bool { return sent[seq] })
			if s.Title == "Gas" {
				if !told || each {
					want++
					latest = s.Seq
				}
				sent[s.Seq] = true
			}
		}
		r := test.Report()
		if r.Count != want || want > 0 && r.Latest[0] != latest {
			t.Fatalf("%d alerts, the latest of %v, want %d, the latest of %d", r.Count, r.Latest, want, latest)
		}
	})
}

func TestATestGoesOnWhereItWasStopped(t *testing.T) {
	l := &log{}
	for i := range 1000 {
		l.add(20*day-time.Duration(i)*time.Minute, "Gas")
	}
	o := backtest.Options{Archive: l, Query: parse(t, "gas"), Zone: zone, Now: now}
	test, runs := backtest.New(o), 0
	for finished := false; !finished; runs++ {
		var err error
		if finished, err = test.Run(t.Context(), time.Time{}); err != nil {
			t.Fatal(err)
		}
		if r := test.Report(); !finished && runs < 9 && (r.End != backtest.OutOfTime || r.Count != 100*(runs+1) || len(r.Suggestions) > 0) {
			t.Errorf("after %d pages: %d alerts, %s", runs+1, r.Count, r.End)
		}
	}
	whole := report(t, &log{stories: l.stories}, "gas")
	if r := test.Report(); r.Count != whole.Count || r.End != whole.End || len(r.Suggestions) != len(whole.Suggestions) {
		t.Errorf("in %d runs %d alerts, %s, want %d, %s", runs, r.Count, r.End, whole.Count, whole.End)
	}

	stopped := backtest.New(o)
	if _, err := stopped.Run(t.Context(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	stopped.Stop()
	if r := stopped.Report(); r.End != backtest.OutOfTime || r.Count != 100 || !r.From.Equal(l.stories[900].Found) {
		t.Errorf("stopped after a page: %d alerts from %s on, %s", r.Count, r.From, r.End)
	}
	if finished, err := stopped.Run(t.Context(), time.Now().Add(time.Hour)); !finished || err != nil {
		t.Errorf("a stopped test goes on: %t, %v", finished, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := backtest.New(o).Run(ctx, time.Now().Add(time.Hour)); err == nil {
		t.Error("a test goes on after its context's end")
	}
}

// Stories that come while a test is under way are not counted, and do not shift what
// it remembers.
func TestStoriesThatComeMeanwhile(t *testing.T) {
	l := busy()
	want := report(t, &log{stories: slices.Clone(l.stories)}, "apple")
	l.block = func() { l.add(0, "Weather") }
	got := report(t, l, "apple")
	if got.Count != want.Count || fmt.Sprint(suggested(got)) != fmt.Sprint(suggested(want)) {
		t.Errorf("%d alerts, %v, want %d, %v", got.Count, suggested(got), want.Count, suggested(want))
	}
}

// busy is an archive of two months in which "apple" is said twenty times a day: of the
// company with its phones, and of juice.
func busy() *log {
	l := &log{}
	for i := range 60 * 24 * 2 {
		ago := 60*day - time.Duration(i)*30*time.Minute
		l.add(ago, fmt.Sprintf("Council %d speaks of roads", i))
		switch {
		case i%5 == 0:
			l.add(ago, fmt.Sprintf("Apple shows phone number %d", i))
		case i%5 == 1:
			l.add(ago, fmt.Sprintf("Prices %d of fruit", i), func(s *feed.Story) {
				s.Summary = "Fresh apple juice is dear."
				s.About = []country.Code{"PL"}
			})
		}
	}
	return l
}

func suggested(r backtest.Report) []string {
	var out []string
	for _, s := range r.Suggestions {
		out = append(out, fmt.Sprintf("%s %q: %s %d", s.Change, s.What, s.Query, s.Count))
	}
	return out
}

// keepsItsWord checks that the suggestions would have sent what is said of them.
func keepsItsWord(t *testing.T, l *log, r backtest.Report) {
	t.Helper()
	for _, s := range r.Suggestions {
		if again := report(t, l, s.Query.String()); again.Count != s.Count || again.PerDay != s.PerDay {
			t.Errorf("%s: %s is said to send %d, %g a day, and sends %d, %g", r.Query, s.Query, s.Count, s.PerDay, again.Count, again.PerDay)
		}
	}
}

func TestTooManyAlertsSuggestNarrowerQueries(t *testing.T) {
	l := busy()
	r := report(t, l, "apple")
	if r.Volume != backtest.TooMany || r.PerDay < 18 || r.PerDay > 20 {
		t.Fatalf("%g a day are %s, want 19 to be too many", r.PerDay, r.Volume)
	}
	if len(r.Suggestions) != 3 {
		t.Fatalf("suggestions %v, want three", suggested(r))
	}
	keepsItsWord(t, l, r)
	changes := map[backtest.Change]bool{}
	for _, s := range r.Suggestions {
		if changes[s.Change] {
			t.Errorf("two suggestions by %s: %v", s.Change, suggested(r))
		}
		changes[s.Change] = true
		if s.PerDay > backtest.Many || float64(s.Count) > 0.6*float64(r.Count) {
			t.Errorf("%s sends %d of %d, no useful difference", s.Query, s.Count, r.Count)
		}
	}
}

func TestNarrowerQueries(t *testing.T) {
	many := func(n int, titles ...string) *log {
		l := &log{}
		l.add(31*day, "Old")
		for i := range 30 * 24 * 2 {
			for j, title := range titles {
				if i%n == 0 || j == len(titles)-1 {
					l.add(30*day-time.Duration(i)*30*time.Minute-time.Hour, strings.ReplaceAll(title, "%", fmt.Sprintf("w%d", i)))
				}
			}
		}
		return l
	}
	for _, test := range []struct {
		name, text string
		log        *log
		want       string // a suggestion
	}{
		{"the most telling phrase takes the query's place", "gas",
			many(2, "Natural gas rises in %", "Gas mask in %", "Weather in %"), `with a word "\"Gas mask\"": "Gas mask"`},
		{"a phrase beside what must not be there", "gas -oil",
			many(2, "Natural gas rises in %", "Natural gas and oil in %", "Gas mask in %", "Weather in %"), `with a word "\"Gas mask\"": gas -oil "Gas mask"`},
		{"a noise word", "mercury", many(2, "Concert % of Mercury", "Mercury % seen", "Weather in %"), `without a word "Concert": mercury -Concert`},
		{"a phrase instead of words", "white house", many(2, "White House speaks of %", "House is painted white, says %", "Weather in %"), `as a phrase "": "white house"`},
	} {
		r := report(t, test.log, test.text)
		keepsItsWord(t, test.log, r)
		if !slices.ContainsFunc(suggested(r), func(s string) bool { return strings.HasPrefix(s, test.want) }) {
			t.Errorf("%s: %q, %.1f a day, suggests\n%s\nwant %s", test.name, test.text, r.PerDay, strings.Join(suggested(r), "\n"), test.want)
		}
	}
}

func TestNothingSuggestsWiderQueries(t *testing.T) {
	l := &log{}
	l.add(31*day, "Old")
	for i := range 30 {
		ago := 30*day - time.Duration(i)*day - time.Hour
		l.add(ago, fmt.Sprintf("Weather of day %d", i))
		switch i % 3 {
		case 0:
			l.add(ago, fmt.Sprintf("Hydrogen and ammonia from plant %d", i))
		case 1:
			l.add(ago, fmt.Sprintf("Tanker takes ammonia from port %d to Rotterdam", i), func(s *feed.Story) { s.Mentioned = []country.Code{"NL"} })
		}
	}
	for _, test := range []struct {
		text string
		want []string
	}{
		{"hydrogen rotterdam", []string{"less strict \"rotterdam\": hydrogen 9", "or a word \"ammonia\": hydrogen (rotterdam OR ammonia) 9"}},
		{`"ammonia plant"`, []string{`as words "": ammonia plant 9`}},
		{"in:title:ammonia in:title:plant -hydrogen", []string{"less strict \"-hydrogen\": in:title ammonia plant 9"}},
		{"tankers* ammonia", []string{"less strict \"tankers*\": ammonia 19"}},
		{"Netherlands tanker", []string{"named in passing \"\": mentions:NL tanker 10"}},
		{"zeppelins", nil},
	} {
		r := report(t, l, test.text)
		if r.Volume != backtest.TooFew || r.Count != 0 {
			t.Errorf("%q: %d alerts are %s, want none, too few", test.text, r.Count, r.Volume)
		}
		keepsItsWord(t, l, r)
		for _, want := range test.want {
			if !slices.Contains(suggested(r), want) {
				t.Errorf("%q suggests\n%s\nwant %s", test.text, strings.Join(suggested(r), "\n"), want)
			}
		}
		if test.want == nil && len(r.Suggestions) > 0 {
			t.Errorf("%q suggests %q, want nothing", test.text, suggested(r))
		}
	}
	young := &log{stories: slices.Clone(l.stories[len(l.stories)-10:])}
	if r := report(t, young, `"ammonia plant"`); r.Volume != backtest.Right || len(r.Suggestions) > 0 {
		t.Errorf("nothing in %d days is %s and suggests %v: too early to say", len(r.Days), r.Volume, suggested(r))
	}
}

func TestTheArchiveKeepsWhatABacktestLooksAt(t *testing.T) {
	if archive.DefaultKeep < (backtest.Days+1)*day {
		t.Errorf("the archive keeps %s, want more than %d days", archive.DefaultKeep, backtest.Days)
	}
}

func TestBoundsOfABacktest(t *testing.T) {
	words := "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango"
	l := busy()
	r := report(t, l, words)
	if r.Count != 0 || len(r.Suggestions) > 3 {
		t.Errorf("%d alerts, %d suggestions", r.Count, len(r.Suggestions))
	}
	if most := 2 * len(l.stories); l.read > most+200 {
		t.Errorf("%d stories read, want each twice at most, %d", l.read, most)
	}
}

func TestCountingOnlyLooksOnce(t *testing.T) {
	l := &log{}
	for i := range 28 * 24 {
		l.add(28*day-time.Duration(i)*time.Hour, fmt.Sprintf("Gas and number %d of coal", i%7))
	}
	whole := report(t, l, "gas")
	twice := l.read
	l.read = 0
	count := report(t, l, "gas", func(o *backtest.Options) { o.CountOnly = true })
	if count.Count != whole.Count || count.Volume != backtest.TooMany || count.Suggestions != nil || l.read >= twice {
		t.Errorf("%d stories, %d read, suggestions %+v; want %d and none, of fewer than %d read", count.Count, l.read, count.Suggestions, whole.Count, twice)
	}
}
