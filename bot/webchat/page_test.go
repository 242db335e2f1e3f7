package webchat_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"newsbot/bot/telegram"
	"newsbot/bot/telegram/telegramtest"
	"newsbot/bot/webchat"
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

func (offset) Load(context.Context) (int, []int, error) { return 0, nil, nil }
func (offset) Save(context.Context, int, []int) error   { return nil }

// until waits until an expression of the page's is true.
func until(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.PollFunction[chromedp.Void]("() => { try { return !!("+expression+") } catch { return false } }",
		chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(15*time.Second))
}

// step runs actions and says which step failed, and what the page showed.
func step(t *testing.T, ctx context.Context, name string, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, action := range actions {
		limited, cancel := context.WithTimeout(ctx, 20*time.Second)
		err := chromedp.Do(limited, action)
		cancel()
		if err != nil {
			text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
			t.Fatalf("%s, action %d: %v; the page says:\n%s", name, i, err, text)
		}
	}
}

// watch fails the test at anything the page complains of.
func watch(t *testing.T, ctx context.Context) {
	t.Helper()
	err := chromedp.Listen(ctx, func(e any) {
		switch e := e.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page threw %s: %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError {
				t.Errorf("the page complained: %v", e.Args)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

const (
	bubbles = `document.querySelectorAll('#log .message:not(.mine) .bubble')`
	bubble  = `document.querySelector('#log .message:not(.mine) .bubble')`
)

func TestThePage(t *testing.T) {
	ctx := browser(t)
	t.Run("in a window", func(t *testing.T) { testWindow(t, tab(t, ctx, 1280, 800)) })
	t.Run("on a phone", func(t *testing.T) { testPhone(t, tab(t, ctx, 390, 800)) })
	t.Run("comes back after a cut", func(t *testing.T) { testCut(t, tab(t, ctx, 1280, 800)) })
}

func testWindow(t *testing.T, ctx context.Context) {
	published := make(chan webchat.Story, 1)
	o := options()
	o.Publish = func(_ context.Context, s webchat.Story) error { published <- s; return nil }
	server, address := start(t, o)

	step(t, ctx, "open", chromedp.Navigate(address), until(`document.querySelector('#signal').classList.contains('on')`),
		until(`document.querySelectorAll('#chats button').length === 3`), until(`document.querySelector('#head-title').textContent === 'Ann Lee'`))
	step(t, ctx, "write", chromedp.SendKeys("#text", "Italy, please"), chromedp.Click("#send"),
		until(`document.querySelector('#log .mine .bubble').textContent.includes('Italy, please')`))
	step(t, ctx, "receive", until(bubbles+`.length === 1`))
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
		step(t, ctx, name, until(expression))
	}
	picture(t, ctx, "story")
	step(t, ctx, "a tap with an alert", chromedp.Click(`//button[text()="Forbidden"]`), until(`document.querySelector('#alert').open`),
		until(`document.querySelector('#alert-text').textContent.includes('Only administrators')`),
		chromedp.Click(`#alert button`), until(`!document.querySelector('#alert').open`))
	step(t, ctx, "a tap with a toast and an edit", chromedp.Click(`//button[text()="🔕 Mute"]`),
		until(`document.querySelector('#toast').textContent === 'Muted'`), until(bubble+`.textContent.includes('Italy is muted')`),
		until(bubble+`.querySelector('.meta').textContent.includes('edited')`), until(`document.querySelectorAll('#log .key').length === 0`))
	step(t, ctx, "the command menu narrows", chromedp.SendKeys("#text", "/subs"),
		until(`!document.querySelector('#menu').hidden && document.querySelectorAll('#menu li').length === 2`),
		chromedp.SendKeys("#text", "\t"), until(`document.querySelector('#text').value === '/subscribe '`),
		until(`(document.querySelector('#text').value = '') === ''`))
	step(t, ctx, "the command menu by its button", chromedp.Click("#menu-open"), until(`document.querySelectorAll('#menu li').length === 3`),
		chromedp.Click(`//li[contains(., "/latest")]`), until(`[...document.querySelectorAll('#log .mine .bubble')].some(b => b.textContent.startsWith('/latest'))`),
		until(bubbles+`.length === 2`))
	step(t, ctx, "a suggestion", chromedp.Click(`//*[@id="suggestions"]/button[text()="/subscribe Italy"]`), until(bubbles+`.length === 3`))

	server.Say(telegramtest.PrivateChat(boris), boris, "привет")
	step(t, ctx, "another chat's message", until(`document.querySelector('#chats [data-id="8"] .badge').textContent === '1'`), until(`document.querySelector('.banner')`))
	step(t, ctx, "the other chat", chromedp.Click(`#chats [data-id="8"]`), until(`document.querySelector('#head-title').textContent === 'Boris'`),
		until(bubbles+`.length === 1 && !document.querySelector('#chats [data-id="8"] .badge')`))

	step(t, ctx, "publish", chromedp.Click("#newsroom-open"), chromedp.SendKeys("#story-headline", "Rome speaks"),
		chromedp.SendKeys("#story-text", "At length."), chromedp.SetValue("#story-source", "Listing"),
		chromedp.Click("#story-send"), until(`document.querySelector('#story-status').classList.contains('good')`))
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
	step(t, ctx, "the list", chromedp.Navigate(address), until(`document.querySelectorAll('#chats button').length === 3`),
		until(`!document.querySelector('.conversation').offsetParent && !(`+wide+`)`))
	step(t, ctx, "a chat", chromedp.Click(`#chats [data-id="7"]`), until(`document.querySelector('.conversation').offsetParent !== null`),
		chromedp.Click(`.empty .primary`), until(bubbles+`.length === 1`), until(`!(`+wide+`)`))
	step(t, ctx, "back", chromedp.Click("#back"), until(`document.querySelector('.sidebar').offsetParent !== null`))
	server.Say(telegramtest.PrivateChat(ann), ann, "and now?")
	step(t, ctx, "what arrives meanwhile is unread", until(`document.querySelector('#chats [data-id="7"] .badge').textContent === '1'`))
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
	step(t, ctx, "open", chromedp.Navigate(page.URL), until(`document.querySelectorAll('#chats button').length === 3`))
	page.CloseClientConnections()
	server.Say(telegramtest.PrivateChat(ann), ann, "said meanwhile")
	step(t, ctx, "what was missed", until(`document.querySelector('#log .bubble').textContent.includes('said meanwhile')`))
}
