package bot

import (
	"context"
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

// maxOffer is the longest text taken for something to look for, in characters;
// what is longer is most likely a message to somebody.
const maxOffer = 64

// plain answers a text without a command in a private chat: it may be what they
// look for.
func (b *Bot) plain(ctx context.Context, r *request, said string) ([]Reply, error) {
	q, err := query.Parse(said)
	if err != nil || len([]rune(said)) > maxOffer {
		return []Reply{say(r.HTML("plain.help", nil), b.homeRows(r)...)}, nil
	}
	id, err := b.pending.put(ctx, r.chat.ID, text{Query: q.String()})
	if err != nil {
		return nil, err
	}
	rows := [][]telegram.Button{
		row(r.button("subscribe_to", locale.Data{"What": r.short(q.String())}, taps.Subscribe, id)),
		row(r.button("latest_of", nil, taps.LatestOf, int64(0), id), r.button("help", nil, taps.Help)),
	}
	var meant []telegram.Button
	for _, name := range country.Suggest(markup.Line(said)) {
		if code, ok := country.Lookup(name); ok && len(meant) < 3 {
			meant = append(meant, telegram.Button{Label: flagged(r, code), Data: taps.Data(taps.Follow, code)})
		}
	}
	data := locale.Data{"What": render.Describe(q.String(), r.Printer)}
	return []Reply{say(r.HTML("plain.offer", data), append([][]telegram.Button{meant}, rows...)...)}, nil
}

// unknown answers a command that there is not.
func (b *Bot) unknown(r *request, name string) []Reply {
	data := locale.Data{"Command": "/" + markup.Cut(markup.Line(name), 32)}
	if near, ok := b.nearest(strings.ToLower(name)); ok {
		data["Near"] = "/" + near
		return []Reply{say(r.HTML("unknown.near", data), row(r.button("help", nil, taps.Help)))}
	}
	return []Reply{say(r.HTML("unknown", data), row(r.button("help", nil, taps.Help)))}
}
