package bot

import (
	"strings"
	"testing"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/render"
	"newsbot/subscriptions"
	"newsbot/subscriptions/backtest"
)

func TestWhatIsSaidOfABacktest(t *testing.T) {
	catalog, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := &Bot{render: render.New(render.Options{Catalog: catalog}), archive: empty{}}
	r := &request{Printer: catalog.For("en", "en"), record: &subscriptions.Chat{}}
	days := make([]backtest.Day, 30)
	busiest := backtest.Day{Date: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC), Count: 5}
	for _, test := range []struct {
		name   string
		report backtest.Report
		begun  bool
		want   string
	}{
		{"it did not begin", backtest.Report{}, false, "Many ask at once, so I could not look through the last days."},
		{"nothing", backtest.Report{Days: days, End: backtest.Whole}, true, "No story of the last 30 days would have matched."},
		{"nothing, and the archive is young", backtest.Report{Days: days[:1], End: backtest.ArchiveBegins}, true,
			"No story of the last 30 days would have matched. I have stories only of today, so there may have been more."},
		{"few", backtest.Report{Count: 2, Days: days, End: backtest.Whole, PerDay: 2. / 30, Busiest: busiest}, true,
			"In the last 30 days: 2 stories, the latest of them"},
		{"some", backtest.Report{Count: 13, Days: days, End: backtest.Whole, PerDay: 13. / 30, Busiest: busiest}, true,
			"In the last 30 days: 13 stories, the latest of them\nThat is about 3 a week, and 5 on the busiest day, Tuesday, 3 November 2026."},
		{"one a day", backtest.Report{Count: 31, Days: days, End: backtest.Whole, PerDay: 1.1, Median: 1, Busiest: busiest}, true,
			"In the last 30 days: 31 stories, the latest of them\nThat is about 1 a day: 1 on an ordinary day, 5 on the busiest, Tuesday, 3 November 2026."},
		{"too much to look through", backtest.Report{Count: 900, Days: days[:9], End: backtest.OutOfTime, PerDay: 100, Median: 98.5, Busiest: busiest}, true,
			"In the last 9 days: 900 stories, the latest of them\nThat is about 100 a day: 99 on an ordinary day, 5 on the busiest, Tuesday, 3 November 2026. " +
				"There is too much to look through: I looked only at the last 9 days."},
	} {
		got, err := b.preview(t.Context(), r, test.report, test.begun)
		if err != nil || strings.TrimSpace(got.Plain()) != test.want {
			t.Errorf("%s: %v\ngot  %s\nwant %s", test.name, err, got.Plain(), test.want)
		}
	}
}
