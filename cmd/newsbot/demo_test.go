package main

import (
	"context"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/bot/webchat/browsertest"
)

// startDemo runs the demo until the test ends.
func startDemo(t *testing.T, addr, dir string) *demo {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	d, err := openDemo(ctx, addr, dir, slog.New(slog.DiscardHandler))
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- d.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return d
}

// A visitor is somebody at the page.
type visitor struct {
	t   *testing.T
	tab context.Context
}

func visit(t *testing.T, browser context.Context, d *demo, width, height int64) visitor {
	t.Helper()
	v := visitor{t, browsertest.Tab(t, browser, width, height)}
	v.step("open the page", chromedp.Navigate(d.address), browsertest.Until(`document.querySelectorAll('#chats button').length === 4`))
	return v
}

func (v visitor) step(name string, actions ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	browsertest.Step(v.t, v.tab, name, actions...)
}

func (v visitor) picture(name string) {
	v.t.Helper()
	browsertest.Picture(v.t, v.tab, name)
}

// chat opens one of the chats.
func (v visitor) chat(title string) {
	v.t.Helper()
	v.step("open "+title,
		browsertest.Press(`[...document.querySelectorAll('#chats button')].find(b => b.querySelector('.name').textContent === `+strconv.Quote(title)+`)`),
		browsertest.Until(`document.querySelector('#head-title').textContent === `+strconv.Quote(title)))
}

// types writes a message and sends it.
func (v visitor) types(text string) {
	v.t.Helper()
	v.step("write "+text, chromedp.SendKeys("#text", text), browsertest.Press(`document.querySelector('#send')`))
}

// message is an expression for the newest message of the bot's with all of the
// parts.
func message(parts ...string) string {
	return `[...document.querySelectorAll('#log .message:not(.mine)')].findLast(m => ` + has(parts) + `)`
}

// button is an expression for a button under the newest such message that has it.
func button(label string, parts ...string) string {
	return `[...document.querySelectorAll('#log .message:not(.mine)')].filter(m => ` + has(parts) + `).flatMap(m => ` +
		`[...m.querySelectorAll('.key')]).findLast(b => b.textContent.includes(` + strconv.Quote(label) + `))`
}

func has(parts []string) string {
	all := "true"
	for _, p := range parts {
		all += ` && m.textContent.includes(` + strconv.Quote(p) + `)`
	}
	return all
}

func (v visitor) reads(parts ...string) {
	v.t.Helper()
	v.step("read "+strings.Join(parts, ", "), browsertest.Until(message(parts...)))
}

func (v visitor) taps(label string, parts ...string) {
	v.t.Helper()
	v.step("tap "+label, browsertest.Press(button(label, parts...)))
}

// publishes puts a story into a feed by the page's panel.
func (v visitor) publishes(source, headline, text string) {
	v.t.Helper()
	v.step("publish "+headline,
		chromedp.SetValue("#story-source", source), chromedp.SendKeys("#story-headline", headline), chromedp.SendKeys("#story-text", text),
		browsertest.Press(`document.querySelector('#story-send')`),
		browsertest.Until(`document.querySelector('#story-status').classList.contains('good')`))
}

func TestTheDemoInTheBrowser(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	d := startDemo(t, "127.0.0.1:0", t.TempDir())
	t.Run("subscribe, hear, mute, ask, unsubscribe", func(t *testing.T) { testVisit(t, visit(t, browser, d, 1280, 800)) })
	t.Run("a second chat stays by itself", func(t *testing.T) { testSecondChat(t, visit(t, browser, d, 390, 800)) })
	t.Run("the group obeys its admin", func(t *testing.T) { testGroup(t, visit(t, browser, d, 1280, 800)) })
	if v := d.telegram.Violations(); len(v) > 0 {
		t.Errorf("what Telegram would not have taken:\n%s", strings.Join(v, "\n"))
	}
}

func testVisit(t *testing.T, v visitor) {
	v.chat("Giulia")
	v.step("start", browsertest.Press(`document.querySelector('.empty .primary')`))
	v.taps("Choose countries", "News you asked for")
	v.taps("South America")
	v.taps("Peru")
	v.step("the button says so", browsertest.Until(button("✅")+`.textContent.includes('Peru')`))
	v.types("/subscribe Iceland")
	v.reads("You now follow", "Iceland")

	v.step("open the newsroom", browsertest.Press(`document.querySelector('#newsroom-open')`))
	v.publishes(sampleWire, "Minister of Iceland lands in Lima", "The minister of Iceland was met by the president of Peru.")
	v.reads("Minister of Iceland lands in Lima", "today,", sampleWire, "🇮🇸", "🇵🇪", "You follow:", "Iceland", "Peru")
	v.step("close the newsroom", browsertest.Press(`document.querySelector('#newsroom-close')`))
	v.picture("alert")
	v.step("the headline leads to the story", chromedp.Evaluate[chromedp.Void](
		`fetch(`+message("Minister of Iceland lands in Lima")+`.querySelector('a.headline').href).then(r => r.text()).then(t => { window.article = t; })`),
		browsertest.Until(`window.article.includes('was met by the president of Peru.')`))

	v.taps("Mute 🇮🇸 Iceland", "Minister of Iceland lands in Lima")
	v.step("a toast says so", browsertest.Until(`document.querySelector('#toast').textContent.includes('Iceland')`))
	v.step("the button turns", browsertest.Until(button("Unmute 🇮🇸 Iceland", "Minister of Iceland lands in Lima")))
	v.types("/latest")
	v.reads("The latest of what you follow:", "🇵🇪")
	v.types("/digest now")
	v.reads("Your digest", "Minister of Iceland lands in Lima")
	v.picture("digest")

	v.types("/subscriptions")
	v.taps("❌ 🇵🇪 Peru", "You follow 2 things")
	v.reads("You follow 1 thing", "Iceland")
	v.taps("❌ 🇮🇸 Iceland", "You follow 1 thing")
	v.step("nothing is left", browsertest.Until(`!(`+button("❌")+`)`))
	v.types("/subscriptions")
	v.reads("follow nothing")
}

