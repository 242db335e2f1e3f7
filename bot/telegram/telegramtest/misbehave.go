package telegramtest

import (
	"net"
	"net/http"
	"strconv"
	"time"
)

// errorOf is the answer of a fault that is an error of Telegram's.
func (f *Fault) errorOf() *apiError {
	switch f.Kind {
	case TooManyRequests:
		return tooMany(max(f.RetryAfter, 1))
	case BotBlocked:
		return forbidden("bot was blocked by the user")
	case UserGone:
		return forbidden("user is deactivated")
	case BotKicked:
		return forbidden("bot was kicked from the supergroup chat")
	case ChatNotFound:
		return badRequest("chat not found")
	case NoRights:
		return badRequest("not enough rights to send text messages to the chat")
	case TopicClosed:
		return badRequest("TOPIC_CLOSED")
	case ThreadNotFound:
		return badRequest("message thread not found")
	case BadMarkup:
		return badRequest("can't parse entities: Unsupported start tag \"x\" at byte offset 0")
	case Unauthorized:
		return &apiError{Code: 401, Description: "Unauthorized"}
	case Conflict:
		return &apiError{Code: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
	case ServerError:
		return &apiError{Code: 500, Description: "Internal Server Error: restart"}
	case Custom:
		return &apiError{Code: f.Code, Description: f.Description, RetryAfter: f.RetryAfter, MigrateTo: f.MigrateTo}
	}
	return nil
}

func tooMany(seconds int) *apiError {
	return &apiError{Code: 429, RetryAfter: seconds, Description: "Too Many Requests: retry after " + strconv.Itoa(seconds)}
}

// misbehave answers a request as a fault says.
func (s *Server) misbehave(w http.ResponseWriter, r *http.Request, f *Fault, name string, p params) {
	var done outcome
	if f.Done {
		done = s.do(r.Context(), name, p)
	}
	if e := f.errorOf(); e != nil {
		if !f.Done {
			s.settle(name, p, nil, e)
		}
		writeAnswer(w, outcome{err: e})
		return
	}
	switch f.Kind {
	case Slow:
		wait := time.NewTimer(f.Delay)
		defer wait.Stop()
		select {
		case <-wait.C:
		case <-r.Context().Done():
			return // the client has given up; without Done nothing has happened
		}
		if !f.Done {
			done = s.do(r.Context(), name, p)
		}
		writeAnswer(w, done)
	case BadGateway:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		w.Write([]byte("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"))
	case Garbage:
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"ok":true,"result":{"message_id":`))
	case Cut:
		cut(w)
	default:
		panic("telegramtest: no such fault: " + string(f.Kind))
	}
}

// cut resets the connection of a request that was read.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 or no network at all: the nearest to it
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0) // a reset, not an orderly end
	}
	conn.Close()
}
