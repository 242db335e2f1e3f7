package bot

import (
	"context"
	"errors"
	"math"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/feed"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/store"
)

// paceFrom is from how many stories on it is said how they are spread over the days.
const paceFrom = 10

// preview says what a query would have sent lately, if the backtest could begin.
func (b *Bot) preview(ctx context.Context, r *request, report backtest.Report, begun bool) (markup.HTML, error) {
	if !begun {
		return r.HTML("preview.busy", nil), nil
	}
	days, reach := backtest.Days, reach(r, report)
	if report.End == backtest.OutOfTime {
		days = len(report.Days)
	}
	if report.Count == 0 {
		return joined(" ", []markup.HTML{r.HTML("preview.none", locale.Data{"Days": days}), reach}), nil
	}
	var newest []feed.Story
	for _, seq := range report.Latest {
		s, err := b.archive.Story(ctx, seq)
		if errors.Is(err, store.ErrNotFound) {
			continue
		} else if err != nil {
			return "", err
		}
		newest = append(newest, s)
	}
	said := r.HTML("preview.days", locale.Data{"Count": report.Count, "Days": days})
	return joined("\n", []markup.HTML{
		said, b.render.Headlines(r.record, r.user.LanguageCode, newest), joined(" ", []markup.HTML{pace(r, report), reach}),
	}), nil
}

// reach says how far back was looked, where that is not all the time.
func reach(r *request, report backtest.Report) markup.HTML {
	data := locale.Data{"Count": len(report.Days)}
	switch report.End {
	case backtest.ArchiveBegins:
		return r.HTML("preview.begins", data)
	case backtest.OutOfTime:
		return r.HTML("preview.bounded", data)
	}
	return ""
}

// pace says how the stories are spread over the days.
func pace(r *request, report backtest.Report) markup.HTML {
	if report.Count < paceFrom || len(report.Days) < 2 {
		return ""
	}
	data := locale.Data{
		"Median": math.Round(report.Median), "Most": report.Busiest.Count, "Date": r.Date(report.Busiest.Date),
		"Count": int(math.Round(7 * report.PerDay)),
	}
	if report.PerDay >= 1 {
		data["Count"] = int(math.Round(report.PerDay))
		return r.HTML("preview.a_day", data)
	}
	return r.HTML("preview.a_week", data)
}
