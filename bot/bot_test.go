package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/bot"
	"newsbot/bot/locale"
	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions"
)

// hostile are arguments that somebody may try.
var hostile = map[string]string{
	"blanks":          " \u00a0\n\t ",
	"5,000 letters":   strings.Repeat("a", 4000),
	"a wall of emoji": strings.Repeat("😀", 600),
	"a joined family": "👨\u200d👩\u200d👧 \U0001F3F4\U000E0067\U000E0062",
	"right to left":   "\u202eابحث عن\u202c (أخبار",
	"SQL":             `'; DROP TABLE chats; --`,
	"markup":          `<b>&amp;</i><a href="javascript:alert(1)">`,
	"brackets":        strings.Repeat("(", 200) + "a" + strings.Repeat(")", 200),
	"a path":          "../../../etc/passwd",
	"a template":      "{{.Secret}} %s %n ${x}",
	"operators":       "OR OR AND NOT - | ( )",
	"colons":          "1:rm:1:0 ::: zone:",
	"numbers":         "-99999999999999999999 25:61",
	"control bytes":   "a\x00b\x07c\u2028d",
	"accents":         "e" + strings.Repeat("\u0301", 300),
}

func TestEveryCommandAnswersWhateverFollowsIt(t *testing.T) {
	commands := []string{"", "/start", "/help", "/subscribe", "/unsubscribe", "/subscriptions", "/latest", "/digest", "/settings",
		"/settings zone", "/settings language", "/pause", "/resume", "/mute", "/unmute", "/nonsense"}
	for name, argument := range hostile {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			for i, command := range commands {
				r.pass(time.Minute)
				person := telegramtest.User{ID: int64(1000 + i), FirstName: "X", LanguageCode: "xx"}
				if got := r.private(person, command+" "+argument); len(got) == 0 && strings.TrimSpace(command+argument) != "" {
					t.Errorf("%q is not answered", command)
				}
			}
			if len(r.failed) > 0 {
				t.Errorf("errors for the operator: %v", r.failed)
			}
		})
	}
}

func TestATapThatMakesNoSenseGetsAFreshMenu(t *testing.T) {
	for _, data := range []string{"0:home", "2:home", "nonsense", "1:future:1", "1:rm", "1:rm:x:0", "1:cty:atlantis:0", "1:pick:XX:1:europe:0",
		"1:pick:IT:7:europe:0", "1:swap:1:ZZ", "1:latq:0:abc", "1:lata:zzzz", "1:sub:abc", "1:back:abc", "1:mute:1:a", "1:dig:1440", "1:lang:tlh",
		"1:zone:Mars/Base", "1:alerts", "1:empty:2", "1:pause:", ":", "1:"} {
		t.Run(data, func(t *testing.T) {
			r := newRoom(t)
			menu := r.private(aru, "/start")[0]
			r.server.Push("callback_query", fmt.Appendf(nil, `{"id":"7","from":{"id":11,"is_bot":false,"first_name":"Aru"},"chat_instance":"1","data":%q,
				"message":{"message_id":%d,"date":1772000000,"chat":{"id":11,"type":"private"},"text":"x"}}`, data, menu.ID))
			r.settle()
			messages := r.server.Messages(aru.ID)
			if last := messages[len(messages)-1]; len(messages) != 2 || !strings.Contains(last.Text, "News you asked for") {
				t.Errorf("got %d messages, the last %q, want a fresh menu", len(messages), last.Text)
			}
			if len(r.failed) != 0 && !strings.Contains(fmt.Sprint(r.failed), "answerCallbackQuery") {
				t.Errorf("errors for the operator: %v", r.failed)
			}
		})
	}
}

func TestATapOnAMessageThatIsGoneIsAnswered(t *testing.T) {
	r := newRoom(t)
	menu := r.private(aru, "/settings")[0]
	r.server.Delete(aru.ID, menu.ID)
	r.server.TapGone(aru.ID, menu.ID, "1:zones", aru)
	r.settle()
	if answers := r.server.Answers(aru.ID); len(answers) != 1 {
		t.Errorf("%d answers to the tap, want 1", len(answers))
	}
}

