package bot

import (
	"context"
	"log/slog"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/feed"
	"newsbot/subscriptions"
)

// alarmAfter is how long a source may fail before its failing is an alarm: a
// restart or a short outage of an origin is none.
const alarmAfter = time.Hour

// Alarms tell the admins, once each, that a source fails for long, that it is
// given up for dead or gone for good, and that it works again. What was told is
// not stored: after a restart a source that still fails is told again. Its
// methods are called from one goroutine at a time.
type Alarms struct {
	bot     *Bot
	admins  []int64
	sources func() []feed.Status
	told    map[string]string // by source: the alarm, by its id in the catalogue
}

// Alarms returns the alarms on sources for the users who are admins.
func (b *Bot) Alarms(admins []int64, sources func() []feed.Status) *Alarms {
	return &Alarms{bot: b, admins: admins, sources: sources, told: map[string]string{}}
}

// Tick looks at the sources and tells what is due. What cannot be told is
// logged and told at a later Tick.
func (a *Alarms) Tick(ctx context.Context) error {
	now := a.bot.now()
	for _, s := range a.sources() {
		told := a.told[s.ID]
		switch due := alarmOf(&s, now); {
		case due != "" && due != told:
			if a.tell(ctx, due, s, s.FailingSince) {
				a.told[s.ID] = due
			}
		case s.LastError == "" && told != "":
			if a.tell(ctx, "alarm.working", s, now) {
				delete(a.told, s.ID)
			}
		}
	}
	return nil
}

// alarmOf returns the alarm that a source is worth; empty: none.
func alarmOf(s *feed.Status, now time.Time) string {
	switch {
	case s.Gone:
		return "alarm.gone"
	case s.Dead:
		return "alarm.dead"
	case s.LastError != "" && now.Sub(s.FailingSince) >= alarmAfter:
		return "alarm.failing"
	}
	return ""
}

// tell reports whether all admins were told.
func (a *Alarms) tell(ctx context.Context, id string, s feed.Status, at time.Time) bool {
	all := true
	for _, admin := range a.admins {
		chat, known := a.bot.book.Get(admin)
		if !known {
			chat = &subscriptions.Chat{ID: admin}
		}
		p := a.bot.catalog.For(chat.Language)
		name := s.Source.Name
		if name == "" {
			name = s.ID
		}
		html := p.HTML(id, locale.Data{
			"Source": name, "Error": markup.Cut(s.LastError, 300),
			"Since": p.When(at.In(chat.Location(a.bot.zone)), a.bot.now().In(chat.Location(a.bot.zone))),
		})
		if _, err := a.bot.telegram.Send(ctx, admin, render.Text(html, nil)); err != nil {
			a.bot.log.WarnContext(ctx, "tell an admin", slog.Int64("admin", admin), slog.Any("error", err))
			all = false
		}
	}
	return all
}
