package telegram

import (
	"fmt"
	"time"
)

// A Reason says why a request failed, and so what to do about it.
type Reason string

// The reasons, see Error.
const (
	// NotSent: no byte of the request went out. Safe to repeat.
	NotSent Reason = "not sent"
	// Unknown: the request went out and no answer came back; it may have worked.
	Unknown Reason = "outcome unknown"
	// TooMany: 429. Repeat after RetryAfter.
	TooMany Reason = "too many requests"
	// Server: Telegram says it failed (5xx as JSON, or a gateway's page that
	// says the request was not taken). Repeat with back-off.
	Server Reason = "server error"
	// Blocked: the person blocked the bot, is deactivated or never started it.
	Blocked Reason = "blocked"
	// Removed: the bot is not in the group or channel, or that is gone.
	Removed Reason = "removed"
	// Migrated: the group is now MigrateTo.
	Migrated Reason = "migrated"
	// NotFound: there is no such chat. Sometimes passing.
	NotFound Reason = "chat not found"
	// TopicGone: the topic is closed or deleted; the chat is there.
	TopicGone Reason = "topic gone"
	// NotAllowed: the bot may not write there.
	NotAllowed Reason = "not allowed to write"
	// BadMarkup: the HTML was refused; the plain text may pass.
	BadMarkup Reason = "markup refused"
	// BadText: the text is too long or empty.
	BadText Reason = "text refused"
	// NotModified: an edit that changes nothing. As good as done.
	NotModified Reason = "not modified"
	// Gone: the message to edit or answer, or the tap, is gone or too old.
	Gone Reason = "gone"
	// Unauthorized: the token is wrong or revoked. Nothing will work.
	Unauthorized Reason = "unauthorized"
	// Conflict: another process polls with this token, or a webhook is set.
	Conflict Reason = "conflict"
	// Refused: any other 4xx. Do not repeat.
	Refused Reason = "refused"
)

// An Error is a request to Telegram that failed. It never holds the token.
type Error struct {
	Method     string
	Reason     Reason
	Code       int           // Telegram's or HTTP's; 0 where there was no answer
	Text       string        // Telegram's description, or the cause
	RetryAfter time.Duration // with TooMany
	MigrateTo  int64         // with Migrated
	Err        error         // the cause below, redacted; may be nil
}

func (e *Error) Error() string {
	if e.Code == 0 {
		return fmt.Sprintf("telegram %s: %s: %s", e.Method, e.Reason, e.Text)
	}
	return fmt.Sprintf("telegram %s: %s: %d %s", e.Method, e.Reason, e.Code, e.Text)
}

func (e *Error) Unwrap() error { return e.Err }
