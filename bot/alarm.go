package bot

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions"
)

// alarmAfter is how long a source may fail before its failing is an alarm: a
// restart or a short outage of an origin is none.
const alarmAfter = time.Hour

// Alarms tell the admins, once each, that a source fails for long, that it is
// given up for dead or gone for good, that it works again, and that it moved. What
// was told is not stored: after a restart a source that still fails, or whose old
// address is still configured, is told again. Its methods are called from one
// goroutine at a time.
type Alarms struct {
	bot     *Bot
	admins  []int64
	sources func() []feed.Status
	told    map[alarm]string // its id in the catalogue
	moved   map[alarm]string // the new address
}

// An alarm is what one admin is to know of one source.
type alarm struct {
	source string
	admin  int64
}

// Alarms returns the alarms on sources for the users who are admins.
func (b *Bot) Alarms(admins []int64, sources func() []feed.Status) *Alarms {
	return &Alarms{bot: b, admins: admins, sources: sources, told: map[alarm]string{}, moved: map[alarm]string{}}
}

// Tick looks at the sources and tells what is due. What cannot be told is
// logged and told at a later Tick.
func (a *Alarms) Tick(ctx context.Context) error {
	now := a.bot.now()
	for _, s := range a.sources() {
		due := alarmOf(&s, now)
		for _, admin := range a.admins {
			key := alarm{s.ID, admin}
			switch told := a.told[key]; {
			case due != "" && due != told:
				if a.tell(ctx, admin, s, alarmText{due, s.FailingSince}) {
					a.told[key] = due
				}
			case s.LastError == "" && told != "":
				if a.tell(ctx, admin, s, alarmText{"alarm.working", now}) {
					delete(a.told, key)
				}
			}
			switch {
			case s.Address == "":
				delete(a.moved, key)
			case s.Address != a.moved[key] && a.tell(ctx, admin, s, alarmText{moveOf(&s), now}):
				a.moved[key] = s.Address
			}
		}
	}
	return nil
}

// An alarmText is a text of the catalogue with the time it is about.
type alarmText struct {
	id string
	at time.Time
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

// moveOf returns the text on a source that moved.
func moveOf(s *feed.Status) string {
	if s.ReadBy != "" {
		return "alarm.moved_onto"
	}
	return "alarm.moved"
}

// tell reports whether that is done: the admin was told, or cannot be, as one
// who never wrote to the bot.
func (a *Alarms) tell(ctx context.Context, admin int64, s feed.Status, m alarmText) bool {
	chat, known := a.bot.book.Get(admin)
	if !known {
		chat = &subscriptions.Chat{ID: admin}
	}
	p, zone := a.bot.catalog.For(chat.Language), chat.Location(a.bot.zone)
	html := p.HTML(m.id, locale.Data{
		"Source": cmp.Or(s.Source.Name, feed.ShownURL(s.ID)), "Error": markup.Cut(s.LastError, 300),
		"Since": p.When(m.at.In(zone), a.bot.now().In(zone)), "From": feed.ShownURL(s.ID), "To": feed.ShownURL(s.Address),
	})
	_, err := a.bot.telegram.Send(ctx, admin, render.Text(html, nil))
	if err == nil {
		return true
	}
	a.bot.log.WarnContext(ctx, "tell an admin", slog.Int64("admin", admin), slog.Any("error", err))
	var e *telegram.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Reason {
	case telegram.NotSent, telegram.TooMany, telegram.Server:
		return false
	}
	return true
}
