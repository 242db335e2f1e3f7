package bot

import (
	"context"
	"errors"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store"
)

// enough is how many matches are looked at to find the newest by its own time:
// sources are read at different moments, so detection is only nearly in order.
const enough = 50

// A view is what someone is paging through.
type view struct {
	matches func(*feed.Story) bool
	intro   markup.HTML
	none    markup.HTML // said where nothing matches
	verb    taps.Verb   // of the button to the story before
	text    []any       // its arguments after the story
}

// latest answers with the newest story that matches the argument or, without
// one, the subscriptions.
func (b *Bot) latest(ctx context.Context, r *request) ([]Reply, error) {
	if r.argument == "" {
		return b.turn(ctx, r, b.followedView(r), 0)
	}
	q, err := query.Parse(r.argument)
	if err != nil {
		return b.unreadable(ctx, r, r.argument, err)
	}
	id, err := b.pending.put(ctx, r.chat.ID, text{Query: q.String()})
	if err != nil {
		return nil, err
	}
	return b.turn(ctx, r, b.queryView(r, q, id), 0)
}

func (b *Bot) queryView(r *request, q *query.Query, id string) view {
	data := locale.Data{"What": render.Describe(q.String(), r.Printer)}
	return view{
		matches: func(s *feed.Story) bool { return matchesAny([]*query.Query{q}, s) },
		intro:   r.HTML("latest.query", data),
		none:    r.HTML("latest.query_none", data),
		verb:    taps.LatestOf, text: []any{id},
	}
}

// followedView is of what the chat follows, or of everything where that is nothing.
func (b *Bot) followedView(r *request) view {
	queries := interests(r.record)
	if len(queries) == 0 {
		return allView(r)
	}
	return view{
		matches: func(s *feed.Story) bool { return matchesAny(queries, s) },
		intro:   r.HTML("latest.followed", nil),
		none:    r.HTML("latest.followed_none", nil),
		verb:    taps.LatestHere,
	}
}

func allView(r *request) view {
	return view{
		matches: func(*feed.Story) bool { return true },
		intro:   r.HTML("latest.all", nil),
		none:    r.HTML("latest.all_none", nil),
		verb:    taps.LatestAll,
	}
}

func (b *Bot) latestOf(ctx context.Context, r *request) ([]Reply, error) {
	t, ok, err := b.pending.get(ctx, r.chat.ID, r.tap.String(1))
	if err != nil || !ok {
		return nil, errors.Join(err, stale(ok))
	}
	q, err := query.Restore(t.Query)
	if err != nil {
		return nil, taps.ErrStale
	}
	return b.turnTapped(ctx, r, b.queryView(r, q, t.id()))
}

func (b *Bot) latestHere(ctx context.Context, r *request) ([]Reply, error) {
	return b.turnTapped(ctx, r, b.followedView(r))
}

func (b *Bot) latestAll(ctx context.Context, r *request) ([]Reply, error) {
	return b.turnTapped(ctx, r, allView(r))
}

// turnTapped goes on from the story of the tap: in place, or at the beginning in
// a new message, as the menu that offers it stays useful.
func (b *Bot) turnTapped(ctx context.Context, r *request, v view) ([]Reply, error) {
	after, err := r.tap.Story(0)
	if err != nil {
		return nil, err
	}
	replies, err := b.turn(ctx, r, v, after)
	if err == nil && after != 0 && replies[0].Kind == Message {
		replies[0].Kind = Edit
	}
	return replies, err
}

// turn shows the newest match, or the newest before the story after.
func (b *Bot) turn(ctx context.Context, r *request, v view, after int64) ([]Reply, error) {
	var last *feed.Story
	if after != 0 {
		s, err := b.archive.Story(ctx, after)
		if errors.Is(err, store.ErrNotFound) {
			return nil, taps.ErrStale
		} else if err != nil {
			return nil, err
		}
		last = &s
	}
	var newest []feed.Story
	found, shown := 0, map[int64]bool{} // shown with a later story that tells the same
	all, err := b.scan(ctx, func(s *feed.Story) bool {
		ahead := last == nil || newestFirst(last, s) < 0
		if shown[s.Seq] || !ahead && len(s.Earlier) == 0 || !v.matches(s) {
			return true
		}
		if !r.record.Each {
			for _, seq := range s.Earlier {
				shown[seq] = true
			}
		}
		if ahead {
			newest = keepNewest(newest, s, 2)
			found++
		}
		return found < enough
	})
	if err != nil {
		return nil, err
	}
	if len(newest) == 0 {
		return []Reply{b.nothing(r, v, last, all)}, nil
	}
	report, err := b.report(ctx, &newest[0])
	if err != nil {
		return nil, err
	}
	message := b.render.Story(r.record, r.user.LanguageCode, report, v.intro)
	var buttons []telegram.Button
	if len(newest) > 1 {
		buttons = append(buttons, r.button("earlier", nil, v.verb, append([]any{newest[0].Seq}, v.text...)...))
	}
	message.Keyboard = keyboard([][]telegram.Button{buttons})
	return []Reply{{Kind: Message, Text: message}}, nil
}

// nothing says that no story matches, or none before the last.
func (b *Bot) nothing(r *request, v view, last *feed.Story, all bool) Reply {
	if last != nil {
		return toast(r.Text("toast.no_earlier", nil))
	}
	html := v.none
	if !all {
		html = paragraphs(html, r.HTML("latest.bounded", locale.Data{"Stories": scanStories}))
	}
	var rows [][]telegram.Button
	if v.verb == taps.LatestOf {
		rows = append(rows, row(r.button("subscribe", nil, taps.Subscribe, v.text...)))
	}
	if v.verb != taps.LatestAll {
		rows = append(rows, row(r.button("latest_all", nil, taps.LatestAll, int64(0))))
	}
	return say(html, rows...)
}
