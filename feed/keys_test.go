package feed_test

import (
	"testing"
	"time"

	"newsbot/feed"
)

func FuzzFoldURL(f *testing.F) {
	for _, seed := range []string{"HTTP://Example.org:80", "file:///a/../b", "https://user:pw@[::1]:443/%2f?a#b", "https://example.org./", "file:////x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := feed.FoldURL(raw)
		if err != nil {
			return
		}
		if twice, err := feed.FoldURL(once); err != nil || twice != once {
			t.Errorf("fold %q = %q, and that folds to %q, %v", raw, once, twice, err)
		}
	})
}

func FuzzKeys(f *testing.F) {
	f.Add("guid", "https://example.org/?utm_source=x&b#xtor=1", "«Title» — 1", "Text\nof it", int64(0))
	f.Add("", "://", "\xff\u0301", "", int64(-1<<40))
	f.Add("", "", "🇮🇹", "…", int64(1<<40))
	f.Fuzz(func(t *testing.T, guid, link, title, text string, unix int64) {
		src := &feed.Source{TimeZone: time.FixedZone("", 5*60*60)}
		it := feed.Item{GUID: guid, Link: link, Title: title, Text: text, Published: time.Unix(unix, 0)}
		keys := feed.Keys(&it, src)
		if keys.Exact == (feed.Key{}) {
			t.Error("an item without a key")
		}
		it.Views, it.Line, it.Author, it.Language = 99, 5, "someone", "kk"
		if again := feed.Keys(&it, src); again != keys {
			t.Errorf("views, line, author or language changed the keys from %x to %x", keys, again)
		}
	})
}

func BenchmarkKeys(b *testing.B) {
	it, src := item(1), &feed.Source{}
	for b.Loop() {
		feed.Keys(&it, src)
	}
}
