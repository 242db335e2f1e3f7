// Package taps is what a button carries: a verb and ids, never text, in the at
// most 64 bytes that Telegram allows for callback_data.
//
// The form is "1:verb:argument:argument": a version, so that a button of an older
// release is told from nonsense and neither does harm; then what Data was given.
// The package stores nothing, but messages in people's chats keep these for years:
// a verb is never given another meaning.
package taps

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MaxData is the most bytes a button may carry.
const MaxData = 64

const version = "1"

// A Verb says what a tap does. Arguments are in brackets.
type Verb string

// The verbs. A page counts from 0; a subscription is its ID; a story its number;
// a text is the ID that the chat's pending texts give it. Wanted is 1 or 0, the
// state a tap leads to, so that a tap that comes twice does what it did once.
const (
	Home        Verb = "home"   // the buttons of /start
	Help        Verb = "help"   // /help
	Regions     Verb = "reg"    // the picker's regions
	Countries   Verb = "cty"    // [region, page] the picker's countries of a region
	Pick        Verb = "pick"   // [country, wanted, region, page] in the picker
	Follow      Verb = "cc"     // [country] outside of the picker
	List        Verb = "list"   // [page] the subscriptions
	Remove      Verb = "rm"     // [subscription, page] in the list
	MuteListed  Verb = "mul"    // [subscription, wanted, page] in the list
	RemoveAll   Verb = "rmall"  // [the ID that the next subscription would get] confirmed
	Undo        Verb = "undo"   // [subscription] that was just made
	UndoSeveral Verb = "undos"  // [subscription, subscription] the first and the last of several that were just made
	Swap        Verb = "swap"   // [subscription, country] the country that was meant
	Change      Verb = "chg"    // [subscription, text, text] the first text in its place; the second is what it asked for
	Restore     Verb = "back"   // [text, more] a subscription that was just removed; more 1: one of several, whose buttons stay
	Subscribe   Verb = "sub"    // [text]
	MuteAlert   Verb = "mute"   // [subscription, story, wanted] under an alert
	LatestOf    Verb = "latq"   // [story, text] the match before the story; 0: the newest
	LatestHere  Verb = "latf"   // [story] the same of what the chat follows
	LatestAll   Verb = "lata"   // [story] the same of everything
	DigestAt    Verb = "dig"    // [minute of the day, or -1 for off]
	DigestNow   Verb = "dignow" // the digest so far
	Settings    Verb = "set"    // the settings
	Languages   Verb = "langs"  // the choice of languages
	SetLanguage Verb = "lang"   // [code]
	Zones       Verb = "zones"  // the choice of time zones
	SetZone     Verb = "zone"   // [name]
	SetAlerts   Verb = "alerts" // [wanted] 1: at once; 0: in the digest only
	SetEmpty    Verb = "empty"  // [wanted] 1: say that there was nothing; 0: do not
	SetSame     Verb = "same"   // [wanted] 1: what several sources tell comes once; 0: each comes
	SetPause    Verb = "pause"  // [wanted] 1: pause; 0: resume
	None        Verb = "none"   // a button that only shows something
)

// ErrStale says that a button is of another release, or that it makes no sense.
var ErrStale = errors.New("button of another release")

// Data returns what a button carries. It panics on what could not be read again
// or does not fit: its arguments are ids, so that is a mistake in the code.
func Data(verb Verb, arguments ...any) string {
	out := version + ":" + string(verb)
	for _, a := range arguments {
		s := fmt.Sprint(a)
		switch a := a.(type) {
		case int64:
			s = strconv.FormatInt(a, 36)
		case bool:
			s = map[bool]string{true: "1", false: "0"}[a]
		}
		if strings.Contains(s, ":") && verb != SetZone {
			panic(fmt.Sprintf("taps.Data: %s has an argument %q", verb, s))
		}
		out += ":" + s
	}
	if len(out) > MaxData {
		panic(fmt.Sprintf("taps.Data: %q has %d bytes, %d at most", out, len(out), MaxData))
	}
	return out
}

// A Tap is what Parse read.
type Tap struct {
	Verb      Verb
	arguments []string
}

// Parse reads what a button carries, or returns ErrStale.
func Parse(data string) (Tap, error) {
	v, rest, ok := strings.Cut(data, ":")
	if !ok || v != version || rest == "" || len(data) > MaxData {
		return Tap{}, ErrStale
	}
	parts := strings.Split(rest, ":")
	return Tap{Verb(parts[0]), parts[1:]}, nil
}

// Wanted returns the argument at i, 1 or 0, as true or false.
func (t Tap) Wanted(i int) (bool, error) {
	switch t.String(i) {
	case "1":
		return true, nil
	case "0":
		return false, nil
	}
	return false, ErrStale
}

// String returns the argument at i, or "".
func (t Tap) String(i int) string {
	if i >= len(t.arguments) {
		return ""
	}
	return t.arguments[i]
}

// Rest returns all arguments as one, for the verb whose argument may hold ":".
func (t Tap) Rest() string { return strings.Join(t.arguments, ":") }

// Int returns the argument at i, or ErrStale.
func (t Tap) Int(i int) (int, error) {
	n, err := strconv.Atoi(t.String(i))
	if err != nil {
		return 0, ErrStale
	}
	return n, nil
}

// Story returns the argument at i, which Data was given as an int64.
func (t Tap) Story(i int) (int64, error) {
	n, err := strconv.ParseInt(t.String(i), 36, 64)
	if err != nil || n < 0 {
		return 0, ErrStale
	}
	return n, nil
}
