package telegramtest

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxBody bounds the body of a request; the bot sends texts of 32 KiB at most.
const maxBody = 256 << 10

// A Request is one that the bot made.
type Request struct {
	Method string
	// Params are as they came: strings, and everything else as JSON.
	Params map[string]string
	At     time.Time
	Code   int    // of the answer: 200 or an error's; 0: none was given
	Error  string // the description, where the answer is an error
}

// ChatID is the request's chat_id, or 0.
func (r Request) ChatID() int64 { return atoi(r.Params["chat_id"], 0) }

// readParams reads the parameters wherever Telegram takes them from: the query,
// a form, a multipart form or a JSON object.
func readParams(w http.ResponseWriter, r *http.Request) (map[string]string, error) {
	params := map[string]string{}
	for k, v := range r.URL.Query() {
		params[k] = v[0]
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	switch kind {
	case "multipart/form-data":
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return nil, fmt.Errorf("multipart body: %w", err)
		}
		for k, v := range r.MultipartForm.Value {
			params[k] = v[0]
		}
		for k := range r.MultipartForm.File {
			params[k] = "attach://" + k
		}
	case "application/json":
		var object map[string]json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&object); err != nil {
			return nil, fmt.Errorf("JSON body: %w", err)
		}
		for k, raw := range object {
			var text string
			if json.Unmarshal(raw, &text) == nil && raw[0] == '"' {
				params[k] = text
			} else {
				params[k] = string(raw)
			}
		}
	default:
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, fmt.Errorf("form body: %w", err)
		}
		for k, v := range form {
			params[k] = v[0]
		}
	}
	return params, nil
}

// atoi reads a number; where there is none it is otherwise.
func atoi(text string, otherwise int64) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return otherwise
	}
	return n
}
