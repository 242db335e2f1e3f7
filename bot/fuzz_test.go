package bot_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"newsbot/bot"
	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/render"
	"newsbot/bot/taps"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
)

// deaf is a bot whose messages go nowhere but into busy.
func deaf(t testing.TB, change func(*bot.Options)) (*bot.Bot, *busy, *room) {
	t.Helper()
	r, out := newRoom(t), &busy{}
	options := r.options
	options.Telegram = out
	if change != nil {
		change(&options)
	}
	b, err := bot.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return b, out, r
}

func written(text, language string) telegram.Update {
	from := telegram.User{ID: 21, Name: "Aru", LanguageCode: language}
	return telegram.Update{ID: 1, Message: &telegram.Message{ID: 1, Chat: telegram.ChatRef{ID: 21, Kind: "private"}, From: from, Text: text}}
}

func FuzzWhateverIsWrittenIsAnsweredWithinLimits(f *testing.F) {
	for _, command := range []string{"", "/subscribe ", "/unsubscribe ", "/latest ", "/digest ", "/settings zone ", "/settings ", "/start ", "/"} {
		f.Add(command + "Italy OR (gas -\"x y\")")
		f.Add(command + "<b>&\"\u202e😀")
	}
	b, out, r := deaf(f, nil)
	f.Fuzz(func(t *testing.T, text string) {
		if _, addressee, _, _ := written(text, "").Message.Command(); addressee != "" {
			t.Skip("for another bot")
		}
		r.pass(time.Minute)
		out.sent = nil
		if err := b.Handle(t.Context(), written(text, "en")); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if len(out.sent) == 0 && !strings.HasPrefix(text, "/digest") {
			t.Fatalf("%q is not answered", text)
		}
		for _, m := range out.sent {
			withinLimits(t, m)
		}
	})
}

func withinLimits(t *testing.T, m telegram.Text) {
	t.Helper()
	text, entities, err := telegramtest.ParseHTML(m.HTML)
	if err != nil {
		t.Errorf("%q: %v", m.HTML, err)
	}
	if n := markup.Units(text); n == 0 || n > markup.MaxUnits || len(m.HTML) > markup.MaxRaw || len(entities) > markup.MaxEntities {
		t.Errorf("a message of %d units, %d bytes, %d entities", n, len(m.HTML), len(entities))
	}
	if n := markup.Units(m.Plain); n == 0 || n > markup.MaxUnits {
		t.Errorf("a plain message of %d units", n)
	}
	for _, row := range m.Keyboard {
		if len(row) > 3 {
			t.Errorf("a row of %d buttons", len(row))
		}
		for _, b := range row {
			if b.Label == "" || b.Data == "" || len(b.Data) > taps.MaxData {
				t.Errorf("button %q carries %q", b.Label, b.Data)
			}
		}
	}
}

func TestRepliesAreInTheLanguageOfTheChatElseOfThePerson(t *testing.T) {
	english, err := os.ReadFile("locale/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	german := strings.NewReplacer("language.name: English", "language.name: Deutsch", "<b>What I can do</b>", "<b>Was ich kann</b>",
		"You follow: {{.What}}\"", "Du verfolgst: {{.What}}\"").Replace(string(english))
	catalog, err := locale.LoadFS(fstest.MapFS{"en.yaml": {Data: english}, "de.yaml": {Data: []byte(german)}})
	if err != nil {
		t.Fatal(err)
	}
	b, out, r := deaf(t, func(o *bot.Options) {
		o.Catalog = catalog
		o.Renderer = render.New(render.Options{Catalog: catalog, Now: o.Now})
	})
	help := func(language string) string {
		out.sent = nil
		if err := b.Handle(t.Context(), written("/help", language)); err != nil {
			t.Fatal(err)
		}
		return out.sent[0].Plain
	}
	if got := help("de-AT"); !strings.HasPrefix(got, "Was ich kann") {
		t.Errorf("to a person in Austria: %.30q", got)
	}
	if got := help("fr"); !strings.HasPrefix(got, "What I can do") {
		t.Errorf("to a person whose language it does not have: %.30q", got)
	}
	for _, text := range []string{"/subscribe Italy", "/settings language english", "/settings language DE"} {
		if err := b.Handle(t.Context(), written(text, "de")); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.chat(21).Language; got != "de" {
		t.Errorf("the chat's language is %q, want de", got)
	}
	if got := help("en"); !strings.HasPrefix(got, "Was ich kann") {
		t.Errorf("in a chat that chose German: %.30q", got)
	}
	if menus := b.Menus(); len(menus) != 8 || menus[0].Language != "" || menus[7].Language != "de" {
		t.Errorf("menus %v", menus)
	}
}
