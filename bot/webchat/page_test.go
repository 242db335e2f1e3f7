package webchat_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/bot/webchat"
	"newsbot/bot/webchat/browsertest"
)

// script is a bot that answers what the page's test needs.
type script struct{ *telegram.Client }

func (s script) handle(ctx context.Context, u telegram.Update) error {
	switch {
	case u.Tap != nil && u.Tap.Data == "alert":
		return s.Answer(ctx, u.Tap.ID, "Only administrators may do that.", true)
	case u.Tap != nil:
		if err := s.Answer(ctx, u.Tap.ID, "Muted", false); err != nil {
			return err
		}
		return s.Edit(ctx, u.Tap.Chat.ID, u.Tap.MessageID, telegram.Text{HTML: "<b>Italy</b> is muted", Plain: "?"})
	case u.Message == nil:
		return nil
	}
	if err := s.Typing(ctx, u.Message.Chat.ID, 0); err != nil {
		return err
	}
	_, err := s.Send(ctx, u.Message.Chat.ID, telegram.Text{
		HTML: `<b><a href="https://example.org/a">Italy &lt;script&gt;signs&lt;/script&gt;</a></b>` + "\n" +
			`<i>today</i> · <code>x &lt; y</code> <a href="https://example.org/">link</a> <tg-spoiler>secret</tg-spoiler>` +
			"\n<blockquote>quoted <b>bold</b></blockquote>\nSee https://example.org/b?c=1 or /latest 🇮🇹 <u>après</u>",
		Plain: "?",
		Keyboard: telegram.Keyboard{
			{{Label: "🔕 Mute", Data: "mute"}, {Label: "Forbidden", Data: "alert"}},
			{{Label: "Open", URL: "https://example.org/"}},
		},
	})
	return err
}

