// Package render turns stories into messages: pure functions from a story and
// the chat that reads it to a telegram.Text.
//
// A Renderer makes alerts (headline first, for a lock screen), digests (split at
// story borders) and single stories (for /latest). Whatever a publisher writes, a
// message stays within Telegram's limits, in its HTML and in the plain text that
// replaces it where Telegram refuses the HTML. The package stores nothing.
package render

import (
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/telegram"
	"newsbot/feed/country"
	"newsbot/subscriptions"
)

// Options are what a Renderer needs. Catalog must be set.
type Options struct {
	Catalog *locale.Catalog
	Zone    *time.Location   // of chats that chose none; nil: UTC
	Home    country.Code     // its flag comes last, as most stories have it; or ""
	Now     func() time.Time // decides what "today" is; nil: time.Now
}

// A Renderer renders for any chat. It may be used from any goroutine.
type Renderer struct {
	catalog *locale.Catalog
	zone    *time.Location
	home    country.Code
	now     func() time.Time
}

// New returns a Renderer.
func New(o Options) *Renderer {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Renderer{catalog: o.Catalog, zone: o.Zone, home: o.Home, now: o.Now}
}

// A reader is a chat's way to read: its language and its clock.
type reader struct {
	*locale.Printer
	zone *time.Location
	now  time.Time
	home country.Code
}

func (r *Renderer) reader(chat *subscriptions.Chat, language string) reader {
	return reader{r.catalog.For(chat.Language, language), chat.Location(r.zone), r.now(), r.home}
}

// A block is a piece of a message: as HTML, and as plain text that says all of
// it, the addresses of links included.
type block struct {
	html  markup.HTML
	plain string
}

func text(html markup.HTML) block { return block{html, html.Plain()} }

func (b block) plus(c block) block { return block{b.html + c.html, b.plain + c.plain} }

func (b block) fits() bool {
	return markup.Units(b.html.Plain()) <= markup.MaxUnits && markup.Units(b.plain) <= markup.MaxUnits &&
		len(b.html) <= markup.MaxRaw && len(b.plain) <= markup.MaxRaw && b.html.Entities() <= markup.MaxEntities
}

// lines joins the blocks that hold anything.
func lines(separator string, blocks ...block) block {
	var out block
	for _, b := range blocks {
		if b.plain == "" {
			continue
		}
		if out.plain != "" {
			out = out.plus(block{markup.HTML(separator), separator})
		}
		out = out.plus(b)
	}
	return out
}

func (b block) text() telegram.Text { return telegram.Text{HTML: string(b.html), Plain: b.plain} }

// Text returns the message that says html, with a keyboard.
func Text(html markup.HTML, keyboard telegram.Keyboard) telegram.Text {
	t := text(html).text()
	t.Keyboard = keyboard
	return t
}
