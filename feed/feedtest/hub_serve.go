package feedtest

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// ServeHTTP takes a request.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost {
		http.Error(w, "a hub is posted forms", http.StatusBadRequest)
		return
	}
	seconds, _ := strconv.Atoi(r.PostForm.Get("hub.lease_seconds")) // none is 0
	req := HubRequest{
		Mode: r.PostForm.Get("hub.mode"), Topic: r.PostForm.Get("hub.topic"), Callback: r.PostForm.Get("hub.callback"),
		Secret: r.PostForm.Get("hub.secret"), Lease: time.Duration(seconds) * time.Second, Header: r.Header.Clone(),
	}
	h.mu.Lock()
	f := h.fault
	h.requests = append(h.requests, req)
	if f.makesSureLater() {
		h.pending++
	}
	h.tell()
	h.mu.Unlock()
	switch f.Kind {
	case HubFails:
		if f.RetryAfter != "" {
			w.Header().Set("Retry-After", f.RetryAfter)
		}
		http.Error(w, "the hub fails as it was asked to", orDefault(f.Status, http.StatusServiceUnavailable))
		return
	case HubRedirects:
		w.Header().Set("Location", f.Location)
		w.WriteHeader(orDefault(f.Status, http.StatusTemporaryRedirect))
		return
	case HubHurries, HubDownMidway:
		h.makeSure(req, f)
		if f.Kind == HubDownMidway {
			http.Error(w, "the hub fails as it was asked to", http.StatusBadGateway)
			return
		}
	}
	if f.makesSureLater() {
		go func() {
			h.makeSure(req, f)
			h.mu.Lock()
			defer h.mu.Unlock()
			h.pending--
			h.tell()
		}()
	}
	w.WriteHeader(http.StatusAccepted)
}

// makeSure asks the subscriber whether it made the request.
func (h *Hub) makeSure(req HubRequest, f HubFault) {
	query := url.Values{"hub.mode": {req.Mode}, "hub.topic": {req.Topic}}
	challenge := "challenge of " + req.Callback
	switch f.Kind {
	case HubDenies:
		query.Set("hub.mode", "denied")
		query.Set("hub.reason", "it was told to")
		h.Ask(req.Callback, query)
		h.drop(req.Callback)
		return
	case WrongTopic:
		query.Set("hub.topic", req.Topic+"/other")
	case WrongMode:
		query.Set("hub.mode", map[string]string{"subscribe": "unsubscribe", "unsubscribe": "subscribe"}[req.Mode])
	}
	query.Set("hub.challenge", challenge)
	if granted := h.granted(req); f.Kind != NoLease && granted > 0 {
		query.Set("hub.lease_seconds", strconv.Itoa(int(granted.Seconds())))
	}
	answer := h.Ask(req.Callback, query)
	if !answer.Agreed {
		return
	}
	if req.Mode == "unsubscribe" {
		h.drop(req.Callback)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.held[req.Callback] = req
	h.tell()
}

func (h *Hub) granted(req HubRequest) time.Duration {
	if h.Lease > 0 {
		return h.Lease
	}
	return req.Lease
}

func (h *Hub) drop(callback string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.held, callback)
	h.tell()
}

// tell wakes those who wait. The caller holds mu.
func (h *Hub) tell() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// Ask puts a question to a callback and returns the answer.
func (h *Hub) Ask(callback string, query url.Values) HubAnswer {
	answer := HubAnswer{Mode: query.Get("hub.mode")}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, callback+"?"+query.Encode(), nil)
	if err == nil {
		var resp *http.Response
		if resp, err = http.DefaultClient.Do(req); err == nil {
			defer resp.Body.Close()
			body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)) // what is cut short is no good answer
			answer.Status, answer.Header = resp.StatusCode, resp.Header
			answer.Agreed = resp.StatusCode/100 == 2 && string(body) == query.Get("hub.challenge")
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answers = append(h.answers, answer)
	h.tell()
	return answer
}
