package websub

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"strings"
)

const (
	// maxPush is how many bytes are hashed of a push: no larger feed is read, either.
	maxPush = 15 << 20
	// pushesAtOnce are read of one subscription.
	pushesAtOnce = 4
)

// methods are those that a hub may sign with (WebSub, "Recognized algorithm names").
var methods = map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}

// push takes what a hub posts. One that is not signed as agreed is ignored and answered
// all the same, so that nobody learns which signature would have been good.
func (s *Subscriber) push(w http.ResponseWriter, r *http.Request, sub subscription) {
	if sub.Ending {
		http.Error(w, "this is wanted no more", http.StatusGone)
		return
	}
	if !s.enter(sub.ID) {
		s.observe(Crowded)
		w.Header().Set("Retry-After", "10")
		http.Error(w, "too many at once", http.StatusServiceUnavailable)
		return
	}
	defer s.leave(sub.ID)
	good, err := isSigned(http.MaxBytesReader(w, r.Body, maxPush), r.Header.Get("X-Hub-Signature"), sub.Secret)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		s.observe(Unreadable)
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		s.observe(Unreadable)
		http.Error(w, "cut short", http.StatusBadRequest)
		return
	case good:
		s.observe(Pushed)
		s.handOn(sub.Source)
	default:
		s.observe(Forged)
	}
	w.WriteHeader(http.StatusAccepted)
}

// isSigned reads a body to its end and says whether its signature is one with the
// secret.
func isSigned(body io.Reader, signature, secret string) (bool, error) {
	name, digits, _ := strings.Cut(strings.TrimSpace(signature), "=")
	method, known := methods[strings.ToLower(name)]
	said, bad := hex.DecodeString(digits)
	if !known || bad != nil {
		_, err := io.Copy(io.Discard, body)
		return false, err
	}
	mac := hmac.New(method, []byte(secret))
	if _, err := io.Copy(mac, body); err != nil {
		return false, err
	}
	return hmac.Equal(said, mac.Sum(nil)), nil
}

func (s *Subscriber) enter(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pushing[id] >= pushesAtOnce {
		return false
	}
	s.pushing[id]++
	return true
}

func (s *Subscriber) leave(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pushing[id]--; s.pushing[id] <= 0 {
		delete(s.pushing, id)
	}
}

// handOn leaves a push to Run. There is one place a source, however often it is pushed.
func (s *Subscriber) handOn(source string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting[source] = true
	select {
	case s.wake <- struct{}{}:
	default: // it has been told
	}
}
