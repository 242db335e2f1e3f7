package telegram

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Bounds of how long a 429 may make us wait. Up to a day has been seen; one
// that names no time must not be repeated at once.
const (
	maxRetryAfter     = 7 * 24 * time.Hour
	defaultRetryAfter = 5 * time.Second
)

// texts maps what Telegram's server says to reasons. Codes change between
// versions and are lost on some paths, the texts have stayed; they are looked
// for in any case, in this order.
var texts = [...]struct {
	text   string
	reason Reason
}{
	{"bot was blocked by the user", Blocked},
	{"user is deactivated", Blocked},
	{"bot can't initiate conversation with a user", Blocked},
	{"can't send messages to the bot", Blocked},
	{"can't send messages to bots", Blocked},

	{"bot was kicked from the", Removed},
	{"bot is not a member of the", Removed},
	{"group chat was deleted", Removed},
	// Without the new id there is nowhere to go. The service message that
	// announces the move brings it.
	{"upgraded to a supergroup", Removed},

	{"chat not found", NotFound},
	{"peer_id_invalid", NotFound},

	{"message thread not found", TopicGone},
	{"topic_closed", TopicGone},
	{"topic_deleted", TopicGone},

	{"not enough rights to send", NotAllowed},
	{"have no write access to the chat", NotAllowed},
	{"chat_write_forbidden", NotAllowed},
	{"need administrator rights in the channel", NotAllowed},

	{"can't parse entities", BadMarkup},

	{"message is too long", BadText},
	{"caption is too long", BadText},
	{"text is too long", BadText},
	{"message_too_long", BadText},
	{"message text is empty", BadText},
	{"text must be non-empty", BadText},

	{"message is not modified", NotModified},

	{"message to edit not found", Gone},
	{"message can't be edited", Gone},
	{"message to be replied not found", Gone},
	{"query is too old", Gone},
	{"query id is invalid", Gone},

	{"terminated by other getupdates", Conflict},
	{"while webhook is active", Conflict},
}

// classify says why a request failed.
func (c *Client) classify(method string, x *exchange, err error) *Error {
	e := &Error{Method: method, Code: x.status, Text: short(c.secret.text(err.Error())), Err: c.secret.cause(err)}
	var said *tgbotapi.Error
	var status *statusError
	switch {
	case errors.As(err, &said):
		e.Err = nil
		if said.Code != 0 {
			e.Code = said.Code
		}
		c.classifyAnswer(e, x, said)
	case errors.As(err, &status):
		e.Err = nil
		e.Reason = classifyStatus(x.status)
		e.Text = fmt.Sprintf("HTTP %d, %s", status.Status, e.Text)
	case x.status != 0:
		// An answer began and broke off, or is not the JSON that was promised.
		if x.status == http.StatusOK {
			e.Text = "unreadable answer: " + e.Text
		}
		e.Reason = classifyStatus(x.status)
	case x.wrote.Load():
		e.Reason = Unknown
	default:
		e.Reason = NotSent
	}
	if e.Reason == TooMany {
		e.RetryAfter = retryAfter(said, x)
	}
	return e
}

// classifyAnswer reads an error that Telegram itself reports.
func (c *Client) classifyAnswer(e *Error, x *exchange, said *tgbotapi.Error) {
	if e.Text == "" {
		e.Text = "no description"
	}
	lower := strings.ToLower(said.Message)
	switch {
	case said.RetryAfter > 0 || e.Code == http.StatusTooManyRequests || strings.HasPrefix(lower, "too many requests"):
		e.Reason = TooMany
		return
	case said.MigrateToChatID != 0:
		e.Reason, e.MigrateTo = Migrated, said.MigrateToChatID
		return
	}
	for _, t := range texts {
		if strings.Contains(lower, t.text) {
			e.Reason = t.reason
			return
		}
	}
	switch {
	case e.Code == http.StatusUnauthorized || lower == "unauthorized":
		e.Reason = Unauthorized
	case lower == "not found": // what a token of no bot gets; a strange method says more
		e.Reason = Unauthorized
	case e.Code == http.StatusConflict:
		e.Reason = Conflict
	case e.Code == http.StatusForbidden:
		e.Reason = NotAllowed
	case e.Code >= 500 || strings.HasPrefix(lower, "internal server error"):
		e.Reason = Server
	case x.status == http.StatusOK && said.Code == 0:
		e.Reason = Unknown // {"ok":false} and no more: nothing was said of the outcome
	default:
		e.Reason = Refused
	}
}

// classifyStatus reads an answer that is not the Bot API's but a gateway's. Only
// 429 and 503 say that the request was not taken (RFC 9110, 15.6.4: the server
// is unable to handle it). A 502 or 504 says that something went wrong behind
// the gateway, which may have passed the request on, and a cut or strange 200
// says nothing at all: a message may have been sent.
func classifyStatus(status int) Reason {
	switch {
	case status == http.StatusTooManyRequests:
		return TooMany
	case status == http.StatusServiceUnavailable:
		return Server
	case status >= 300 && status < 500:
		return Refused
	}
	return Unknown
}

func retryAfter(said *tgbotapi.Error, x *exchange) time.Duration {
	if said != nil && said.RetryAfter > 0 {
		return wait(said.RetryAfter)
	}
	if x.retryAfter > 0 {
		return x.retryAfter
	}
	return defaultRetryAfter
}
