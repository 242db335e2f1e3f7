package render_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions"
)

var almaty = time.FixedZone("+05:00", 5*60*60)

func renderer(t testing.TB) *render.Renderer {
	t.Helper()
	catalog, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 2, 25, 18, 0, 0, 0, almaty) }
	return render.New(render.Options{Catalog: catalog, Zone: almaty, Home: "KZ", Now: now})
}

func story() *feed.Story {
	return &feed.Story{
		Item: feed.Item{
			Title:       "Head of State meets the Amir of Kuwait",
			Link:        "https://example.org/news/1?a=1&b=2",
			Summary:     "The two sides spoke about trade.",
			Attribution: "akorda.kz",
			Published:   time.Date(2026, 2, 25, 9, 50, 0, 0, almaty),
		},
		Seq: 71, Source: "Example", Found: time.Date(2026, 2, 25, 9, 52, 0, 0, almaty),
		About: []country.Code{"KW"}, Mentioned: []country.Code{"IT", "KW", "KZ"},
	}
}

func alone(s *feed.Story) *feed.Report { return &feed.Report{Story: *s} }

// check holds t against what Telegram accepts and what a person may expect.
func check(t testing.TB, got telegram.Text) {
	t.Helper()
	text, entities, err := telegramtest.ParseHTML(got.HTML)
	if err != nil {
		t.Errorf("HTML %.200q…: %v", got.HTML, err)
	}
	if n := markup.Units(text); n > markup.MaxUnits || n == 0 {
		t.Errorf("message of %d units, want 1 to %d", n, markup.MaxUnits)
	}
	if n := markup.Units(got.Plain); n > markup.MaxUnits || n == 0 {
		t.Errorf("plain message of %d units, want 1 to %d", n, markup.MaxUnits)
	}
	if len(got.HTML) > markup.MaxRaw || len(entities) > markup.MaxEntities {
		t.Errorf("message of %d bytes and %d entities, want at most %d and %d", len(got.HTML), len(entities), markup.MaxRaw, markup.MaxEntities)
	}
	if !utf8.ValidString(got.HTML) || strings.ContainsAny(text, "\x00\u202e\u200b") {
		t.Errorf("message %q is not clean", text)
	}
	for _, row := range got.Keyboard {
		for _, b := range row {
			if b.Label == "" || len(b.Data) == 0 || len(b.Data) > taps.MaxData {
				t.Errorf("button %q carries %d bytes, want 1 to %d", b.Label, len(b.Data), taps.MaxData)
			}
		}
	}
}

func TestAlertIsMadeForALockScreen(t *testing.T) {
	chat := &subscriptions.Chat{ID: 1, Thread: 7}
	got := renderer(t).Alert(chat, alone(story()), []subscriptions.Subscription{
		{ID: 1, Query: "country:KW"}, {ID: 2, Query: `"trade deal"`, Muted: true}})
	check(t, got)
	want := `<b><a href="https://example.org/news/1?a=1&amp;b=2">Head of State meets the Amir of Kuwait</a></b>
today, 09:50 · Example (akorda.kz) · 🇰🇼 🇮🇹 🇰🇿

The two sides spoke about trade.

You follow: 🇰🇼 Kuwait, &quot;trade deal&quot;`
	if got.HTML != want {
		t.Errorf("got\n%s\nwant\n%s", got.HTML, want)
	}
	if !strings.Contains(got.Plain, "\nhttps://example.org/news/1?a=1&b=2\n") {
		t.Errorf("plain text %q lacks the link", got.Plain)
	}
	if keys := fmt.Sprint(got.Keyboard); keys != `[[{🔕 Mute 🇰🇼 Kuwait 1:mute:1:1z:1 }] [{🔔 Unmute "trade deal" 1:mute:2:1z:0 }]]` {
		t.Errorf("keyboard %s", keys)
	}
	if got.Thread != 7 || got.Preview != "https://example.org/news/1?a=1&b=2" {
		t.Errorf("thread %d, preview %q", got.Thread, got.Preview)
	}
}

func TestAlertNamesFewSubscriptionsAndCountsTheRest(t *testing.T) {
	var matched []subscriptions.Subscription
	for i := range 9 {
		matched = append(matched, subscriptions.Subscription{ID: i + 1, Query: fmt.Sprintf("word%d", i)})
	}
	got := renderer(t).Alert(&subscriptions.Chat{}, alone(story()), matched)
	check(t, got)
	if want := "You follow: word0, word1, word2, word3, word4 and 4 more"; !strings.HasSuffix(got.Plain, want) {
		t.Errorf("got %q, want it to end with %q", got.Plain, want)
	}
	if len(got.Keyboard) != 3 {
		t.Errorf("%d mute buttons, want 3", len(got.Keyboard))
	}
}

