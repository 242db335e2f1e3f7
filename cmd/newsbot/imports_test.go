package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// layers are the parts of the program from the top down. A package imports
// only its own layer and those below it.
var layers = []string{"cmd", "bot", "subscriptions", "feed", "feed/country"}

// owners are the packages that alone may import a library.
var owners = map[string][]string{
	"go.etcd.io/bbolt": {"subscriptions/store/boltstore"},
	"github.com/go-telegram-bot-api/telegram-bot-api/v5": {"bot/telegram"},
	"github.com/robfig/cron/v3":                          {"cmd/newsbot"},
	"github.com/mmcdole/gofeed":                          {"feed/parse"},
	"github.com/nicksnyder/go-i18n/v2/i18n":              {"bot/locale"},
	"github.com/goccy/go-yaml":                           {"cmd/newsbot", "bot/locale"},
	"github.com/blevesearch/snowballstem":                {"feed/words"},
	"github.com/prometheus/client_golang/prometheus":     {"cmd/newsbot"},
	"github.com/chromedp/chromedp":                       {"bot/webchat", "cmd/newsbot"},
	"github.com/ebitengine/purego":                       {"bot/telegram/telegramtest/tdlib"},
}

// storage is who may sit on the storage seam although it is in a lower layer.
var storage = map[string]bool{"feed/archive": true, "feed/websub": true}

func TestImportsRunDownwards(t *testing.T) {
	files := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("../..", filepath.Dir(path))
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if reason := forbidden(filepath.ToSlash(rel), imported, strings.HasSuffix(path, "_test.go")); reason != "" {
				t.Errorf("%s imports %s: %s", path, imported, reason)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Fatalf("looked at %d files only: the walk does not see the repository", files)
	}
}

// forbidden says why the package at from may not import path, or "".
func forbidden(from, path string, test bool) string {
	for library, allowed := range owners {
		if path != library && !strings.HasPrefix(path, library+"/") {
			continue
		}
		for _, a := range allowed {
			if from == a || strings.HasPrefix(from, a+"/") {
				return ""
			}
		}
		return "only " + strings.Join(allowed, " and ") + " may"
	}
	to, ours := strings.CutPrefix(path, "newsbot/")
	switch {
	case !ours:
		return ""
	case from == "subscriptions/store" && !(test && strings.HasPrefix(to, from)):
		return "the storage seam imports nothing of ours"
	case test:
		return "" // a test may stand on whatever it needs
	case storage[from] && to == "subscriptions/store":
		return ""
	case to == "bot/telegram/telegramtest" && !strings.HasPrefix(from, "cmd") && !strings.HasPrefix(from, "bot/webchat") && !strings.HasPrefix(from, to):
		return "the test server belongs to tests and the demo"
	case to == "bot/webchat/browsertest":
		return "the browser belongs to tests"
	}
	if layer(to) < layer(from) {
		return "imports run downwards: " + strings.Join(layers, " → ")
	}
	return ""
}

// layer returns the index of the layer that dir is in: the longest that fits.
func layer(dir string) int {
	best := -1
	for i, l := range layers {
		if dir == l || strings.HasPrefix(dir, l+"/") {
			best = i
		}
	}
	return best
}

func TestForbiddenImportsAreSeen(t *testing.T) {
	tests := []struct {
		name, from, path string
		allowed          bool
	}{
		{"a feed must not know subscriptions", "feed", "newsbot/subscriptions", false},
		{"the archive sits on the store", "feed/archive", "newsbot/subscriptions/store", true},
		{"what is agreed with hubs sits on the store", "feed/websub", "newsbot/subscriptions/store", true},
		{"but on no engine", "feed/archive", "newsbot/subscriptions/store/boltstore", false},
		{"countries know nothing above them", "feed/country", "newsbot/feed", false},
		{"the poller may use countries", "feed", "newsbot/feed/country", true},
		{"bbolt stays in its package", "bot/outbox", "go.etcd.io/bbolt", false},
		{"cron stays at the top", "bot/dispatch", "github.com/robfig/cron/v3", false},
		{"the seam imports nothing of ours", "subscriptions/store", "newsbot/feed", false},
		{"the bot may use subscriptions", "bot/notify", "newsbot/subscriptions", true},
		{"the program starts no browser", "cmd/newsbot", "newsbot/bot/webchat/browsertest", false},
		{"the bot does not know the program", "bot", "newsbot/cmd/newsbot", false},
	}
	for _, tt := range tests {
		if got := forbidden(tt.from, tt.path, false) == ""; got != tt.allowed {
			t.Errorf("%s: allowed %v, want %v", tt.name, got, tt.allowed)
		}
	}
}
