package bot

import (
	"context"
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/feed/country"
	"newsbot/subscriptions"
)

// start greets, or follows the deep link: "/start c_IT" subscribes to Italy.
func (b *Bot) start(ctx context.Context, r *request) ([]Reply, error) {
	if code, ok := strings.CutPrefix(r.argument, "c_"); ok && country.Valid(country.Code(strings.ToUpper(code))) {
		return b.follow(ctx, r, country.Code(strings.ToUpper(code)))
	}
	if err := b.meet(ctx, r); err != nil {
		return nil, err
	}
	return []Reply{b.homeMenu(r)}, nil
}

// meet makes the chat known, and takes its word that the bot may write there.
func (b *Bot) meet(ctx context.Context, r *request) error {
	if !r.record.Created.IsZero() && r.record.Pause != subscriptions.NotAllowed {
		return nil
	}
	if allowed, err := b.mayChange(ctx, r); err != nil || !allowed {
		return err
	}
	_, err := b.change(ctx, r, func(c *subscriptions.Chat) error {
		if c.Pause == subscriptions.NotAllowed {
			c.Pause = subscriptions.Active
		}
		return nil
	})
	return err
}

func (b *Bot) home(_ context.Context, r *request) ([]Reply, error) {
	menu := b.homeMenu(r)
	menu.Kind = Edit
	return []Reply{menu}, nil
}

// homeMenu is the way on from anywhere.
func (b *Bot) homeMenu(r *request) Reply {
	id := "home.private"
	if !r.isPrivate() {
		id = "home.group"
	}
	return say(r.HTML(id, nil), b.homeRows(r)...)
}

func (b *Bot) homeRows(r *request) [][]telegram.Button {
	return [][]telegram.Button{
		row(r.button("countries", nil, taps.Regions)),
		row(r.button("list", nil, taps.List, 0), r.button("latest", nil, taps.LatestHere, int64(0))),
		row(r.button("settings", nil, taps.Settings), r.button("help", nil, taps.Help)),
	}
}

// help lists the commands from the table, then how to say what to look for.
func (b *Bot) help(_ context.Context, r *request) ([]Reply, error) {
	var commands []markup.HTML
	var short []string
	for _, c := range b.commands {
		if c.menus&placeOf(subscriptions.Kind(r.chat.Kind)) != 0 {
			commands = append(commands, c.usage(r)+" — "+markup.Escape(r.Text("menu."+c.name, nil)))
			if len(c.aliases) > 0 && len(c.aliases[0]) < len(c.name) {
				short = append(short, "/"+c.aliases[0])
			}
		}
	}
	note := markup.HTML("")
	if !r.isPrivate() {
		note = r.HTML("help.group", nil)
	}
	data := locale.Data{"Subscriptions": subscriptions.MaxSubscriptions, "Characters": subscriptions.MaxQuery}
	return []Reply{say(paragraphs(r.HTML("help.title", nil), joined("\n", commands), r.HTML("help.short", locale.Data{"Commands": strings.Join(short, ", ")}), r.HTML("help.queries", nil), r.HTML("help.limits", data), note),
		row(r.button("countries", nil, taps.Regions), r.button("settings", nil, taps.Settings)))}, nil
}
