// Package markup is text on its way into Telegram's HTML: foreign text is
// cleaned and escaped, measured as Telegram measures it, and cut at word borders.
//
// A string is text as a person would read it; an HTML is markup that may be sent.
// Only Escape and the texts of package locale turn one into the other, so that a
// headline can never become a tag. The package stores nothing.
package markup

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// Limits of one message, see https://core.telegram.org/bots/api#sendmessage.
const (
	MaxUnits    = 4096  // UTF-16 units after the markup is taken out
	MaxRaw      = 32768 // bytes with the markup
	MaxEntities = 100   // links, bold and so on; the rest would be dropped silently
	maxURL      = 2048  // bytes of a link's address
)

// HTML is markup in Telegram's subset: what was foreign in it is escaped.
type HTML string

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Escape returns text as HTML that shows it and nothing else, in an element or
// within a quoted attribute.
func Escape(text string) HTML { return HTML(escaper.Replace(text)) }

// Bold returns text in bold.
func Bold(text string) HTML { return "<b>" + Escape(text) + "</b>" }

// Link returns text that leads to address, or the plain text where the address
// is not one a news story may have, see Address.
func Link(text, address string) HTML {
	address, ok := Address(address)
	if !ok {
		return Escape(text)
	}
	return `<a href="` + Escape(address) + `">` + Escape(text) + "</a>"
}

// Address returns address in the form to put in a link. It must be absolute,
// http or https, with a host, without a password and of 2,048 bytes at most.
func Address(address string) (string, bool) {
	if len(address) > maxURL || !utf8.ValidString(address) || strings.ContainsFunc(address, hidden) {
		return "", false
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return "", false
	}
	s := u.String()
	return s, len(s) <= maxURL
}

var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&")

// Plain returns what a person reads of the HTML. Links lose their address.
func (h HTML) Plain() string {
	var out strings.Builder
	rest := string(h)
	for {
		before, after, found := strings.Cut(rest, "<")
		out.WriteString(unescaper.Replace(before))
		if !found {
			return out.String()
		}
		_, rest, _ = strings.Cut(after, ">") // a > within an attribute is escaped
	}
}

// Entities counts the elements in the HTML.
func (h HTML) Entities() int { return strings.Count(string(h), "</") }

// Units returns the length of text in UTF-16 units, as Telegram counts.
func Units(text string) int {
	n := 0
	for _, r := range text {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}
