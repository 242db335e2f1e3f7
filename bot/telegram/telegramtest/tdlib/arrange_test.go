package tdlib_test

import (
	"errors"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/bot/telegram/telegramtest/tdlib"
)

// TestFormatAgreesWithTDLib compares what becomes of nested, crossing and
// doubled entities. TDLib's way there leaves the white space around a text, so the
// texts have none, and nothing that is Markdown.
func TestFormatAgreesWithTDLib(t *testing.T) {
	p := open(t)
	c, n := newCorpus(t)
	compared, differences := 0, 0
	for compared < n && differences < 20 {
		s := "x" + c.nested(1+c.IntN(5)) + "x"
		text, entities, err := telegramtest.ParseHTML(s)
		if err != nil || strings.ContainsAny(text, "*_~|`[]()\x00") || len(entities) == 0 || len(entities) > 90 {
			continue
		}
		compared++
		wantText, want, wantErr := p.Arrange(text, entities)
		gotText, got, err := telegramtest.Format(s)
		if err != nil || wantErr != nil {
			if err == nil || !errors.Is(wantErr, tdlib.ErrRefused) || !strings.HasSuffix(strings.ToLower(wantErr.Error()), strings.ToLower(err.Error())) {
				differences++
				t.Errorf("%q:\n got error %v\nwant error %v", s, err, wantErr)
			}
			continue
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
