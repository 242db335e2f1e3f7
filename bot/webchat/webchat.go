package webchat

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

// Options say what the page shows.
type Options struct {
	Title string // empty: the bot's name
	Chats []Chat // at least one, in the order in which they are listed
	// Publish, where set, puts a story into a feed; the page then offers it,
	// for the sources. Its errors are shown to the person.
	Publish func(context.Context, Story) error
	Sources []string
	// Hosts are further host names under which the page may be opened. Any IP
	// address and localhost always are.
	Hosts []string
}

// A Chat is one of those the page shows.
type Chat struct {
	Chat telegramtest.Chat
	// People may write there, the first unless another is chosen: at least one.
	People []telegramtest.User
	Place  string         // where they are, in words; may be empty
	Zone   *time.Location // times are shown in it; nil: the browser's
	// Suggestions are texts offered to be sent with a tap.
	Suggestions []string
}

// A Story is what a person publishes by hand.
type Story struct {
	Source         string // one of Options.Sources
	Headline, Text string
}

// A Handler serves the page and what it asks for.
type Handler struct {
	server  *telegramtest.Server
	options Options
	chats   map[int64]*Chat
	mux     http.Handler
	streams atomic.Int32
	closed  chan struct{}
	close   sync.Once
}

//go:embed page
var files embed.FS

// New returns the page's handler, to be served at "/".
func New(server *telegramtest.Server, o Options) (*Handler, error) {
	h := &Handler{server: server, options: o, chats: map[int64]*Chat{}, closed: make(chan struct{})}
	if len(o.Chats) == 0 {
		return nil, errors.New("webchat: no chats")
	}
	for i := range o.Chats {
		c := &o.Chats[i]
		if len(c.People) == 0 || c.Chat.ID == 0 || h.chats[c.Chat.ID] != nil {
			return nil, fmt.Errorf("webchat: chat %d (%s) has nobody in it, no id, or the id of another", c.Chat.ID, c.Chat.Title)
		}
		h.chats[c.Chat.ID] = c
	}
	if o.Publish != nil && len(o.Sources) == 0 {
		return nil, errors.New("webchat: no source to publish to")
	}
	page, err := fs.Sub(files, "page")
	if err != nil {
		return nil, fmt.Errorf("webchat: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(page))
	mux.HandleFunc("GET /api/events", h.events)
	mux.HandleFunc("GET /api/commands", h.commands)
	mux.HandleFunc("POST /api/say", h.say)
	mux.HandleFunc("POST /api/tap", h.tap)
	mux.HandleFunc("POST /api/publish", h.publish)
	h.mux = guard(mux, o.Hosts)
	return h, nil
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// Close ends the connections of pages, which else go on for as long as a page
// is open: for http.Server's RegisterOnShutdown.
func (h *Handler) Close() { h.close.Do(func() { close(h.closed) }) }