func TestDigestSplitsBetweenStoriesAndLosesNone(t *testing.T) {
	r := renderer(t)
	var stories []feed.Report
	for i := range 130 {
		s := *alone(story())
		s.Title = fmt.Sprintf("Story number %d, %s", i, strings.Repeat("word ", i%40))
		stories = append(stories, s)
	}
	sent, messages := 0, 0
	for sent < len(stories) {
		text, used := r.Digest(&subscriptions.Chat{}, "2026-02-25", stories[sent:], sent, len(stories))
		check(t, text)
		if used < 1 {
			t.Fatalf("message %d holds no story", messages)
		}
		first, last := fmt.Sprintf("%d. Story number %d,", sent+1, sent), fmt.Sprintf("%d. Story number %d,", sent+used, sent+used-1)
		first, last = strings.TrimSuffix(first, ","), strings.TrimSuffix(last, ",")
		if !strings.Contains(text.Plain, first) || !strings.Contains(text.Plain, last) {
			t.Errorf("message %d lacks %q or %q", messages, first, last)
		}
		sent, messages = sent+used, messages+1
	}
	if messages < 5 || messages > 20 {
		t.Errorf("%d messages for %d stories", messages, len(stories))
	}
}

func TestDigestCountsWhatItDoesNotShow(t *testing.T) {
	r := renderer(t)
	stories := []feed.Report{*alone(story()), *alone(story())}
	text, used := r.Digest(&subscriptions.Chat{}, "2026-02-25", stories, 48, 80)
	if used != 2 || !strings.HasSuffix(text.Plain, "…and 30 more stories.") || !strings.Contains(text.Plain, "49. Head of State") {
		t.Errorf("%d stories, %q", used, text.Plain)
	}
}

func TestDigestSaysDateAndCount(t *testing.T) {
	r := renderer(t)
	one, _ := r.Digest(&subscriptions.Chat{}, "2026-02-25", []feed.Report{*alone(story())}, 0, 1)
	if want := "Your digest · Wednesday, 25 February 2026\n1 story\n\n1. Head of State"; !strings.HasPrefix(one.Plain, want) {
		t.Errorf("got %q, want it to begin with %q", one.Plain, want)
	}
	empty, used := r.Digest(&subscriptions.Chat{}, "2026-02-25", nil, 0, 0)
	check(t, empty)
	if !strings.Contains(empty.Plain, "Nothing new") || used != 0 {
		t.Errorf("empty digest: %d stories, %q", used, empty.Plain)
	}
}

func TestTheOthersThatTellTheSameAreNamed(t *testing.T) {
	r := renderer(t)
	s := alone(story())
	add := func(title, source, link string) {
		s.Also = append(s.Also, feed.Story{Source: source, Item: feed.Item{Title: title, Link: link}})
	}
	add("The Amir of Kuwait is received in Astana", "Steppe Wire", "https://wire.example/7")
	add("HEAD OF STATE meets the Amir of Kuwait", "Herald", "https://herald.example/9")
	add("The same page", "Another feed", s.Link+"&utm_source=rss")
	add("No address", "Radio", "")
	want := "Also reported by:\n" +
		"• The Amir of Kuwait is received in Astana — Steppe Wire\nhttps://wire.example/7\n" +
		"• Herald\nhttps://herald.example/9\n" +
		"• No address — Radio"
	digest, _ := r.Digest(&subscriptions.Chat{}, "2026-02-25", []feed.Report{*s}, 0, 1)
	for name, got := range map[string]telegram.Text{
		"alert": r.Alert(&subscriptions.Chat{}, s, nil), "story": r.Story(&subscriptions.Chat{}, "", s, ""), "digest": digest,
	} {
		check(t, got)
		if !strings.Contains(got.Plain, want) || strings.Contains(got.Plain, "Another feed") {
			t.Errorf("%s: got %q, want %q in it", name, got.Plain, want)
		}
		if link := `<a href="https://wire.example/7">`; !strings.Contains(got.HTML, link) {
			t.Errorf("%s: got %q, want %q in it", name, got.HTML, link)
		}
	}
	for n := range 12 {
		add(fmt.Sprintf("One more, %d", n), "Radio", "")
	}
	if got := r.Alert(&subscriptions.Chat{}, s, nil); !strings.HasSuffix(got.Plain, "• One more, 1 — Radio\n…and 10 more") {
		t.Errorf("got %q, want five of 15 named and 10 counted", got.Plain)
	}
	for i := range s.Also {
		s.Also[i].Link = fmt.Sprintf("https://example.org/%d/%s", i, strings.Repeat("x", 1990))
	}
	s.Link = "https://example.org/" + strings.Repeat("x", 2000)
	digest, used := r.Digest(&subscriptions.Chat{}, "2026-02-25", []feed.Report{*s, *s}, 0, 2)
	check(t, digest)
	if used != 1 || !strings.Contains(digest.Plain, "…and 1") {
		t.Errorf("%d entries, %q; want one that counts the others", used, digest.Plain)
	}
}