func TestUpdatesThatComeTwiceDoWhatOneDoes(t *testing.T) {
	r := newRoom(t)
	for range 2 {
		r.private(aru, "/subscribe Italy")
	}
	if got := r.queries(aru.ID); got != "country:IT" {
		t.Errorf("after two /subscribe: %s", got)
	}
	r.private(aru, "/subscribe opera")
	for range 2 {
		r.private(aru, "/unsubscribe 1")
	}
	if got := r.queries(aru.ID); got != "opera" {
		t.Errorf("after two /unsubscribe 1: %s", got)
	}
	picker := r.private(aru, "/subscribe")[0]
	r.tap(aru.ID, aru, "Europe")
	data := ""
	for _, row := range r.server.Messages(aru.ID)[len(r.server.Messages(aru.ID))-1].Keyboard {
		for _, b := range row {
			if strings.Contains(b.Text, "France") {
				data = b.Data
			}
		}
	}
	for range 2 {
		push(r, picker.ID, data)
	}
	if got := r.queries(aru.ID); got != "opera; country:FR" {
		t.Errorf("after one tap that came twice: %s", got)
	}
}

// push lets a tap arrive as an update, whether or not there is such a button now.
func push(r *room, message int, data string) {
	r.t.Helper()
	r.server.Push("callback_query", fmt.Appendf(nil, `{"id":"8","from":{"id":11,"is_bot":false,"first_name":"Aru"},"chat_instance":"1","data":%q,
		"message":{"message_id":%d,"date":1772000000,"chat":{"id":11,"type":"private"},"text":"x"}}`, data, message))
	r.settle()
}

func TestAHundredSubscriptionsAndNoMore(t *testing.T) {
	r := newRoom(t)
	for i := range subscriptions.MaxSubscriptions {
		r.pass(time.Minute)
		r.private(aru, fmt.Sprintf("/subscribe word%d", i))
	}
	r.pass(time.Minute)
	got := r.private(aru, "/subscribe one more")
	if !strings.Contains(got[0].Text, "100 subscriptions, and more are not possible") {
		t.Errorf("got %q", got[0].Text)
	}
	list := r.private(aru, "/list")[0]
	if n := len(list.Keyboard); n != 9 {
		t.Errorf("%d rows of buttons, want 8 and one to turn pages", n)
	}
	r.tap(aru.ID, aru, "◀") // round to the last page
	if got := r.server.Messages(aru.ID); !strings.Contains(got[len(got)-1].Text, "100. word99") {
		t.Errorf("the last page is %q", got[len(got)-1].Text)
	}
	push(r, list.ID, "1:pick:IT:1:europe:0")
	if n := len(r.chat(aru.ID).Subscriptions); n != subscriptions.MaxSubscriptions {
		t.Errorf("%d subscriptions after a tap in the picker, want %d", n, subscriptions.MaxSubscriptions)
	}
}

func TestWhoAsksTooMuchIsToldOnce(t *testing.T) {
	r := newRoom(t)
	for range 60 {
		r.server.Say(telegramtest.PrivateChat(aru), aru, "/help")
	}
	r.settle()
	messages := r.server.Messages(aru.ID)
	if len(messages) != 21 || !strings.Contains(messages[20].Text, "faster than I can answer") {
		t.Errorf("%d messages, the last %q, want 20 answers and one warning", len(messages), messages[len(messages)-1].Text)
	}
	if got := r.private(ben, "/help"); len(got) != 1 {
		t.Errorf("somebody else gets %d answers, want 1", len(got))
	}
	r.pass(3 * time.Minute)
	if got := r.private(aru, "/help"); len(got) != 1 {
		t.Errorf("%d answers after the silence, want 1", len(got))
	}
}

func TestOneMembersFloodSilencesNobodyElse(t *testing.T) {
	r := newRoom(t)
	desk := telegramtest.Chat{ID: -500, Type: telegramtest.Group, Title: "Desk"}
	r.server.AddToGroup(desk, aru)
	for range 30 {
		r.server.Say(desk, ben, "/help")
	}
	r.settle()
	if got := r.say(desk, ben, "/help"); len(got) != 0 {
		t.Errorf("who was warned gets %d answers, want none", len(got))
	}
	if got := r.say(desk, aru, "/help"); len(got) != 1 || strings.Contains(got[0].Text, "faster") {
		t.Errorf("somebody else in the group gets %v, want one answer", got)
	}
}

func TestEveryTapIsAnswered(t *testing.T) {
	r := newRoom(t)
	menu := r.private(aru, "/start")[0]
	// The menu stays as it is, or its button were gone at the second tap.
	r.server.Fail(telegramtest.Fault{Kind: telegramtest.Custom, Method: "editMessageText", Times: -1, Code: 400,
		Description: "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"})
	for range 90 {
		if err := r.server.Tap(aru.ID, menu.ID, "1:reg", aru); err != nil {
			t.Fatal(err)
		}
	}
	r.settle()
	answers := r.server.Answers(aru.ID)
	if len(answers) != 90 {
		t.Fatalf("%d of 90 taps are answered", len(answers))
	}
	alerts := 0
	for _, a := range answers[60:] {
		if a.Alert {
			alerts++
		}
		if !strings.Contains(a.Text, "faster than I can answer") {
			t.Errorf("a tap too many is answered with %q", a.Text)
		}
	}
	if alerts != 1 {
		t.Errorf("%d answers have to be dismissed, want 1", alerts)
	}
}

