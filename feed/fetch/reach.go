package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"newsbot/feed"
)

// A tracer sees how far a question comes, all its hops together.
type tracer struct{ answered atomic.Bool }

// watch returns a context in which requests are seen.
func (t *tracer) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:              func(string) { t.answered.Store(false) }, // a hop is a question of its own
		GotFirstResponseByte: func() { t.answered.Store(true) },
	})
}

// reach says what came of a question that ended with err.
func (t *tracer) reach(err error) feed.Reach {
	var certificate *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(err, ErrPrivate), errors.Is(err, ErrRobots), errors.Is(err, errPort), errors.Is(err, errAddress):
		return feed.NotAsked
	case t.answered.Load(), errors.As(err, &certificate), errors.As(err, &alert), errors.As(err, &record),
		errors.Is(err, http.ErrSchemeMismatch):
		return feed.Answered
	}
	return feed.NoAnswer
}
