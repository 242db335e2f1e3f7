package telegramtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// An apiError is an answer that says why not.
type apiError struct {
	Code        int
	Description string
	RetryAfter  int   // seconds
	MigrateTo   int64 // chat
	// Blame: the bot should have known better, so it is a violation.
	Blame bool
}

func (e *apiError) Error() string { return fmt.Sprintf("%d %s", e.Code, e.Description) }

func badRequest(format string, args ...any) *apiError {
	return &apiError{Code: 400, Description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(text string) *apiError {
	return &apiError{Code: 403, Description: "Forbidden: " + text}
}

func blame(e *apiError) *apiError {
	e.Blame = true
	return e
}

type answer struct {
	OK          bool        `json:"ok"`
	Result      any         `json:"result,omitempty"`
	Code        int         `json:"error_code,omitempty"`
	Description string      `json:"description,omitempty"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

type parameters struct {
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
	RetryAfter int   `json:"retry_after,omitempty"`
}

// writeAnswer writes a result or an error, as the outcome is.
func writeAnswer(w http.ResponseWriter, o outcome) {
	if o.err == nil {
		writeJSON(w, http.StatusOK, answer{OK: true, Result: o.result})
		return
	}
	e := o.err
	a := answer{Code: e.Code, Description: e.Description}
	if e.RetryAfter != 0 || e.MigrateTo != 0 {
		a.Parameters = &parameters{MigrateTo: e.MigrateTo, RetryAfter: e.RetryAfter}
	}
	if e.RetryAfter != 0 {
		w.Header().Set("Retry-After", strconv.Itoa(e.RetryAfter))
	}
	writeJSON(w, e.Code, a)
}

func writeJSON(w http.ResponseWriter, status int, a answer) {
	body, err := json.Marshal(a)
	if err != nil {
		panic(fmt.Sprintf("telegramtest: answer %T: %v", a.Result, err))
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body) // a client that went away needs no answer
}