func TestWhatIsAskedInExcessIsToldOnce(t *testing.T) {
	r := newRoom(t)
	r.private(aru, "/start")
	person, chat := telegram.User{ID: aru.ID}, telegram.ChatRef{ID: aru.ID, Kind: "private"}
	group := telegram.ChatRef{ID: -500, Kind: "group"}
	for name, test := range map[string]struct {
		update telegram.Update
		want   int // messages
	}{
		"a command":          {telegram.Update{Message: &telegram.Message{Chat: chat, From: person, Text: "/subscribe Italy"}}, 1},
		"talk in a group":    {telegram.Update{Message: &telegram.Message{Chat: group, From: person, Text: "hello"}}, 0},
		"a tap":              {telegram.Update{Tap: &telegram.Tap{ID: "7", Chat: chat, From: person, Data: "1:pick:IT:1:europe:0"}}, 0},
		"another's command":  {telegram.Update{Message: &telegram.Message{Chat: group, From: person, Text: "/start@otherbot"}}, 0},
		"a command of a bot": {telegram.Update{Message: &telegram.Message{Chat: chat, From: telegram.User{ID: 5, Bot: true}, Text: "/start"}}, 0},
	} {
		out := &outgoing{Telegram: r.client}
		options := r.options
		options.Telegram = out
		b, err := bot.New(options)
		if err != nil {
			t.Fatal(err)
		}
		test.update.Excess = true
		for range 3 {
			if err := b.Handle(t.Context(), test.update); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if len(out.sent) != test.want {
			t.Errorf("%s, three times: answered with %q, want %d messages", name, out.sent, test.want)
		}
		if test.update.Tap != nil && len(out.answers) != 3 {
			t.Errorf("%s, three times: %d toasts, want 3", name, len(out.answers))
		}
		if len(r.chat(aru.ID).Subscriptions) != 0 {
			t.Errorf("%s was done", name)
		}
	}
}

// Outgoing is a Telegram that keeps what is sent.
type outgoing struct {
	bot.Telegram
	sent, answers []string
}

func (o *outgoing) Send(_ context.Context, _ int64, t telegram.Text) (int, error) {
	o.sent = append(o.sent, t.Plain)
	return len(o.sent), nil
}

func (o *outgoing) Answer(_ context.Context, _, text string, _ bool) error {
	o.answers = append(o.answers, text)
	return nil
}

// Now is the bot's Digester: it keeps that the digest went out.
func (o *outgoing) Now(context.Context, int64) (int, error) {
	o.sent = append(o.sent, "the digest")
	return 1, nil
}

func TestADigestForNowComesAfterItsAnnouncement(t *testing.T) {
	r := newRoom(t)
	r.private(aru, "/subscribe Italy")
	person, chat := telegram.User{ID: aru.ID}, telegram.ChatRef{ID: aru.ID, Kind: "private"}
	for name, update := range map[string]telegram.Update{
		"a command": {Message: &telegram.Message{Chat: chat, From: person, Text: "/digest now"}},
		"a tap":     {Tap: &telegram.Tap{ID: "7", Chat: chat, From: person, Data: "1:dignow"}},
	} {
		out := &outgoing{Telegram: r.client}
		options := r.options
		options.Telegram, options.Digester = out, out
		b, err := bot.New(options)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Handle(t.Context(), update); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(out.sent) != 2 || !strings.Contains(out.sent[0], "One moment") || out.sent[1] != "the digest" {
			t.Errorf("%s: sent %q, want the announcement and then the digest", name, out.sent)
		}
		if update.Tap != nil && len(out.answers) != 1 {
			t.Errorf("%s is answered %d times", name, len(out.answers))
		}
	}
}

// Upgraded is a Telegram where a group is a supergroup already.
type upgraded struct {
	outgoing
	from, to int64
}

func (u *upgraded) IsAdmin(_ context.Context, chat, _ int64) (bool, error) {
	if chat == u.from {
		return false, &telegram.Error{Method: "getChatMember", Reason: telegram.Migrated, MigrateTo: u.to}
	}
	return true, nil
}

func TestACommandWhileTheGroupMigratesIsDone(t *testing.T) {
	const group, supergroup = int64(-700), int64(-1000700)
	r := newRoom(t)
	away := &upgraded{from: group, to: supergroup}
	options := r.options
	options.Telegram = away
	b, err := bot.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.book.Update(t.Context(), group, func(c *subscriptions.Chat) error { c.Kind = subscriptions.Group; return nil }); err != nil {
		t.Fatal(err)
	}
	message := &telegram.Message{Chat: telegram.ChatRef{ID: group, Kind: "group"}, From: telegram.User{ID: aru.ID}, Text: "/subscribe Italy"}
	if err := b.Handle(t.Context(), telegram.Update{Message: message}); err != nil {
		t.Error(err)
	}
	if c := r.chat(supergroup); len(c.Subscriptions) != 1 || c.Kind != subscriptions.Supergroup || r.book.Len() != 1 {
		t.Errorf("%+v of %d chats, want one supergroup that follows Italy", c, r.book.Len())
	}
	if len(away.sent) != 1 || !strings.Contains(away.sent[0], "You now follow") {
		t.Errorf("answered with %q", away.sent)
	}
}

func TestMuteUnderAnAlertTurnsTheButton(t *testing.T) {
	r := newRoom(t)
	r.private(aru, "/subscribe Italy")
	r.private(aru, "/subscribe opera")
	push(r, r.private(aru, "/help")[0].ID, "1:mute:1:3:1") // as if that message were the alert
	alert := last(r)
	if !r.chat(aru.ID).Subscriptions[0].Muted || r.chat(aru.ID).Subscriptions[1].Muted {
		t.Errorf("subscriptions %+v, want the first muted", r.chat(aru.ID).Subscriptions)
	}
	if keys := fmt.Sprint(alert.Keyboard); !strings.Contains(keys, "Unmute 🇮🇹 Italy") || !strings.Contains(keys, "Mute opera") {
		t.Errorf("buttons %s", keys)
	}
	r.tap(aru.ID, aru, "Unmute")
	if r.chat(aru.ID).Subscriptions[0].Muted || !strings.Contains(fmt.Sprint(last(r).Keyboard), "🔕 Mute 🇮🇹 Italy") {
		t.Errorf("after unmuting: %+v, buttons %v", r.chat(aru.ID).Subscriptions, last(r).Keyboard)
	}
	push(r, alert.ID, "1:mute:1:zz:1") // the story is gone from the archive
	if !r.chat(aru.ID).Subscriptions[0].Muted {
		t.Error("not muted where the story is gone")
	}
	push(r, alert.ID, "1:mute:9:3:1")
	if answers := r.server.Answers(aru.ID); len(answers) == 0 {
		t.Error("a tap for a removed subscription is not answered")
	}
}

func last(r *room) telegramtest.Sent {
	messages := r.server.Messages(aru.ID)
	return messages[len(messages)-1]
}

func TestLatestGoesByTheStorysOwnTime(t *testing.T) {
	r := newRoom(t)
	r.archive.add(feed.Story{Item: feed.Item{Title: "Found late, published long ago", Published: r.now().Add(-100 * time.Hour)}, Found: r.now()})
	if got := r.private(aru, "/latest")[0].Text; !strings.Contains(got, "Oil prices") {
		t.Errorf("got %q, want the story on oil", got)
	}
}

func TestAnEmptyArchiveSaysSo(t *testing.T) {
	r := newRoom(t)
	r.archive.stories = nil
	for _, test := range []struct{ command, want string }{
		{"/latest", "no stories yet"}, {"/latest oil", "no story on “oil”"},
		{"/subscribe Italy", "No story of the last 30 days"}, {"/latest", "no story yet on what you follow"},
	} {
		if got := r.private(aru, test.command)[0].Text; !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q in it", test.command, got, test.want)
		}
	}
}