// start runs the script against a server with a page and returns its address.
func start(t *testing.T, o webchat.Options) (*telegramtest.Server, string) {
	t.Helper()
	server, err := telegramtest.Start(telegramtest.Options{Name: "News"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	client, err := telegram.New(telegram.Options{Token: server.Token(), APIURL: server.URL()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = client.SetCommands(ctx, telegram.ScopePrivate, "", []telegram.Command{
		{Name: "latest", Description: "The newest story"}, {Name: "subscribe", Description: "Follow a topic"}, {Name: "subscriptions", Description: "What you follow"}})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- client.Poll(ctx, &offset{}, script{client}.handle) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("poll: %v", err)
		}
	})
	h, err := webchat.New(server, o)
	if err != nil {
		t.Fatal(err)
	}
	page := httptest.NewServer(h)
	t.Cleanup(func() { h.Close(); page.Close() })
	return server, page.URL
}

// offset is a cursor that is not kept.
type offset struct{}

func (offset) Load(context.Context) (telegram.Progress, error) { return telegram.Progress{}, nil }
func (offset) Save(context.Context, telegram.Step) error       { return nil }

const (
	bubbles = `document.querySelectorAll('#log .message:not(.mine) .bubble')`
	bubble  = `document.querySelector('#log .message:not(.mine) .bubble')`
)

func TestThePage(t *testing.T) {
	ctx := browsertest.Start(t)
	t.Run("in a window", func(t *testing.T) { testWindow(t, browsertest.Tab(t, ctx, 1280, 800)) })
	t.Run("on a phone", func(t *testing.T) { testPhone(t, browsertest.Tab(t, ctx, 390, 800)) })
	t.Run("comes back after a cut", func(t *testing.T) { testCut(t, browsertest.Tab(t, ctx, 1280, 800)) })
}

func testWindow(t *testing.T, ctx context.Context) {
	published := make(chan webchat.Story, 1)
	o := options()
	o.Publish = func(_ context.Context, s webchat.Story) error { published <- s; return nil }
	server, address := start(t, o)

	browsertest.Step(t, ctx, "open", chromedp.Navigate(address), browsertest.Until(`document.querySelector('#signal').classList.contains('on')`),
		browsertest.Until(`document.querySelectorAll('#chats button').length === 3`), browsertest.Until(`document.querySelector('#head-title').textContent === 'Ann Lee'`))
	browsertest.Step(t, ctx, "write", chromedp.SendKeys("#text", "Italy, please"), chromedp.Click("#send"),
		browsertest.Until(`document.querySelector('#log .mine .bubble').textContent.includes('Italy, please')`))
	browsertest.Step(t, ctx, "receive", browsertest.Until(bubbles+`.length === 1`))
	for name, expression := range map[string]string{
		"a headline that is bold and a link": bubble + `.querySelector('a.headline').href === 'https://example.org/a' && ` + bubble + `.querySelector('a.headline strong')`,
		"foreign markup is text":             bubble + `.textContent.includes('<script>signs</script>') && !` + bubble + `.querySelector('script')`,
		"italics":                            bubble + `.querySelector('em').textContent === 'today'`,
		"code":                               bubble + `.querySelector('code').textContent === 'x < y'`,
		"a link":                             `[...` + bubble + `.querySelectorAll('a')].some(a => a.textContent === 'link' && a.rel.includes('noopener'))`,
		"an address in the text":             `[...` + bubble + `.querySelectorAll('a')].some(a => a.href === 'https://example.org/b?c=1')`,
		"a command in the text":              `[...` + bubble + `.querySelectorAll('.command')].map(b => b.textContent).join() === '/latest'`,
		"a quotation with bold text":         bubble + `.querySelector('blockquote strong').textContent === 'bold'`,
		"a spoiler":                          bubble + `.querySelector('.spoiler').textContent === 'secret'`,
		"an entity after a flag":             bubble + `.querySelector('u').textContent === 'après'`,
		"buttons":                            `document.querySelectorAll('#log .key').length === 3`,
		"the time":                           `/^\d\d:\d\d$/.test(` + bubble + `.querySelector('.meta time').textContent)`,
		"nothing typing any more":            `!document.querySelector('.dots')`,
	} {
		browsertest.Step(t, ctx, name, browsertest.Until(expression))
	}
	browsertest.Picture(t, ctx, "story")
	browsertest.Step(t, ctx, "a tap with an alert", chromedp.Click(`//button[text()="Forbidden"]`), browsertest.Until(`document.querySelector('#alert').open`),
		browsertest.Until(`document.querySelector('#alert-text').textContent.includes('Only administrators')`),
		chromedp.Click(`#alert button`), browsertest.Until(`!document.querySelector('#alert').open`))
	browsertest.Step(t, ctx, "a tap with a toast and an edit", chromedp.Click(`//button[text()="🔕 Mute"]`),
		browsertest.Until(`document.querySelector('#toast').textContent === 'Muted'`), browsertest.Until(bubble+`.textContent.includes('Italy is muted')`),
		browsertest.Until(bubble+`.querySelector('.meta').textContent.includes('edited')`), browsertest.Until(`document.querySelectorAll('#log .key').length === 0`))
	browsertest.Step(t, ctx, "the command menu narrows", chromedp.SendKeys("#text", "/subs"),
		browsertest.Until(`!document.querySelector('#menu').hidden && document.querySelectorAll('#menu li').length === 2`),
		chromedp.SendKeys("#text", "\t"), browsertest.Until(`document.querySelector('#text').value === '/subscribe '`),
		browsertest.Until(`(document.querySelector('#text').value = '') === ''`))
	browsertest.Step(t, ctx, "the command menu by its button", chromedp.Click("#menu-open"), browsertest.Until(`document.querySelectorAll('#menu li').length === 3`),
		browsertest.Press(`[...document.querySelectorAll('#menu li')].find(li => li.textContent.includes('/latest'))`), browsertest.Until(`[...document.querySelectorAll('#log .mine .bubble')].some(b => b.textContent.startsWith('/latest'))`),
		browsertest.Until(bubbles+`.length === 2`))
	browsertest.Step(t, ctx, "a suggestion", chromedp.Click(`//*[@id="suggestions"]/button[text()="/subscribe Italy"]`), browsertest.Until(bubbles+`.length === 3`))

	server.Say(telegramtest.PrivateChat(boris), boris, "привет")
	browsertest.Step(t, ctx, "another chat's message", browsertest.Until(`document.querySelector('#chats [data-id="8"] .badge').textContent === '1'`), browsertest.Until(`document.querySelector('.banner')`))
	browsertest.Step(t, ctx, "the other chat", chromedp.Click(`#chats [data-id="8"]`), browsertest.Until(`document.querySelector('#head-title').textContent === 'Boris'`),
		browsertest.Until(bubbles+`.length === 1 && !document.querySelector('#chats [data-id="8"] .badge')`))

	browsertest.Step(t, ctx, "publish", chromedp.Click("#newsroom-open"), chromedp.SendKeys("#story-headline", "Rome speaks"),
		chromedp.SendKeys("#story-text", "At length."), chromedp.SetValue("#story-source", "Listing"),
		chromedp.Click("#story-send"), browsertest.Until(`document.querySelector('#story-status').classList.contains('good')`))
	if got, want := <-published, (webchat.Story{Source: "Listing", Headline: "Rome speaks", Text: "At length."}); got != want {
		t.Errorf("published: got %+v, want %+v", got, want)
	}
	if v := server.Violations(); len(v) > 0 {
		t.Errorf("violations: %s", strings.Join(v, "\n"))
	}
}

func testPhone(t *testing.T, ctx context.Context) {
	server, address := start(t, options())
	wide := `document.documentElement.scrollWidth > innerWidth`
	browsertest.Step(t, ctx, "the list", chromedp.Navigate(address), browsertest.Until(`document.querySelectorAll('#chats button').length === 3`),
		browsertest.Until(`!document.querySelector('.conversation').offsetParent && !(`+wide+`)`))
	browsertest.Step(t, ctx, "a chat", chromedp.Click(`#chats [data-id="7"]`), browsertest.Until(`document.querySelector('.conversation').offsetParent !== null`),
		chromedp.Click(`.empty .primary`), browsertest.Until(bubbles+`.length === 1`), browsertest.Until(`!(`+wide+`)`))
	browsertest.Step(t, ctx, "back", chromedp.Click("#back"), browsertest.Until(`document.querySelector('.sidebar').offsetParent !== null`))
	server.Say(telegramtest.PrivateChat(ann), ann, "and now?")
	browsertest.Step(t, ctx, "what arrives meanwhile is unread", browsertest.Until(`document.querySelector('#chats [data-id="7"] .badge').textContent === '1'`))
}

func testCut(t *testing.T, ctx context.Context) {
	server, err := telegramtest.Start(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	h, err := webchat.New(server, options())
	if err != nil {
		t.Fatal(err)
	}
	page := httptest.NewServer(h)
	defer func() { h.Close(); page.Close() }()
	browsertest.Step(t, ctx, "open", chromedp.Navigate(page.URL), browsertest.Until(`document.querySelectorAll('#chats button').length === 3`))
	page.CloseClientConnections()
	server.Say(telegramtest.PrivateChat(ann), ann, "said meanwhile")
	browsertest.Step(t, ctx, "what was missed", browsertest.Until(`document.querySelector('#log .bubble').textContent.includes('said meanwhile')`))
}