func FuzzAnyStoryFits(f *testing.F) {
	f.Add("Title", "https://example.org", "Lead", "Source", "akorda.kz", "word", byte(1))
	f.Add("<b>&\"'>\n\u202eTitle", "https://example.org/\"><script>", "a & b < c", "S\x00", "\xff", `"phrase" -x OR (country:IT)`, byte(200))
	f.Add(strings.Repeat("😀", 3000), "https://example.org/"+strings.Repeat("&", 2000), strings.Repeat("\"", 9000), strings.Repeat("&", 999), strings.Repeat("<", 999), strings.Repeat("<", 256), byte(99))
	r := renderer(f)
	f.Fuzz(func(t *testing.T, title, link, lead, source, attribution, query string, n byte) {
		s := feed.Story{Item: feed.Item{Title: title, Link: link, Summary: lead, Attribution: attribution}, Source: source, Seq: 1 << 62, Found: time.Unix(int64(n)<<20, 0)}
		for i := range 26 {
			s.Mentioned = append(s.Mentioned, country.Code([]byte{'A' + byte(i), 'A' + n%26}))
		}
		matched := make([]subscriptions.Subscription, n%101)
		stories := make([]feed.Report, n%60)
		for i := range matched {
			matched[i] = subscriptions.Subscription{ID: 1 << 40, Query: query, Muted: i%2 == 0}
		}
		for i := range stories {
			stories[i] = feed.Report{Story: s, Also: make([]feed.Story, i%16)}
			for j := range stories[i].Also {
				stories[i].Also[j] = s
				stories[i].Also[j].Link += strings.Repeat("x", j)
			}
		}
		if len(stories) > 0 {
			check(t, r.Alert(&subscriptions.Chat{}, &stories[len(stories)-1], matched))
		}
		alert := r.Alert(&subscriptions.Chat{TimeZone: source}, alone(&s), matched)
		check(t, alert)
		if same, err := json.Marshal(alert); err != nil || len(same) == 0 {
			t.Errorf("alert cannot be stored: %v", err)
		}
		check(t, r.Story(&subscriptions.Chat{}, "de", alone(&s), "intro"))
		digest, used := r.Digest(&subscriptions.Chat{}, "2026-02-25", stories, int(n), 300)
		check(t, digest)
		if (used == 0) != (len(stories) == 0) {
			t.Errorf("digest of %d stories holds %d", len(stories), used)
		}
	})
}

func TestDescribeSaysHowAQueryIsUnderstood(t *testing.T) {
	catalog, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ query, want string }{
		{"nuclear energy", "“nuclear” and “energy”"},
		{`"nuclear energy"`, "the phrase “nuclear energy”"},
		{"visit*", "words that begin with “visit”"},
		{"oil OR gas", "“oil” or “gas”"},
		{"oil -football", "“oil”, but not “football”"},
		{"(oil OR gas) -(football OR hockey)", "(“oil” or “gas”), but not (“football” or “hockey”)"},
		{"oil OR gas -football", "“oil” or (“gas”, but not “football”)"},
		{"a (b OR c d) OR e", "(“a” and (“b” or (“c” and “d”))) or “e”"},
		{"-country:RU gas", "“gas”, but not 🇷🇺 Russia"},
		{"oil -gas coal -peat", "“oil” and “coal”, but not “gas”, but not “peat”"},
		{"coal (-oil OR -gas)", "“coal” and (not “oil” or not “gas”)"},
		{"in:title -oil gas", "in the title: “gas”, but not “oil”"},
		{"country:IT mentions:FR", "🇮🇹 Italy and 🇫🇷 France, also when it is only mentioned"},
		{"in:title:\"gas deal\" (in:title:oil OR coal) -in:title:peat", "“gas deal” in the title and (“oil” in the title or “coal”), but not “peat” in the title"},
		{`oil -"world cup"`, "“oil”, but not the phrase “world cup”"},
		{"in:title gas deal", "in the title: “gas” and “deal”"},
		{"in:title:gas deal", "“gas” in the title and “deal”"},
		{"source:akorda visit", "from the source “akorda” and “visit”"},
		{"(oil near/5 pipeline) Urals", "(“oil” within 5 words of “pipeline”) and “Urals”"},
		{`in:title:a near/1 in:title:"b c" OR (d OR e) near/9 f*`, "“a” in the title right beside “b c” in the title or (“d” or “e”) within 9 words of words that begin with “f”"},
		{"coal -(oil near/5 gas)", "“coal”, but not (“oil” within 5 words of “gas”)"},
		{"gas lang:ru -lang:de", "“gas” and in Russian, but not in the language “de”"},
		{`a <b> "c & d"`, "“a” and “<b>” and the phrase “c & d”"},
	} {
		if got := render.Describe(test.query, catalog.For("en")).Plain(); got != test.want {
			t.Errorf("Describe(%s) = %s, want %s", test.query, got, test.want)
		}
	}
}

func TestAStoryWithoutAPageShowsItsPicture(t *testing.T) {
	story := feed.Report{Story: feed.Story{Item: feed.Item{Title: "A headline", Image: "https://example.org/a.jpg"}}}
	got := renderer(t).Alert(&subscriptions.Chat{ID: 7}, &story, nil)
	if got.Preview != story.Image {
		t.Errorf("preview %q, want the picture %q", got.Preview, story.Image)
	}
}