func TestOfABigArchiveTheLatestIsLookedForOnlySoFar(t *testing.T) {
	r := newRoom(t)
	for i := range 3300 {
		r.archive.add(feed.Story{Item: feed.Item{Title: fmt.Sprintf("Story %d", i)}, Found: r.now(), About: []country.Code{"FR"}, Mentioned: []country.Code{"FR"}})
	}
	if got := r.private(aru, "/latest opera")[0].Text; !strings.Contains(got, "newest 3000 stories") {
		t.Errorf("got %q, want how far it looked", got)
	}
	if got := r.private(aru, "/subscribe France")[0].Text; !strings.Contains(got, "In the last 30 days: 3300 stories") {
		t.Errorf("got %q, want all of them", got)
	}
}

func TestAGroupThatBecomesASupergroupIsServedOn(t *testing.T) {
	const group, supergroup = int64(-700), int64(-1000700)
	left := telegram.Update{Membership: &telegram.Membership{Chat: telegram.ChatRef{ID: group, Kind: "group"}, Status: "left"}}
	in := telegram.Update{Message: &telegram.Message{Chat: telegram.ChatRef{ID: group, Kind: "group"}, MigrateTo: supergroup}}
	out := telegram.Update{Message: &telegram.Message{Chat: telegram.ChatRef{ID: supergroup, Kind: "supergroup"}, MigrateFrom: group}}
	for name, updates := range map[string][]telegram.Update{
		"told in both chats": {in, out}, "told in the other order": {out, in}, "told twice": {in, in, out, out},
		"left the old group first": {left, in, out}, "left the old group afterwards": {in, out, left},
	} {
		t.Run(name, func(t *testing.T) {
			b, _, r := deaf(t, nil)
			_, err := r.book.Update(t.Context(), group, func(c *subscriptions.Chat) error {
				c.Kind, c.Language = subscriptions.Group, "en"
				return nil
			})
			for _, u := range updates {
				err = errors.Join(err, b.Handle(t.Context(), u))
			}
			if err != nil {
				t.Fatal(err)
			}
			if c := r.chat(group); c.ID != supergroup || c.Pause != subscriptions.Active || r.book.Len() != 1 {
				t.Errorf("chat %d, pause %q, of %d chats, want %d, served, the only one", c.ID, c.Pause, r.book.Len(), supergroup)
			}
		})
	}
}

