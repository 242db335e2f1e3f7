package bot

import (
	"context"
	"errors"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
)

// A request is a message or a tap, as a handler sees it.
type request struct {
	*locale.Printer // in the language to answer in
	chat            telegram.ChatRef
	user            telegram.User
	anonymous       bool // in the chat's own name, and so by an admin
	thread          int
	message         *telegram.Message // nil with a tap
	argument        string            // of a command, trimmed
	tapped          *telegram.Tap     // nil with a message
	answered        bool              // tapped, that is
	tap             taps.Tap          // what tapped says
	shown           int               // the message that answered last; 0: none

	// record is the chat as it was stored when the request came; never nil.
	record *subscriptions.Chat

	// then is done once the replies are out, and its replies are sent after them;
	// nil: nothing.
	then func(context.Context) ([]Reply, error)
}

func (b *Bot) request(chat telegram.ChatRef, user telegram.User) *request {
	record, ok := b.book.Get(chat.ID)
	if !ok {
		record = &subscriptions.Chat{ID: chat.ID, Kind: subscriptions.Kind(chat.Kind)}
	}
	return &request{Printer: b.catalog.For(record.Language, user.LanguageCode), chat: chat, user: user, record: record}
}

func (r *request) person() person { return person{r.chat.ID, r.user.ID} }

func (r *request) isPrivate() bool { return r.chat.Kind == string(subscriptions.Private) }

// name is how a query is called in a sentence or a list.
func (r *request) name(query string) string { return render.Label(query, r.Language(), 60) }

// short is how a query is called on a button.
func (r *request) short(query string) string { return render.Label(query, r.Language(), 24) }

// button returns a button with the text of id; more than one datum is a mistake.
func (r *request) button(id string, data locale.Data, verb taps.Verb, arguments ...any) telegram.Button {
	return telegram.Button{Label: r.Text("button."+id, data), Data: taps.Data(verb, arguments...)}
}

// errUnchanged leaves a chat as it is, without a write.
var errUnchanged = errors.New("unchanged")

// change updates the request's chat, with ops in the same commit, and returns it
// as it is then. What change decides it stores in variables of the caller's.
func (b *Bot) change(ctx context.Context, r *request, change func(*subscriptions.Chat) error, with ...store.Op) (*subscriptions.Chat, error) {
	chat, err := b.book.Update(ctx, r.chat.ID, func(c *subscriptions.Chat) error {
		if err := change(c); err != nil {
			return err
		}
		b.acquaint(c, r)
		return nil
	}, with...)
	if errors.Is(err, errUnchanged) {
		return r.record, nil
	}
	if err == nil {
		r.record = chat
	}
	return chat, err
}

// acquaint fills in what a chat does not say of itself. Alerts have no person to
// ask for a language, so a private chat keeps the one its person writes in.
func (b *Bot) acquaint(c *subscriptions.Chat, r *request) {
	c.Kind = subscriptions.Kind(r.chat.Kind)
	if c.Created.IsZero() {
		c.Created = b.now()
	}
	if found, ok := b.catalog.Find(r.user.LanguageCode); ok && c.Language == "" && r.isPrivate() {
		c.Language = found
	}
}

// paragraphs joins the parts that say anything, apart by an empty line.
func paragraphs(parts ...markup.HTML) markup.HTML { return joined("\n\n", parts) }

func joined(separator markup.HTML, parts []markup.HTML) markup.HTML {
	var out markup.HTML
	for _, p := range parts {
		if p == "" {
			continue
		}
		if out != "" {
			out += separator
		}
		out += p
	}
	return out
}
