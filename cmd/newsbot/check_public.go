package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"newsbot/feed/websub"
)

// reachWithin is how long a request to ourselves may take.
const reachWithin = 10 * time.Second

// checkReached asks itself, through the public address, for a word that nobody else
// knows: what hubs would send arrives by the same way.
func checkReached(ctx context.Context, cfg *Config, r *report) error {
	listener, err := net.Listen("tcp", cfg.HTTP.Listen)
	if err != nil { // which was told
		r.said = cfg.HTTP.PublicURL + ", not tried, as http.listen is in use"
		return nil
	}
	word := rand.Text()
	server := &http.Server{ReadHeaderTimeout: reachWithin, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, websub.Path+"check") {
			http.NotFound(w, r)
			return
		}
		_, _ = io.WriteString(w, word) // whoever asks is we
	})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // ends with ErrServerClosed
	}()
	defer func() {
		_ = server.Close() // with all its connections
		<-done
	}()
	if err := reach(ctx, cfg.HTTP.PublicURL, word); err != nil {
		return fmt.Errorf("%s does not lead to http.listen: %w; have your web server forward %s to %s, and look at its name in the DNS and at firewalls",
			cfg.HTTP.PublicURL, err, websub.Path, cfg.HTTP.Listen)
	}
	r.said = cfg.HTTP.PublicURL + " leads here"
	return nil
}

// reach gets the word through the public address. That is the operator's own, and may
// be private as seen from here.
func reach(ctx context.Context, public, word string) error {
	ctx, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(public, "/")+websub.Path+"check", nil)
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
	switch {
	case err != nil:
		return err
	case resp.StatusCode/100 == 3:
		return fmt.Errorf("it redirects, with status %d, which hubs do not follow", resp.StatusCode)
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("it answers with status %d", resp.StatusCode)
	case string(body) != word:
		return errors.New("something else answers there")
	}
	return nil
}
