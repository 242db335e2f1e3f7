package bot

import (
	"context"
	"errors"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/subscriptions"
	"newsbot/subscriptions/backtest"
	"newsbot/subscriptions/query"
)

const (
	maxSeveral    = 10  // queries in one /subscribe
	severalSaid   = 250 // characters about each of them, so that all fit into a message
	severalHinted = 80
)

// An outcome is what became of each of several queries, in the order written.
type outcome struct {
	added                []made
	already, full, wrong []markup.HTML
}

// subscribeSeveral subscribes to every query of several that can be read, in one
// change, and says of each how it was understood or what is wrong.
func (b *Bot) subscribeSeveral(ctx context.Context, r *request, texts []string) ([]Reply, error) {
	if len(texts) > maxSeveral {
		return []Reply{say(r.HTML("subscribe.several_many", locale.Data{"Count": len(texts), "Number": maxSeveral}))}, nil
	}
	var o outcome
	var queries []*query.Query
	for _, text := range texts {
		q, err := query.Parse(text)
		var e *query.Error
		if errors.As(err, &e) {
			o.wrong = append(o.wrong, wrong(r, text, e))
			continue
		}
		queries = append(queries, q)
	}
	if len(queries) > 0 {
		_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
			o.added, o.already, o.full = nil, nil, nil
			for _, q := range queries {
				o.note(r, c, q, b)
			}
			if len(o.added) == 0 {
				return errUnchanged
			}
			c.Thread = r.thread
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	list := r.button("list", nil, taps.List, 0)
	if len(o.added) == 0 {
		return []Reply{say(o.said(b, r), row(list, r.button("help", nil, taps.Help)))}, nil
	}
	if err := b.lookBackAll(ctx, r, o.added); err != nil {
		return nil, err
	}
	// Made in one change, they have numbers in a row.
	first, last := o.added[0].id, o.added[len(o.added)-1].id
	return []Reply{say(o.said(b, r), row(r.button("undo", nil, taps.UndoSeveral, first, last), list))}, nil
}

// note subscribes the chat to q and notes what became of it.
func (o *outcome) note(r *request, c *subscriptions.Chat, q *query.Query, b *Bot) {
	s, err := c.Subscribe(q, b.now())
	switch {
	case errors.Is(err, subscriptions.ErrSubscribed):
		o.already = append(o.already, described(r, s.Query))
	case err != nil:
		o.full = append(o.full, described(r, q.String()))
	default:
		o.added = append(o.added, made{id: s.ID, query: q})
	}
}

func (o *outcome) said(b *Bot, r *request) markup.HTML {
	var added []markup.HTML
	var arrives, begins markup.HTML
	for _, m := range o.added {
		added = append(added, lately(r, m))
		if m.report != nil && m.report.End == backtest.ArchiveBegins {
			begins = reach(r, *m.report) // the same of all
		}
		arrives = b.arrives(r)
	}
	return paragraphs(
		joined("\n", []markup.HTML{bulleted(r.HTML("subscribe.several_done", nil), added), begins}),
		bulleted(r.HTML("subscribe.several_already", nil), o.already),
		bulleted(r.HTML("subscribe.several_full", locale.Data{"Number": subscriptions.MaxSubscriptions}), o.full),
		bulleted(r.HTML("subscribe.several_wrong", nil), o.wrong),
		arrives)
}

// lately describes a subscription and says how many stories it would have sent.
func lately(r *request, m made) markup.HTML {
	said := described(r, m.query.String())
	if m.report == nil || m.report.End == backtest.OutOfTime {
		return said
	}
	return said + " · " + r.HTML("subscribe.several_lately", locale.Data{"Count": m.report.Count, "Days": backtest.Days})
}

// described says how a query is understood, in few enough characters.
func described(r *request, canonical string) markup.HTML {
	return markup.Escape(markup.Cut(render.Describe(canonical, r.Printer).Plain(), severalSaid))
}

// wrong says what is wrong with one of several queries.
func wrong(r *request, text string, e *query.Error) markup.HTML {
	said := markup.Escape(markup.Cut(complaint(r, e).Plain(), severalSaid))
	lines := []markup.HTML{markup.Escape(markup.Cut(markup.Line(text), severalHinted)), said}
	if e.Hint != "" && len([]rune(e.Hint)) <= severalHinted {
		lines = append(lines, r.HTML("query.error.hint", locale.Data{"What": markup.Line(e.Hint)}))
	}
	return joined("\n   ", lines)
}

// bulleted returns a list under its title, or nothing.
func bulleted(title markup.HTML, items []markup.HTML) markup.HTML {
	if len(items) == 0 {
		return ""
	}
	for _, item := range items {
		title += "\n• " + item
	}
	return title
}
