package feedtest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"time"
)

// Push sends a body to all that hold a subscription to the topic, and returns the
// statuses of their answers; 0: there was none.
func (h *Hub) Push(topic string, body []byte) (statuses []int) {
	for _, r := range h.Held() {
		if r.Topic == topic {
			statuses = append(statuses, h.PushTo(r, body))
		}
	}
	return statuses
}

// PushTo sends a body to one subscriber, whatever it is subscribed to.
func (h *Hub) PushTo(r HubRequest, body []byte) int {
	h.mu.Lock()
	f := h.fault
	h.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var content io.Reader = bytes.NewReader(body)
	if f.Kind == ShortPush {
		content = io.MultiReader(content, failing{})
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.Callback, content)
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", "application/rss+xml")
	req.Header.Set("Link", fmt.Sprintf(`<%s>; rel="hub", <%s>; rel="self"`, h.url, r.Topic))
	if signature := h.sign(f, r.Secret, body); signature != "" {
		req.Header.Set("X-Hub-Signature", signature)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the hub stops here") }

func (h *Hub) sign(f HubFault, secret string, body []byte) string {
	method := h.Method
	if method == "" {
		method = "sha256"
	}
	of := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}[method]
	switch f.Kind {
	case NoSignature:
		return ""
	case WrongSecret:
		secret += "x"
	case OddSignature:
		method = "rot13"
	}
	mac := hmac.New(of, []byte(secret))
	mac.Write(body)
	return method + "=" + hex.EncodeToString(mac.Sum(nil))
}
