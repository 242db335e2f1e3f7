package bot

import (
	"context"
	"fmt"
	"slices"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

const listPage = 8

// list shows what the chat follows, with a button to remove and one to mute each.
func (b *Bot) list(_ context.Context, r *request) ([]Reply, error) {
	return []Reply{b.listMenu(r, 0, Message)}, nil
}

func (b *Bot) listPage(_ context.Context, r *request) ([]Reply, error) {
	page, err := r.tap.Int(0)
	if err != nil {
		return nil, err
	}
	return []Reply{b.listMenu(r, page, Edit)}, nil
}

// listMenu numbers subscriptions by their IDs: "/unsubscribe 3" means the same one
// however the list changes.
func (b *Bot) listMenu(r *request, page int, kind Kind) Reply {
	all := r.record.Subscriptions
	if len(all) == 0 {
		reply := say(r.HTML("list.empty", nil), row(r.button("countries", nil, taps.Regions)), row(r.button("help", nil, taps.Help)))
		reply.Kind = kind
		return reply
	}
	page, pages := clamp(page, len(all), listPage)
	var lines []markup.HTML
	var rows [][]telegram.Button
	for _, s := range pageOf(all, page, listPage) {
		line, mute := markup.Escape(fmt.Sprintf("%d. %s", s.ID, r.name(s.Query))), "🔕"
		if s.Muted {
			line, mute = line+" 🔕", "🔔"
		}
		lines = append(lines, line)
		rows = append(rows, row(
			telegram.Button{Label: "❌ " + r.short(s.Query), Data: taps.Data(taps.Remove, s.ID, page)},
			telegram.Button{Label: mute, Data: taps.Data(taps.MuteListed, s.ID, !s.Muted, page)}))
	}
	rows = append(rows, pageRow(taps.List, page, pages))
	text := paragraphs(r.HTML("list.title", locale.Data{"Count": len(all)}), joined("\n", lines), r.HTML("list.legend", nil), b.silent(r))
	reply := say(text, rows...)
	reply.Kind = kind
	return reply
}

// pageRow leads to the pages beside this one; it is empty where there are none.
func pageRow(verb taps.Verb, page, pages int) []telegram.Button {
	if pages < 2 {
		return nil
	}
	at := telegram.Button{Label: fmt.Sprintf("%d / %d", page+1, pages), Data: taps.Data(taps.None)}
	before, after := at, at
	before.Label, before.Data = "◀", taps.Data(verb, (page+pages-1)%pages)
	after.Label, after.Data = "▶", taps.Data(verb, (page+1)%pages)
	return row(before, at, after)
}

// muteListed mutes a subscription in the list, or ends that.
func (b *Bot) muteListed(ctx context.Context, r *request) ([]Reply, error) {
	id, err := r.tap.Int(0)
	wanted, wantedErr := r.tap.Wanted(1)
	page, pageErr := r.tap.Int(2)
	if err != nil || wantedErr != nil || pageErr != nil {
		return nil, taps.ErrStale
	}
	s, found, err := b.setMuted(ctx, r, id, wanted)
	if err != nil {
		return nil, err
	}
	return []Reply{b.mutedToast(r, s, found), b.listMenu(r, page, Edit)}, nil
}

// muteAlert does the same under an alert, and turns the alert's button over.
func (b *Bot) muteAlert(ctx context.Context, r *request) ([]Reply, error) {
	id, err := r.tap.Int(0)
	seq, seqErr := r.tap.Story(1)
	wanted, wantedErr := r.tap.Wanted(2)
	if err != nil || seqErr != nil || wantedErr != nil {
		return nil, taps.ErrStale
	}
	s, found, err := b.setMuted(ctx, r, id, wanted)
	if err != nil {
		return nil, err
	}
	said := b.mutedToast(r, s, found)
	story, err := b.archive.Story(ctx, seq)
	if err != nil { // the alert outlived the story; the change stands
		return []Reply{said}, nil
	}
	matched := r.record.Reasons(query.NewDocument(&story))
	if len(matched) == 0 {
		return []Reply{said}, nil
	}
	report, err := b.report(ctx, &story)
	if err != nil {
		return nil, err
	}
	return []Reply{said, {Kind: Edit, Text: b.render.Alert(r.record, report, matched)}}, nil
}

func (b *Bot) mutedToast(r *request, s subscriptions.Subscription, found bool) Reply {
	switch data := (locale.Data{"What": r.name(s.Query)}); {
	case !found:
		return toast(r.Text("toast.gone", nil))
	case s.Muted:
		return toast(r.Text("toast.muted", data))
	default:
		return toast(r.Text("toast.unmuted", data))
	}
}

// setMuted returns the subscription as it is then; found is false where it is gone.
func (b *Bot) setMuted(ctx context.Context, r *request, id int, muted bool) (s subscriptions.Subscription, found bool, err error) {
	_, err = b.change(ctx, r, func(c *subscriptions.Chat) error {
		i := slices.IndexFunc(c.Subscriptions, func(s subscriptions.Subscription) bool { return s.ID == id })
		if found = i >= 0; !found {
			return errUnchanged
		}
		unchanged := c.Subscriptions[i].Muted == muted
		c.Subscriptions[i].Muted = muted
		s = c.Subscriptions[i]
		if unchanged {
			return errUnchanged
		}
		return nil
	})
	return s, found, err
}
