package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Key is one thing by which an item is known again, as a hash. The zero Key
// is a thing that the item does not have.
type Key [16]byte

// A KeySet is all by which an item is known again. View counts are in none of
// them; neither is the date in those that stand for an item with an identity.
type KeySet struct {
	GUID     Key
	Link     Key // canonical, see canonicalLink
	Headline Key // the headline and the local day; zero without either
	Words    Key // the headline and how the text begins, whenever it was
	Text     Key // the whole text and the local day; a short one counts with its minute and the source it names
	Exact    Key // everything: items that share it are the same entry twice
}

const (
	leadRunes = 200 // of the text that Words looks at
	// A text of so many letters and digits says the same thing twice on a day only
	// when it is the same story; "Details follow." does not.
	tellingRunes = 80
)

// Keys returns the keys of an item of src.
func Keys(it *Item, src *Source) KeySet {
	title, text := normalise(it.Title), normalise(it.Text)
	if text == "" {
		text = normalise(it.Summary)
	}
	guid, link := strings.TrimSpace(it.GUID), ""
	if it.Link != "" {
		link = canonicalLink(it.Link)
	}
	var day, minute string
	if !it.Published.IsZero() {
		local := it.Published.In(src.zone())
		day, minute = local.Format(time.DateOnly), local.Format("2006-01-02 15:04")
	}

	var set KeySet
	if guid != "" {
		set.GUID = hash("guid", guid)
	}
	if link != "" {
		set.Link = hash("link", link)
	}
	if title != "" && day != "" {
		set.Headline = hash("headline", title, day)
	}
	if title != "" {
		set.Words = hash("words", title, firstRunes(text, leadRunes))
	}
	switch {
	case utf8.RuneCountInString(text) >= tellingRunes:
		set.Text = hash("text", text, day)
	case text != "" && minute != "":
		set.Text = hash("text", text, minute, normalise(it.Attribution))
	}
	if guid != "" || link != "" {
		minute = "" // a feed that lists an item under two dates lists it twice
	}
	set.Exact = hash("exact", guid, link, title, text, minute, normalise(it.Attribution))
	return set
}

// all returns the keys that the set has, the strongest first.
func (s KeySet) all() []Key {
	keys := make([]Key, 0, 6)
	for _, k := range []Key{s.GUID, s.Link, s.Headline, s.Words, s.Text, s.Exact} {
		if k != (Key{}) {
			keys = append(keys, k)
		}
	}
	return keys
}

// storyID returns the identity of a story with the key in the source.
func storyID(source string, k Key) string {
	id := hash("story", source, string(k[:]))
	return hex.EncodeToString(id[:10])
}

func (s *Source) zone() *time.Location {
	if s.TimeZone == nil {
		return time.UTC
	}
	return s.TimeZone
}

func hash(parts ...string) (k Key) {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	copy(k[:], h.Sum(nil))
	return k
}

// normalise keeps letters and digits, in lower case, and one space between
// words: what stays when quotation marks, dashes and spaces are edited. Of a
// text without letters and digits it keeps all.
func normalise(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for _, r := range norm.NFKC.String(text) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	if b.Len() == 0 {
		return strings.TrimSpace(text)
	}
	return b.String()
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
