package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/feed"
	"newsbot/feed/feedtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"newsbot": main})
}

// patience bounds what a script waits for; it is met in milliseconds.
const patience = 60 * time.Second

// A world is what is around the binary in a script: Telegram and an origin.
type world struct {
	telegram *telegramtest.Server
	origin   *feedtest.Origin
	hub      *feedtest.Hub
}

type worldKey struct{}

// TestScripts runs the binary as people and service managers do. Beside the
// commands of testscript there are:
//
//	say CHAT TEXT          a person writes to the bot
//	await CHAT TEXT        wait until the bot's chat holds TEXT
//	none CHAT TEXT         fail if it does
//	publish PATH TITLE     add a story at the origin
//	polled PATH N          wait until a path was asked N times more
//	once CHAT TEXT         fail unless one of its messages holds TEXT
//	asked PATH N           fail unless a path was asked N times in all
//	hub PATH               a path names the hub from now on
//	held N                 wait until the hub holds N subscriptions
//	push PATH              the hub pushes what is new under a path
//	spoil PATH KIND        let a path misbehave, see feedtest.Kind
//	healthy                wait until the bot is ready
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			w := world{origin: feedtest.New(), hub: feedtest.NewHub()}
			var err error
			if w.telegram, err = telegramtest.Start(telegramtest.Options{}); err != nil {
				return err
			}
			address, err := w.origin.Start("127.0.0.1:0")
			if err != nil {
				return err
			}
			if _, err := w.hub.Start("127.0.0.1:0"); err != nil {
				return err
			}
			env.Defer(func() {
				if err := w.hub.Close(); err != nil {
					t.Error(err)
				}
				if err := w.telegram.Close(); err != nil {
					t.Error(err)
				}
				if err := w.origin.Close(); err != nil {
					t.Error(err)
				}
			})
			env.Values[worldKey{}] = w
			env.Setenv("API", w.telegram.URL())
			env.Setenv("TOKEN", w.telegram.Token())
			env.Setenv("ORIGIN", address)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"say": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "say CHAT TEXT")
				user := telegramtest.User{ID: number(ts, args[0]), FirstName: "Ana", LanguageCode: "en"}
				worldOf(ts).telegram.Say(telegramtest.PrivateChat(user), user, args[1])
			},
			"await": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "await CHAT TEXT")
				ctx, cancel := context.WithTimeout(context.Background(), patience)
				defer cancel()
				if _, err := worldOf(ts).telegram.AwaitText(ctx, number(ts, args[0]), args[1]); err != nil {
					ts.Fatalf("no message with %q in chat %s: %v\n%s", args[1], args[0], err, said(ts, args[0]))
				}
			},
			"none": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "none CHAT TEXT")
				if all := said(ts, args[0]); strings.Contains(all, args[1]) {
					ts.Fatalf("chat %s holds %q:\n%s", args[0], args[1], all)
				}
			},
			"once": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "once CHAT TEXT")
				n := 0
				for _, m := range worldOf(ts).telegram.Messages(number(ts, args[0])) {
					if strings.Contains(m.Text, args[1]) {
						n++
					}
				}
				if n != 1 {
					ts.Fatalf("%d messages in chat %s hold %q, want 1:\n%s", n, args[0], args[1], said(ts, args[0]))
				}
			},
			"publish": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "publish PATH TITLE")
				worldOf(ts).origin.Publish(args[0], feed.Item{Title: args[1], GUID: args[1], Text: args[1] + ", it was said.", Published: time.Now(), Views: -1})
			},
			"polled": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "polled PATH N")
				ctx, cancel := context.WithTimeout(context.Background(), patience)
				defer cancel()
				o := worldOf(ts).origin
				if err := o.Await(ctx, args[0], o.Count(args[0])+int(number(ts, args[1]))); err != nil {
					ts.Fatalf("%s: %v", args[0], err)
				}
			},
			"asked": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "asked PATH N")
				if got := worldOf(ts).origin.Count(args[0]); got != int(number(ts, args[1])) {
					ts.Fatalf("%s was asked %d times, want %s", args[0], got, args[1])
				}
			},
			"hub": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 1, "hub PATH")
				w := worldOf(ts)
				w.origin.Configure(args[0], feedtest.Feed{Hub: w.hub.URL(), Self: w.origin.URL(args[0])})
			},
			"held": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 1, "held N")
				ctx, cancel := context.WithTimeout(context.Background(), patience)
				defer cancel()
				if err := worldOf(ts).hub.AwaitHeld(ctx, int(number(ts, args[0]))); err != nil {
					ts.Fatalf("%v", err)
				}
			},
			"push": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 1, "push PATH")
				w := worldOf(ts)
				answers := w.hub.Push(w.origin.URL(args[0]), []byte("<rss/>"))
				if len(answers) != 1 || answers[0] != http.StatusAccepted {
					ts.Fatalf("the push is answered with %v, want one 202", answers)
				}
			},
			"withheld": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "withheld URL SECRET")
				resp, err := http.Get(args[0])
				if err != nil {
					ts.Fatalf("%v", err)
				}
				defer resp.Body.Close()
				body, err := io.ReadAll(resp.Body)
				if err != nil || len(body) == 0 || strings.Contains(string(body), args[1]) {
					ts.Fatalf("%s: error %v, %d bytes; want some without %s", args[0], err, len(body), args[1])
				}
			},
			"moved": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "moved PATH TO")
				worldOf(ts).origin.Misbehave(args[0], feedtest.Fault{Kind: feedtest.Redirect, Status: http.StatusMovedPermanently, Location: args[1]})
			},
			"spoil": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 2, "spoil PATH KIND")
				worldOf(ts).origin.Misbehave(args[0], feedtest.Fault{Kind: feedtest.Kind(args[1])})
			},
			"healthy": func(ts *testscript.TestScript, _ bool, args []string) {
				need(ts, args, 0, "healthy")
				deadline := time.Now().Add(patience)
				for {
					err := ts.Exec("newsbot", "health", "--ready")
					if err == nil {
						return
					}
					if time.Now().After(deadline) {
						ts.Fatalf("not healthy: %v", err)
					}
				}
			},
		},
	})
}

func worldOf(ts *testscript.TestScript) world { return ts.Value(worldKey{}).(world) }

func need(ts *testscript.TestScript, args []string, n int, usage string) {
	if len(args) != n {
		ts.Fatalf("usage: %s", usage)
	}
}

func number(ts *testscript.TestScript, s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		ts.Fatalf("%q is no number", s)
	}
	return n
}

func said(ts *testscript.TestScript, chat string) string {
	var b strings.Builder
	for _, m := range worldOf(ts).telegram.Messages(number(ts, chat)) {
		fmt.Fprintf(&b, "--- %d\n%s\n", m.ID, m.Text)
	}
	return b.String()
}
