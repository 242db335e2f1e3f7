package tdlib_test

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/bot/telegram/telegramtest/tdlib"
)

// open loads the library that NEWSBOT_TDLIB names. Without one a test cannot
// run; in CI (NEWSBOT_CI=1) that is a failure.
func open(t *testing.T) *tdlib.Parser {
	t.Helper()
	path := os.Getenv("NEWSBOT_TDLIB")
	if path == "" {
		if os.Getenv("NEWSBOT_CI") == "1" {
			t.Fatal("NEWSBOT_TDLIB is not set: it must name libtdjson.so in CI")
		}
		t.Skip("did not run: NEWSBOT_TDLIB does not name libtdjson.so")
	}
	p, err := tdlib.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// newCorpus is the fixed one of 20,000 inputs, or another of 200,000 where
// NEWSBOT_TDLIB_SEED gives its seed.
func newCorpus(t *testing.T) (c corpus, n int) {
	t.Helper()
	text := os.Getenv("NEWSBOT_TDLIB_SEED")
	if text == "" {
		return corpus{rand.New(rand.NewPCG(1, 0))}, 20_000
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("NEWSBOT_TDLIB_SEED: %v", err)
	}
	return corpus{rand.New(rand.NewPCG(seed, 0))}, 200_000
}

func TestParseHTMLAgreesWithTDLib(t *testing.T) {
	p := open(t)
	c, n := newCorpus(t)
	accepted, differences := 0, 0
	for _, s := range slices.Concat(valid, fragments) {
		compare(t, p, s)
	}
	for range n {
		ok, same := compare(t, p, c.next())
		if ok {
			accepted++
		}
		if !same {
			differences++
		}
		if differences > 20 {
			t.Fatal("more than 20 differences")
		}
	}
	t.Logf("%d of %d inputs were accepted", accepted, n)
	if accepted < n/5 || accepted > n*4/5 {
		t.Errorf("%d of %d inputs were accepted: the corpus no longer tests both", accepted, n)
	}
}

func compare(t *testing.T, p *tdlib.Parser, s string) (accepted, same bool) {
	t.Helper()
	wantText, wantEntities, wantErr := p.ParseHTML(s)
	if errors.Is(wantErr, tdlib.ErrUnsafe) {
		return false, true
	}
	text, entities, err := telegramtest.ParseHTML(s)
	if wantErr != nil && err != nil {
		_, message, _ := strings.Cut(wantErr.Error(), ": 400 ")
		if !strings.EqualFold(err.Error(), message) {
			t.Errorf("%q:\n got error %q\nwant error %q", s, err, message)
			return false, false
		}
		return false, true
	}
	if (wantErr == nil) != (err == nil) {
		t.Errorf("%q:\n got error %v\nwant error %v", s, err, wantErr)
		return false, false
	}
	if text != wantText {
		t.Errorf("%q:\n got text %q\nwant text %q", s, text, wantText)
		return true, false
	}
	if diff := gocmp.Diff(ordered(wantEntities), ordered(entities)); diff != "" {
		t.Errorf("%q: entities (-want +got):\n%s", s, diff)
		return true, false
	}
	return true, true
}

// ordered makes the order complete where Telegram leaves it open: equal kinds
// around the same text. The format of a date is not part of TDLib's answer as such.
func ordered(entities []telegramtest.Entity) []telegramtest.Entity {
	list := slices.Clone(entities)
	for i := range list {
		list[i].Format = ""
	}
	slices.SortStableFunc(list, func(a, b telegramtest.Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length), cmp.Compare(a.Type, b.Type),
			cmp.Compare(a.URL, b.URL), cmp.Compare(a.CustomEmoji, b.CustomEmoji), cmp.Compare(a.Unix, b.Unix))
	})
	return list
}
