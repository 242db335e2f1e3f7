package webchat

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"newsbot/bot/telegram/telegramtest"
)

// Limits of what a page may send. Telegram's of a message is in UTF-16 units.
const (
	maxRequest  = 128 << 10 // bytes
	maxMessage  = 4096
	maxHeadline = 300  // characters
	maxText     = 8000 // characters
)

// say lets a person write.
func (h *Handler) say(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Chat, Person int64
		Text         string
	}
	if !read(w, r, &in) {
		return
	}
	chat, person, why := h.who(in.Chat, in.Person)
	text := strings.TrimSpace(in.Text)
	switch {
	case chat == nil:
		refuse(w, why)
	case text == "":
		refuse(w, "There is nothing to send.")
	case len(utf16.Encode([]rune(text))) > maxMessage:
		refuse(w, fmt.Sprintf("A message has %d characters at most.", maxMessage))
	default:
		h.server.Say(chat.Chat, person, text)
		w.WriteHeader(http.StatusNoContent)
	}
}

// tap lets a person press a button.
func (h *Handler) tap(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Chat, Person int64
		Message      int
		Data         string
	}
	if !read(w, r, &in) {
		return
	}
	chat, person, why := h.who(in.Chat, in.Person)
	if chat == nil {
		refuse(w, why)
		return
	}
	if err := h.server.Tap(chat.Chat.ID, in.Message, in.Data, person); err != nil {
		refuse(w, "That button is gone.")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// publish puts a story into a feed.
func (h *Handler) publish(w http.ResponseWriter, r *http.Request) {
	var in Story
	if !read(w, r, &in) {
		return
	}
	in.Headline, in.Text = strings.Join(strings.Fields(in.Headline), " "), strings.TrimSpace(in.Text)
	switch {
	case h.options.Publish == nil:
		http.Error(w, "Nothing can be published here.", http.StatusNotFound)
	case !slices.Contains(h.options.Sources, in.Source):
		refuse(w, "There is no such feed.")
	case in.Headline == "":
		refuse(w, "A story needs a headline.")
	case len([]rune(in.Headline)) > maxHeadline:
		refuse(w, fmt.Sprintf("A headline has %d characters at most.", maxHeadline))
	case len([]rune(in.Text)) > maxText:
		refuse(w, fmt.Sprintf("A text has %d characters at most.", maxText))
	default:
		if err := h.options.Publish(r.Context(), in); err != nil {
			http.Error(w, "Not published: "+err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

// commands answers with the menu a person has in a chat.
func (h *Handler) commands(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.ParseInt(r.FormValue("chat"), 10, 64) // 0 is nobody's
	of, _ := strconv.ParseInt(r.FormValue("person"), 10, 64)
	chat, person, why := h.who(id, of)
	if chat == nil {
		refuse(w, why)
		return
	}
	write(w, h.menu(chat, person))
}

// who finds a chat and a person who may write in it, or says why not.
func (h *Handler) who(chat, person int64) (c *Chat, p telegramtest.User, why string) {
	if c = h.chats[chat]; c == nil {
		return nil, p, "There is no such chat on this page."
	}
	for _, p := range c.People {
		if p.ID == person {
			return c, p, ""
		}
	}
	return nil, p, "There is no such person in this chat."
}

// read decodes a request's body, or answers that it cannot. Only JSON is taken:
// a foreign page cannot send that without asking first.
func read(w http.ResponseWriter, r *http.Request, into any) bool {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		http.Error(w, "Send JSON.", http.StatusUnsupportedMediaType)
		return false
	}
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(into)
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		http.Error(w, "That is too long.", http.StatusRequestEntityTooLarge)
		return false
	}
	if err != nil {
		refuse(w, "That cannot be read.")
		return false
	}
	return true
}

func refuse(w http.ResponseWriter, why string) { http.Error(w, why, http.StatusBadRequest) }

func write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v) // a page that went away needs no answer
}
