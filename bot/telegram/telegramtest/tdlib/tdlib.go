// Package tdlib asks Telegram's own parser of formatted text, offline. It
// loads TDLib's JSON interface (libtdjson.so) at run time, without cgo. Tests use
// it to hold telegramtest.ParseHTML and rendered messages against the original;
// where the library comes from is in this repository's .ci/run.
package tdlib

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"sync"

	"github.com/ebitengine/purego"

	"newsbot/bot/telegram/telegramtest"
)

// A Parser is TDLib's. It may be used from several goroutines.
type Parser struct {
	mu      sync.Mutex // td_execute's answer lives until the thread's next call
	execute func(request string) string
}

// Open loads the library at path. It stays loaded for the life of the process.
func Open(path string) (*Parser, error) {
	lib, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("load TDLib: %w", err)
	}
	symbol, err := purego.Dlsym(lib, "td_execute")
	if err != nil {
		return nil, fmt.Errorf("load TDLib from %s: %w", path, err)
	}
	p := &Parser{}
	purego.RegisterFunc(&p.execute, symbol)
	if _, err := p.call(map[string]any{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}); err != nil {
		return nil, err
	}
	return p, nil
}

// ErrRefused is in the error of a text that TDLib does not accept.
var ErrRefused = errors.New("refused by TDLib")

// ErrUnsafe is the error of a text that TDLib was not asked about.
var ErrUnsafe = errors.New("half a surrogate pair in an attribute would make TDLib end the process")

// half finds references to half a surrogate pair behind a quote.
var half = regexp.MustCompile(`["'][^"']*&#(?:x0*[dD][89a-fA-F]|0*5[5-7])`)

// ParseHTML is TDLib's parseTextEntities, as telegramtest.ParseHTML returns it.
// The error is ErrRefused or ErrUnsafe.
func (p *Parser) ParseHTML(html string) (string, []telegramtest.Entity, error) {
	if half.MatchString(html) {
		return "", nil, ErrUnsafe
	}
	answer, err := p.call(map[string]any{
		"@type": "parseTextEntities", "text": html,
		"parse_mode": map[string]any{"@type": "textParseModeHTML"},
	})
	if err != nil {
		return "", nil, err
	}
	return answer.Text, answer.entities(), nil
}

type answer struct {
	Type     string   `json:"@type"`
	Code     int      `json:"code"`
	Message  string   `json:"message"`
	Text     string   `json:"text"`
	Entities []entity `json:"entities"`
}

func (p *Parser) call(request any) (answer, error) {
	body, err := json.Marshal(request)
	if err != nil {
		return answer{}, err
	}
	p.mu.Lock()
	reply := p.execute(string(body))
	p.mu.Unlock()
	var a answer
	if err := json.Unmarshal([]byte(reply), &a); err != nil {
		return answer{}, fmt.Errorf("TDLib answered %q: %w", reply, err)
	}
	if a.Type == "error" {
		return answer{}, fmt.Errorf("%w: %d %s", ErrRefused, a.Code, a.Message)
	}
	return a, nil
}
