package webchat

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"newsbot/bot/telegram/telegramtest"
)

const (
	maxStreams = 64               // pages at a time
	backlog    = 256              // events that may wait for one page; past that it gets everything anew
	heartbeat  = 15 * time.Second // so that a cut connection is noticed on both sides
	// writeLimit is how long a page may take to read. One that is slower is cut
	// off and gets everything anew when it is back.
	writeLimit = 10 * time.Second
)

// events tells a page what happens until it goes away.
func (h *Handler) events(w http.ResponseWriter, r *http.Request) {
	if h.streams.Add(1) > maxStreams {
		h.streams.Add(-1)
		http.Error(w, fmt.Sprintf("This page is open %d times already.", maxStreams), http.StatusServiceUnavailable)
		return
	}
	defer h.streams.Add(-1)
	// Subscribed before the state is read: what happens in between comes twice,
	// which a page can take, and never not at all.
	happened, stop := h.server.Subscribe(backlog)
	defer stop()

	w.Header().Set("Content-Type", "text/event-stream")
	out := stream{w, http.NewResponseController(w)}
	if out.event(h.state()) != nil {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case e := <-happened:
			if v := h.event(e); v != nil {
				err = out.event(v)
			}
		case <-beat.C:
			err = out.send(": still here\n\n")
		case <-r.Context().Done():
			return
		case <-h.closed:
			return
		}
		if err != nil {
			return
		}
	}
}

type stream struct {
	w    http.ResponseWriter
	ctrl *http.ResponseController
}

func (s stream) event(v any) error {
	body, err := json.Marshal(v) // of one line
	if err != nil {
		return err
	}
	return s.send("data: " + string(body) + "\n\n")
}

func (s stream) send(text string) error {
	// Where there are no deadlines, as in a test without a connection, there is
	// nothing to be slow either.
	_ = s.ctrl.SetWriteDeadline(time.Now().Add(writeLimit))
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.ctrl.Flush()
}

// event is what a page is told of e, or nil where that is not of its chats.
func (h *Handler) event(e telegramtest.Event) any {
	if e.Kind == telegramtest.Resync {
		return h.state()
	}
	if h.chats[e.ChatID] == nil {
		return nil
	}
	switch e.Kind {
	case telegramtest.PersonSaid, telegramtest.MessageSent, telegramtest.MessageEdited:
		return struct {
			Kind    string      `json:"kind"`
			Chat    int64       `json:"chat"`
			Message pageMessage `json:"message"`
		}{"message", e.ChatID, h.message(e.Message)}
	case telegramtest.MessageDeleted:
		return struct {
			Kind string `json:"kind"`
			Chat int64  `json:"chat"`
			ID   int    `json:"id"`
		}{"deleted", e.ChatID, e.Message.ID}
	case telegramtest.Typing:
		return struct {
			Kind string `json:"kind"`
			Chat int64  `json:"chat"`
		}{"typing", e.ChatID}
	case telegramtest.TapAnswered:
		return struct {
			Kind  string `json:"kind"`
			Chat  int64  `json:"chat"`
			ID    int    `json:"id"` // of the message
			Text  string `json:"text"`
			Alert bool   `json:"alert"`
		}{"answer", e.ChatID, e.Message.ID, e.Text, e.Alert}
	}
	return nil
}