func testSecondChat(t *testing.T, v visitor) {
	v.chat("Aigerim")
	v.step("start", browsertest.Press(`document.querySelector('.empty .primary')`))
	v.types("/subscribe Malta")
	v.reads("You now follow", "Malta")
	v.step("open the newsroom", browsertest.Press(`document.querySelector('#newsroom-open')`))
	v.publishes(sampleListing, "Orchestra of Malta plays in Lima", "It was met with applause in Peru.")
	v.step("close the newsroom", browsertest.Press(`document.querySelector('#newsroom-close')`))
	v.reads("Orchestra of Malta plays in Lima", "🇲🇹", "You follow:")
	v.picture("phone")
	v.step("it fits", browsertest.Until(`document.documentElement.scrollWidth <= innerWidth`))
	v.step("back", browsertest.Press(`document.querySelector('#back')`))
	v.chat("Giulia")
	v.step("who follows nothing any more hears nothing", browsertest.Until(`!(`+message("Orchestra of Malta")+`)`))
}

func testGroup(t *testing.T, v visitor) {
	v.chat("News desk")
	v.reads("Admins choose")
	v.step("be Pavel", chromedp.SetValue("#writer", "103"))
	v.types("/subscribe Nepal")
	v.reads("Only admins")
	v.step("be Giulia", chromedp.SetValue("#writer", "101"))
	v.types("/subscribe Nepal")
	v.reads("You now follow", "Nepal")
	v.step("a story comes by itself", browsertest.Until(message("Nepal", "You follow:")))
	v.picture("group")
}

// A demo that is started again on the same store goes on: what was subscribed to
// is, no story comes again, and new ones do.
func TestTheDemoGoesOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	giulia := telegramtest.User{ID: 101, FirstName: "Giulia", LanguageCode: "en"}
	told := make(map[string]int)
	address := "127.0.0.1:0"
	for run := range 3 {
		t.Run("run "+strconv.Itoa(run+1), func(t *testing.T) {
			d := startDemo(t, address, dir)
			address = d.listener.Addr().String()
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			if err := d.origin.Await(ctx, samplePath(sampleWire), 2); err != nil { // past the baseline
				t.Fatal(err)
			}
			if run == 0 {
				d.telegram.Say(telegramtest.PrivateChat(giulia), giulia, "/subscribe Italy")
				if _, err := d.telegram.AwaitText(ctx, giulia.ID, "You now follow"); err != nil {
					t.Fatal(err)
				}
			}
			for range 6 {
				d.publish(d.room.story())
			}
			d.publish(d.room.take(), sample{Feed: sampleWire, Title: "Italy speaks in run " + strconv.Itoa(run), Text: "Rome had much to say in run " + strconv.Itoa(run) + "."})
			if _, err := d.telegram.AwaitText(ctx, giulia.ID, "Italy speaks in run"); err != nil {
				t.Fatal(err)
			}
			d.telegram.Say(telegramtest.PrivateChat(giulia), giulia, "/subscriptions")
			if _, err := d.telegram.AwaitText(ctx, giulia.ID, "You follow 1 thing"); err != nil {
				t.Fatal(err)
			}
			for _, m := range d.telegram.Messages(giulia.ID) {
				if title, _, _ := strings.Cut(m.Text, "\n"); strings.Contains(m.Text, "You follow: ") {
					told[title]++
				}
			}
			if v := d.telegram.Violations(); len(v) > 0 {
				t.Errorf("what Telegram would not have taken:\n%s", strings.Join(v, "\n"))
			}
		})
	}
	for title, n := range told {
		if n > 1 {
			t.Errorf("%q was told %d times, want once", title, n)
		}
	}
	if len(told) < 6 {
		t.Errorf("got alerts %v, want at least two a run", told)
	}
}

func TestAPortInUseIsToldClearly(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, err = openDemo(t.Context(), taken.Addr().String(), t.TempDir(), slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "address already in use") || !strings.Contains(err.Error(), "--addr 127.0.0.1:9000") {
		t.Errorf("got %v, want an error that says what is in use and how to choose another", err)
	}
}
