package tdlib_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"newsbot/bot/telegram/telegramtest"
)

// TestFormatAgreesWithTDLib compares what becomes of nested, crossing and
// doubled entities. TDLib's way there leaves the white space around a text, so the
// texts have none, and nothing that is Markdown.
func TestFormatAgreesWithTDLib(t *testing.T) {
	p := open(t)
	c := corpus{rand.New(rand.NewPCG(7, 0))}
	compared, differences := 0, 0
	for compared < 20_000 && differences < 20 {
		s := "x" + c.nested(1+c.IntN(5)) + "x"
		text, entities, err := telegramtest.ParseHTML(s)
		if err != nil || strings.ContainsAny(text, "*_~|`[]()\x00") || len(entities) == 0 || len(entities) > 90 {
			continue
		}
		compared++
		wantText, want, err := p.Arrange(text, entities)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		gotText, got, err := telegramtest.Format(s)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if gotText != wantText {
			differences++
			t.Errorf("%q:\n got text %q\nwant text %q", s, gotText, wantText)
		}
		if diff := gocmp.Diff(ordered(want), ordered(got)); diff != "" {
			differences++
			t.Errorf("%q: entities (-want +got):\n%s", s, diff)
		}
	}
}
