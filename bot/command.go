package bot

import (
	"context"
	"slices"
	"strings"

	"newsbot/bot/markup"
	"newsbot/subscriptions"
)

// Rights say who may use a command. In a private chat everybody may everything.
type rights int

const (
	everyone  rights = iota // it only shows something
	toChange                // showing is for everyone, with an argument for admins
	onlyAdmin               // it always changes something
)

// A place is a kind of chat with a command menu of its own.
type place int

const (
	private place = 1 << iota
	members       // of a group
	admins        // of a group
)

// A handler does what was asked, durably, and returns what to answer. An error is
// for the operator: the person is told that it did not work.
type handler func(b *Bot, ctx context.Context, r *request) ([]Reply, error)

// A command is a row of the table that routing, rights, the menus and /help are
// made from. Its texts are "menu.NAME" and, where it takes one, "hint.NAME".
type command struct {
	name    string
	aliases []string
	rights  rights
	menus   place // where it is listed; it works everywhere
	hint    bool  // takes an argument
	handle  handler
}

func table() []command {
	return []command{
		{name: "subscribe", aliases: []string{"sub", "follow"}, rights: toChange, menus: private | admins, hint: true, handle: (*Bot).subscribe},
		{name: "unsubscribe", aliases: []string{"unsub", "unfollow"}, rights: toChange, menus: private | admins, hint: true, handle: (*Bot).unsubscribe},
		{name: "subscriptions", aliases: []string{"list", "subs"}, menus: private | members | admins, handle: (*Bot).list},
		{name: "latest", aliases: []string{"last", "news"}, menus: private | members | admins, hint: true, handle: (*Bot).latest},
		{name: "digest", rights: toChange, menus: private | admins, hint: true, handle: (*Bot).digest},
		{name: "settings", rights: toChange, menus: private | admins, hint: true, handle: (*Bot).settings},
		{name: "mute", rights: toChange, menus: private | admins, hint: true, handle: (*Bot).mute},
		{name: "pause", aliases: []string{"stop"}, rights: onlyAdmin, menus: private | admins, handle: (*Bot).pause},
		{name: "resume", rights: onlyAdmin, menus: private | admins, handle: (*Bot).resume},
		{name: "unmute", rights: toChange, handle: (*Bot).unmute},
		{name: "help", aliases: []string{"commands"}, menus: private | members | admins, handle: (*Bot).help},
		{name: "start", rights: toChange, handle: (*Bot).start},
	}
}

// find returns the command that name or an alias of it calls.
func (b *Bot) find(name string) (*command, bool) {
	i := slices.IndexFunc(b.commands, func(c command) bool { return c.name == name || slices.Contains(c.aliases, name) })
	if i < 0 {
		return nil, false
	}
	return &b.commands[i], true
}

// nearest returns the name that name was most likely meant for: it begins so, or
// it is a letter or two away, one for every three that it has.
func (b *Bot) nearest(name string) (string, bool) {
	best, distance := "", 3
	for _, c := range b.commands {
		for _, known := range append([]string{c.name}, c.aliases...) {
			d := edits(name, known)
			if len(name) >= 3 && strings.HasPrefix(known, name) {
				d = min(d, 1)
			}
			if d < distance && 3*d <= len(known) {
				best, distance = c.name, d
			}
		}
	}
	return best, best != ""
}

// edits is the number of letters to insert, delete or replace to make b of a.
func edits(a, b string) int {
	if len(a) > 32 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// shows says whether a request for the command changes nothing.
func (c *command) shows(argument string) bool {
	return c.rights == everyone || (c.rights == toChange && argument == "")
}

// usage is the command as /help shows it, "/latest [WHAT]".
func (c *command) usage(r *request) markup.HTML {
	if !c.hint {
		return markup.Escape("/" + c.name)
	}
	return markup.Escape("/" + c.name + " " + r.Text("hint."+c.name, nil))
}

func placeOf(kind subscriptions.Kind) place {
	if kind == subscriptions.Private {
		return private
	}
	return admins
}