func TestOtherBotsAreNotAnswered(t *testing.T) {
	r := newRoom(t)
	robot := telegramtest.User{ID: 77, IsBot: true, FirstName: "Robot"}
	if got := r.private(robot, "/start"); len(got) != 0 {
		t.Errorf("%d answers to a bot, want none", len(got))
	}
}

func TestSetupTellsTelegramTheMenus(t *testing.T) {
	r := newRoom(t)
	if err := r.bot.Setup(t.Context(), r.client); err != nil {
		t.Fatal(err)
	}
	names := func(scope string) string {
		var out []string
		for _, c := range r.server.Commands(scope, "") {
			out = append(out, c.Command)
		}
		return strings.Join(out, " ")
	}
	for scope, want := range map[string]string{
		"all_private_chats":       "subscribe unsubscribe subscriptions latest digest settings mute pause resume help",
		"default":                 "subscribe unsubscribe subscriptions latest digest settings mute pause resume help",
		"all_group_chats":         "subscriptions latest help",
		"all_chat_administrators": "subscribe unsubscribe subscriptions latest digest settings mute pause resume help",
	} {
		if got := names(scope); got != want {
			t.Errorf("menu %s: %s, want %s", scope, got, want)
		}
	}
	catalog, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	if want := len(catalog.Languages()) * 4; len(r.bot.Menus()) != want {
		t.Errorf("%d menus, want %d", len(r.bot.Menus()), want)
	}
}

func TestLatestShowsOnceWhatSeveralSourcesTell(t *testing.T) {
	r := newRoom(t)
	add := func(source, title string, ago time.Duration, earlier ...int64) {
		r.archive.add(feed.Story{Source: source, Item: feed.Item{Title: title}, Found: r.now().Add(-ago), Earlier: earlier})
	}
	add("Wire", "Comet seen over Astana", 30*time.Minute)
	add("Herald", "Comet over the capital", 20*time.Minute, 5)
	add("Radio", "Comet catalogue printed", 10*time.Minute)
	add("Post", "Astronomers explain the comet", time.Minute, 5, 6)
	walk := func() (headlines []string) {
		shown := r.private(aru, "/latest comet")[0]
		for {
			headlines = append(headlines, strings.Split(shown.Text, "\n")[2])
			if len(shown.Keyboard) == 0 {
				return headlines
			}
			r.tap(aru.ID, aru, "Earlier")
			shown = last(r)
		}
	}
	text := r.private(aru, "/latest comet")[0].Text
	if want := "Also reported by:\n• Comet seen over Astana — Wire\n• Comet over the capital — Herald"; !strings.Contains(text, want) {
		t.Errorf("got %q, want %q in it", text, want)
	}
	if got, want := walk(), []string{"Astronomers explain the comet", "Comet catalogue printed"}; !slices.Equal(got, want) {
		t.Errorf("once: %q, want %q", got, want)
	}
	r.private(aru, "/subscribe Italy")
	r.private(aru, "/settings")
	r.tap(aru.ID, aru, "The same story from each source")
	want := []string{"Astronomers explain the comet", "Comet catalogue printed", "Comet over the capital", "Comet seen over Astana"}
	if got := walk(); !slices.Equal(got, want) {
		t.Errorf("from each: %q, want %q", got, want)
	}
}
