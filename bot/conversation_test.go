package bot_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"newsbot/bot/telegram/telegramtest"
)

var update = flag.Bool("update", false, "write what the bot answers into testdata")

// TestConversations plays the files in testdata. A line that begins with "> " is
// what somebody does; the lines below it are what the bot answers.
//
//	> Aru: /start            she writes
//	> Aru taps Italy         on the newest button with that text
//	> in group | in channel | in topic | in private    where the rest happens
//	> pass 24h               the clock goes on
//	> the bot is kicked | added | blocked | unblocked | muted | unmuted
//	> the group migrates
//	> chat                   what the book has
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := (&play{room: newRoom(t), where: telegramtest.PrivateChat(aru)}).run(string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("the conversation differs (-want +got):\n%s", diff)
			}
		})
	}
}

// A play is a conversation under way.
type play struct {
	*room
	where   telegramtest.Chat
	thread  int
	shown   map[string]string // messages as they were last written down
	answers map[int64]int     // toasts written down
	out     strings.Builder
}

func (p *play) run(script string) string {
	p.shown, p.answers = map[string]string{}, map[int64]int{}
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "# "):
			fmt.Fprintln(&p.out, line)
		case strings.HasPrefix(line, "> "):
			if p.out.Len() > 0 && !strings.HasPrefix(p.out.String()[strings.LastIndex(strings.TrimRight(p.out.String(), "\n"), "\n")+1:], "#") {
				fmt.Fprintln(&p.out)
			}
			fmt.Fprintln(&p.out, line)
			p.do(line[2:])
			p.writeDown()
		}
	}
	return p.out.String()
}

func (p *play) do(what string) {
	p.t.Helper()
	if name, label, ok := strings.Cut(what, " taps "); ok && !strings.Contains(name, ": ") {
		p.tap(p.where.ID, people(name), label)
		return
	}
	if name, text, ok := strings.Cut(what, ": "); ok {
		unquoted := strings.NewReplacer(`\n`, "\n").Replace(text)
		from := people(name)
		p.server.Post(telegramtest.Post{Chat: p.where, From: from, Text: unquoted, Thread: p.thread, Anonymous: name == "Anonymous"})
		p.settle()
		return
	}
	switch verb, argument, _ := strings.Cut(what, " "); {
	case verb == "in":
		p.enter(argument)
	case verb == "pass":
		d, err := time.ParseDuration(argument)
		if err != nil {
			p.t.Fatal(err)
		}
		p.pass(d)
	case verb == "chat":
		c := p.chat(p.where.ID)
		fmt.Fprintf(&p.out, "  %d subscriptions, pause %q, language %q, zone %q, thread %d, digest %v at %d after %s, digest only %v\n",
			len(c.Subscriptions), c.Pause, c.Language, c.TimeZone, c.Thread, c.Digest.On, c.Digest.Minute, c.Digest.LastDate, c.DigestOnly)
	default:
		p.happen(what)
	}
	p.settle()
}

func people(name string) telegramtest.User {
	if name == "Ben" {
		return ben
	}
	return aru
}

func (p *play) enter(where string) {
	p.thread = 0
	switch where {
	case "private":
		p.where = telegramtest.PrivateChat(aru)
		return
	case "group":
		p.where = telegramtest.Chat{ID: -500, Type: telegramtest.Group, Title: "Desk"}
	case "channel":
		p.where = telegramtest.Chat{ID: -1001, Type: telegramtest.Channel, Title: "Wire"}
	case "topic":
		p.where = telegramtest.Chat{ID: -1002, Type: telegramtest.Supergroup, Title: "Forum", Forum: true}
	}
	p.server.AddToGroup(p.where, aru)
	if where == "topic" {
		p.settle() // the topic's number is that of the next message
		p.thread = p.server.AddTopic(p.where.ID, "Italy")
	}
}

func (p *play) happen(what string) {
	switch what {
	case "the bot is kicked":
		p.server.Kick(p.where.ID, aru)
	case "the bot is added":
		p.server.AddToGroup(p.where, aru)
	case "the bot is blocked":
		p.server.Block(p.where.ID)
	case "the bot is unblocked":
		p.server.Unblock(p.where.ID)
	case "the bot is muted":
		p.server.Mute(p.where.ID, aru)
	case "the bot is unmuted":
		p.server.Unmute(p.where.ID, aru)
	case "the group migrates":
		p.where = telegramtest.Chat{ID: p.server.Migrate(p.where.ID, aru), Type: telegramtest.Supergroup, Title: "Desk"}
	default:
		p.t.Fatalf("nobody knows how to do %q", what)
	}
}

// writeDown adds the toast, and the messages that are new or edited.
func (p *play) writeDown() {
	answers := p.server.Answers(p.where.ID)
	for _, a := range answers[min(p.answers[p.where.ID], len(answers)):] {
		if a.Text != "" {
			fmt.Fprintf(&p.out, "  (%s)\n", a.Text)
		}
	}
	p.answers[p.where.ID] = len(answers)
	for _, m := range p.server.Messages(p.where.ID) {
		var text strings.Builder
		for line := range strings.Lines(m.HTML) {
			fmt.Fprintf(&text, "  %s\n", strings.TrimRight(line, "\n"))
		}
		for _, row := range m.Keyboard {
			text.WriteString("   ")
			for _, b := range row {
				fmt.Fprintf(&text, " [%s]", b.Text)
			}
			text.WriteString("\n")
		}
		key := fmt.Sprintf("%d/%d", m.ChatID, m.ID)
		switch before, known := p.shown[key]; {
		case !known && m.Thread != 0:
			fmt.Fprintf(&p.out, "  in topic %d:\n%s", m.Thread, text.String())
		case !known:
			p.out.WriteString(text.String())
		case before != text.String():
			fmt.Fprintf(&p.out, "  edited:\n%s", text.String())
		}
		p.shown[key] = text.String()
	}
}
