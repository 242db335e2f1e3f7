package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/feed/country"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

// around is how much of a query is shown on either side of what is wrong.
const around = 24 // characters

// unreadable says what is wrong with a query, where, and what to write instead.
func (b *Bot) unreadable(ctx context.Context, r *request, written string, err error) ([]Reply, error) {
	var e *query.Error
	if !errors.As(err, &e) {
		return nil, fmt.Errorf("read a query: %w", err)
	}
	parts := []markup.HTML{complaint(r, e)}
	if e.Code != query.Empty && e.Code != query.TooLong && e.Code != query.NoWords {
		parts = append(parts, pointed(written, e))
	}
	if e.Hint != "" {
		parts = append(parts, r.HTML("query.error.hint", locale.Data{"What": markup.Cut(markup.Line(e.Hint), 300)}))
	}
	meant, err := b.choices(ctx, r, e)
	if err != nil {
		return nil, err
	}
	if len(meant) > 0 {
		parts = append(parts, r.HTML("query.error.meant", nil))
	}
	return []Reply{say(paragraphs(parts...), meant, row(r.button("countries", nil, taps.Regions), r.button("help", nil, taps.Help)))}, nil
}

// choices offers to subscribe to the queries that e was most likely meant for.
func (b *Bot) choices(ctx context.Context, r *request, e *query.Error) ([]telegram.Button, error) {
	var buttons []telegram.Button
	var texts []text
	for i, choice := range e.Choices {
		q, err := query.Parse(choice)
		meant, ok := country.Lookup(e.Suggestions[i])
		if err != nil || !ok || len(buttons) == 3 {
			continue
		}
		if code, ok := q.IsCountry(); ok {
			buttons = append(buttons, telegram.Button{Label: flagged(r, code), Data: taps.Data(taps.Follow, code)})
			continue
		}
		t := text{Query: q.String()}
		texts = append(texts, t)
		label := r.short(t.Query)
		if !strings.Contains(label, country.Flag(meant)) { // cut off, and it is what the choice is about
			label = flagged(r, meant) + " …"
		}
		buttons = append(buttons, telegram.Button{Label: label, Data: taps.Data(taps.Subscribe, t.id())})
	}
	if len(texts) == 0 {
		return buttons, nil
	}
	return buttons, b.pending.keep(ctx, r.chat.ID, texts...)
}

// complaint says what is wrong.
func complaint(r *request, e *query.Error) markup.HTML {
	code := string(e.Code)
	if e.Code == query.DanglingNot && strings.EqualFold(e.Text, "емес") {
		code += " after"
	}
	return r.HTML("query.error."+strings.ReplaceAll(code, " ", "_"), locale.Data{
		"What": markup.Cut(markup.Line(e.Text), 60), "Characters": subscriptions.MaxQuery, "Letters": query.MinPrefix, "Levels": query.MaxDepth,
		"Near": query.MaxNear, "Distance": query.MaxDistance,
	})
}

// pointed shows the part of the query that is wrong, underlined among its
// neighbours.
func pointed(text string, e *query.Error) markup.HTML {
	characters := []rune(text)
	start := max(0, min(e.Pos, len(characters)))
	end := min(start+len([]rune(e.Text)), len(characters))
	if !strings.HasPrefix(string(characters[start:]), e.Text) {
		end = min(start+1, len(characters)) // Text is in another form than it was written in
	}
	end = min(end, start+2*around)
	before, after := characters[max(0, start-around):start], characters[end:min(len(characters), end+around)]
	wrong := markup.Line(string(characters[start:end]))
	if wrong == "" {
		wrong = "_"
	}
	html := "<u><b>" + markup.Escape(wrong) + "</b></u>"
	if b := lineKeepingEnds(before); b != "" {
		html = markup.Escape(b) + html
	}
	if start > around {
		html = "…" + html
	}
	html += markup.Escape(lineKeepingEnds(after))
	if end+around < len(characters) {
		html += "…"
	}
	return "» " + html
}

// lineKeepingEnds is markup.Line, but blanks at the ends stay, as one.
func lineKeepingEnds(characters []rune) string {
	const guard = "|"
	line := markup.Line(guard + string(characters) + guard)
	return strings.TrimSuffix(strings.TrimPrefix(line, guard), guard)
}
