package parse

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbot/feed"
)

// A listing is plain text, one entry after the other:
//
//	25.02.2026, 09:50 14346     when, in the source's zone; how often seen, or nothing
//	The headline
//	example.org                 where it was taken from, or nothing
//	A paragraph.
//	- An item of a list
//
// Entries are in no order. Blank lines mean nothing. There is neither an address
// nor an identity.

var (
	errNoHeadline = errors.New("the entry has no headline")
	errJunk       = errors.New("text before the first entry (DD.MM.YYYY, HH:MM VIEWS)")
)

// hasEntry reports whether a text has an entry of a listing, readable or not.
func hasEntry(text string) bool {
	for line := range lines(text) {
		// A feed that begins with a warning in plain text comes to its root first.
		if strings.Contains(line, "<?xml") || strings.Contains(line, "<rss") || strings.Contains(line, "<feed") {
			return false
		}
		if looksHeader(line) {
			return true
		}
	}
	return false
}

// lines yields the lines of a text without their ends, which may be "\n", "\r\n"
// or "\r".
func lines(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			line := text
			i := strings.IndexAny(text, "\r\n")
			switch {
			case i < 0:
				text = ""
			case strings.HasPrefix(text[i:], "\r\n"):
				line, text = text[:i], text[i+2:]
			default:
				line, text = text[:i], text[i+1:]
			}
			if !yield(line) {
				return
			}
		}
	}
}

func (r *reader) listing(text string) error {
	w := listingWalk{r: r}
	number := 0
	for line := range lines(text) {
		number++
		if w.open && cutHeader(line) && strings.HasSuffix(text, line) {
			w.r.problem(number, errCutOff)
			continue
		}
		w.line(line, number)
	}
	w.close()
	if w.headers == 0 {
		return errors.New("no entry of a listing (DD.MM.YYYY, HH:MM VIEWS)")
	}
	return nil
}

// A listingWalk goes over the lines once and keeps those of one entry.
type listingWalk struct {
	r       *reader
	headers int
	junk    bool // text before the first entry has been reported
	open    bool // inside an entry that can be read
	header  header
	started int // its line
	body    []string
	size    int // of body, in bytes
	cut     bool
}

func (w *listingWalk) line(line string, number int) {
	if looksHeader(line) {
		w.close()
		w.headers++
		h, err := readHeader(line, w.r.src.TimeZone)
		if err != nil {
			w.r.problem(number, err)
			return
		}
		w.open, w.header, w.started = true, h, number
		if h.viewsErr != nil {
			w.r.shortened(number, "", h.viewsErr)
		}
		return
	}
	// The limit is on what is kept and is checked before the line is tidied: a
	// line may be as long as the document.
	room := 2*maxText - w.size
	if len(line) > room {
		w.cut = w.cut || w.open && strings.TrimSpace(line) != ""
		line = cutBytes(line, max(room, 0))
	}
	if line = squeeze(line); line == "" {
		return
	}
	switch {
	case w.open:
		w.size += len(line) + 1
		w.body = append(w.body, line)
	case w.headers == 0 && !w.junk:
		w.junk = true
		w.r.problem(number, errJunk)
	}
}

// close ends the entry being read and adds it.
func (w *listingWalk) close() {
	body, wasOpen, cut := w.body, w.open, w.cut
	w.open, w.body, w.size, w.cut = false, w.body[:0], 0, false // the strings are joined before the next is kept
	if !wasOpen {
		return
	}
	if len(body) == 0 {
		w.r.problem(w.started, errNoHeadline)
		return
	}
	if w.r.full(len(w.r.doc.Items)) {
		return
	}
	item := feed.Item{
		Title:     shorten(body[0], maxTitle),
		Language:  languageTag(w.r.src.Language),
		Published: w.header.when,
		Views:     w.header.views,
		Line:      w.started,
	}
	body = body[1:]
	if len(body) > 0 && namesSource(body) {
		item.Attribution, body = body[0], body[1:]
	}
	if len(body) > 0 {
		item.Summary = lead(body[0])
		if item.Attribution == "" {
			item.Agency = namedIn(body[0])
		}
	}
	item.Text = strings.Join(body, "\n")
	if cut && len(item.Text) <= maxText {
		w.r.shortened(w.started, item.Title, fmt.Errorf("the text is cut: the limit is %d bytes", maxText))
	}
	w.r.add(item, w.started)
}

// namesSource reports whether the first line after a headline names where the
// story was taken from: a few words or an address, no sentence, nothing that
// leads to a list.
func namesSource(body []string) bool {
	line := body[0]
	if utf8.RuneCountInString(line) > 40 || strings.Count(line, " ") > 4 {
		return false
	}
	if len(body) > 1 && strings.HasPrefix(body[1], "- ") {
		return false
	}
	firstRune, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	switch {
	case strings.ContainsRune(`.!?…:;,"”»`, last), !unicode.IsLetter(firstRune) && !unicode.IsDigit(firstRune):
		return false
	case isDomain(line):
		return true
	}
	// A name, not the beginning of a sentence in small letters.
	return unicode.IsUpper(firstRune)
}

// isDomain reports whether a line is an address without a scheme, as gov.kz.
func isDomain(line string) bool {
	return !strings.Contains(line, " ") && strings.Contains(strings.Trim(line, "."), ".")
}
