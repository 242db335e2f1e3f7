package telegramtest

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// A method does one method of the Bot API. It runs with the server locked; what
// it returns is shared with nobody.
type method func(s *Server, p params) (any, error)

// writers are the methods that take a text or a keyboard, which is read before
// the server is locked.
var writers = map[string]func(s *Server, p params, c content) (any, error){
	"sendMessage":            (*Server).sendMessage,
	"editMessageText":        (*Server).editMessageText,
	"editMessageReplyMarkup": (*Server).editMessageReplyMarkup,
}

// methods are the others with a behaviour; getUpdates waits and so stands apart.
var methods = map[string]method{
	"getMe":                 (*Server).getMe,
	"deleteMessage":         (*Server).deleteMessage,
	"answerCallbackQuery":   (*Server).answerCallbackQuery,
	"sendChatAction":        (*Server).sendChatAction,
	"setMyCommands":         (*Server).setMyCommands,
	"getMyCommands":         (*Server).getMyCommands,
	"deleteMyCommands":      (*Server).deleteMyCommands,
	"setMyName":             setProfile("name"),
	"getMyName":             getProfile("name"),
	"setMyDescription":      setProfile("description"),
	"getMyDescription":      getProfile("description"),
	"setMyShortDescription": setProfile("short_description"),
	"getMyShortDescription": getProfile("short_description"),
	"getChat":               (*Server).getChat,
	"getChatMember":         (*Server).getChatMember,
	"getChatAdministrators": (*Server).getChatAdministrators,
	"getChatMemberCount":    (*Server).getChatMemberCount,
	"leaveChat":             (*Server).leaveChat,
	"deleteWebhook":         (*Server).deleteWebhook,
	"getWebhookInfo":        (*Server).getWebhookInfo,
}

// An outcome is what a request came to.
type outcome struct {
	result any
	err    *apiError
}

// ServeHTTP answers /bot<token>/<method>.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, named := strings.Cut(rest, "/")
	switch {
	case !ok || !named || name == "":
		writeAnswer(w, outcome{err: &apiError{Code: 404, Description: "Not Found"}})
		return
	case token != s.token:
		writeAnswer(w, outcome{err: &apiError{Code: 401, Description: "Unauthorized"}})
		return
	}
	p, err := readParams(w, r)
	if err != nil {
		writeAnswer(w, s.settle(name, p, nil, blame(badRequest("can't read the request: %v", err))))
		return
	}
	if f := s.nextFault(name, p); f != nil {
		s.misbehave(w, r, f, name, p)
		return
	}
	writeAnswer(w, s.do(r.Context(), name, p))
}

// do does what a request asks for and records it.
func (s *Server) do(ctx context.Context, name string, p params) outcome {
	if o, ok := s.refused(name, p); ok {
		return o
	}
	if name == "getUpdates" {
		result, err := s.getUpdates(ctx, p)
		return s.settle(name, p, result, err)
	}
	write, writes := writers[name]
	var c content
	if writes {
		var err error
		if c, err = readContent(name, p); err != nil {
			return s.settle(name, p, nil, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.limit(name, p); err != nil {
		return s.record(name, p, nil, err)
	}
	if writes {
		result, err := write(s, p, c)
		return s.record(name, p, result, err)
	}
	result, err := methods[name](s, p)
	return s.record(name, p, result, err)
}

// refused answers requests that are out of the specification, or that this
// server has no behaviour for.
func (s *Server) refused(name string, p params) (outcome, bool) {
	if _, ok := s.spec.Methods[name]; !ok {
		return s.settle(name, p, nil, blame(&apiError{Code: 404, Description: "Not Found: method not found"})), true
	}
	wrong := s.spec.Check(name, p)
	switch {
	case len(wrong) > 0:
		err := blame(badRequest("out of specification: %s", strings.Join(wrong, "; ")))
		if writers[name] != nil {
			if _, own := readContent(name, p); own != nil {
				return s.settle(name, p, nil, own), true // Telegram has words of its own
			}
		}
		return s.settle(name, p, nil, err), true
	case methods[name] == nil && writers[name] == nil && name != "getUpdates":
		return s.settle(name, p, nil, blame(&apiError{Code: 501, Description: "Not Implemented: telegramtest has no " + name})), true
	}
	return outcome{}, false
}

// settle is record for who does not hold s.mu.
func (s *Server) settle(name string, p params, result any, err error) outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.record(name, p, result, err)
}

// record keeps a request with its outcome. s.mu is held.
func (s *Server) record(name string, p params, result any, err error) outcome {
	var failure *apiError
	if err != nil && !errors.As(err, &failure) {
		failure = &apiError{Code: 500, Description: "Internal Server Error: " + err.Error()}
	}
	s.counts[name]++
	code, text := 200, ""
	if failure != nil {
		code, text = failure.Code, failure.Description
		if failure.Blame {
			s.violate("%s: %s", name, text)
		}
	}
	if s.keepRequests > 0 {
		s.requests = keep(append(s.requests, Request{Method: name, Params: p, At: s.now(), Code: code, Error: text}), s.keepRequests)
	}
	s.wake()
	return outcome{result, failure}
}
