package render

import (
	"strings"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions"
)

const (
	maxNamed = 5 // subscriptions named under an alert
	maxMutes = 3 // mute buttons under an alert
)

// Alert renders a story for a chat, with the others that tell the same, the
// subscriptions that it matched and a button to mute each of them; one that is muted
// has a button to end that.
func (r *Renderer) Alert(chat *subscriptions.Chat, story *feed.Report, matched []subscriptions.Subscription) telegram.Text {
	in := r.reader(chat, "")
	t := in.withAlso(story, in.reason(matched),
		lines("\n", in.headline(&story.Story), in.origin(&story.Story)),
		lead(&story.Story, maxLead)).text()
	t.Keyboard = in.mutes(matched, story.Seq)
	t.Preview = preview(&story.Story)
	t.Thread = chat.Thread
	return t
}

// Story renders a story for someone who asked for it; language is the reader's own,
// for a chat that chose none. Intro, which may be empty, goes first.
func (r *Renderer) Story(chat *subscriptions.Chat, language string, story *feed.Report, intro markup.HTML) telegram.Text {
	in := r.reader(chat, language)
	t := in.withAlso(story, block{},
		text(intro),
		lines("\n", in.headline(&story.Story), in.origin(&story.Story)),
		lead(&story.Story, maxLead)).text()
	t.Preview = preview(&story.Story)
	return t
}

// preview returns what Telegram may show a card of: the story's page, or its
// picture where it has no page.
func preview(story *feed.Story) string {
	if link, ok := markup.Address(story.Link); ok {
		return link
	}
	picture, _ := markup.Address(story.Image)
	return picture
}

// Headlines renders the titles of a few stories, each with its date.
func (r *Renderer) Headlines(chat *subscriptions.Chat, language string, stories []feed.Story) markup.HTML {
	in := r.reader(chat, language)
	var out []string
	for i := range stories {
		title := markup.Cut(markup.Line(stories[i].Title), maxShort)
		when := in.When(stories[i].When().In(in.zone), in.now)
		out = append(out, string("• "+markup.Link(title, stories[i].Link)+" · "+markup.Escape(when)))
	}
	return markup.HTML(strings.Join(out, "\n"))
}

// reason says which subscriptions a story matched.
func (r reader) reason(matched []subscriptions.Subscription) block {
	if len(matched) == 0 {
		return block{}
	}
	var names []string
	for _, s := range matched[:min(len(matched), maxNamed)] {
		names = append(names, Label(s.Query, r.Language(), maxLabel))
	}
	data := locale.Data{"What": strings.Join(names, ", "), "Count": len(matched) - maxNamed}
	if len(matched) > maxNamed {
		return text(r.HTML("alert.reason_more", data))
	}
	return text(r.HTML("alert.reason", locale.Data{"What": data["What"]}))
}

func (r reader) mutes(matched []subscriptions.Subscription, story int64) telegram.Keyboard {
	var keyboard telegram.Keyboard
	for _, s := range matched[:min(len(matched), maxMutes)] {
		id := "button.mute"
		if s.Muted {
			id = "button.unmute"
		}
		keyboard = append(keyboard, []telegram.Button{{
			Label: r.Text(id, locale.Data{"What": Label(s.Query, r.Language(), maxButton)}),
			Data:  taps.Data(taps.MuteAlert, s.ID, story, !s.Muted),
		}})
	}
	return keyboard
}
