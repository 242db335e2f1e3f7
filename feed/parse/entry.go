package parse

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"newsbot/feed"
)

// An entry is what a reader of one format found, as it stood there. Empty
// fields mean absent.
type entry struct {
	guid        string
	link        string
	base        []string // xml:base, from the outermost to the link's own
	title       prose
	summary     prose
	content     prose
	author      string // plain, as is attribution
	language    string
	attribution string
	dates       []string // of publication, the most telling first
	picture     picture
	categories  []string // plain
	line        int
	cut         bool // it has more tokens than are kept
}

// maxCategories is how many an item keeps.
const maxCategories = 30

// category adds one, which is HTML.
func (e *entry) category(html string) {
	name := oneLine(htmlText(html), maxName)
	if name != "" && len(e.categories) < maxCategories && !slices.Contains(e.categories, name) {
		e.categories = append(e.categories, name)
	}
}

// prose is text that may be HTML.
type prose struct {
	text string
	html bool
}

func (p prose) plain() string {
	if p.html {
		return htmlText(p.text)
	}
	return paragraphs(p.text)
}

// inherit takes from the feed what the entry does not say itself.
func (e *entry) inherit(h head) {
	e.base = append(append([]string(nil), h.base...), e.base...)
	if e.language == "" {
		e.language = h.language
	}
	if e.author == "" {
		e.author = h.author
	}
}

// finish turns an entry into an Item and adds it to the document.
func (r *reader) finish(e entry) {
	for _, p := range []*prose{&e.title, &e.summary, &e.content} {
		if len(p.text) > maxMarkup {
			r.shortened(e.line, "", fmt.Errorf("a text of this entry is cut: it is longer than %d bytes with its markup", maxMarkup))
			p.text = cutBytes(p.text, maxMarkup)
		}
	}
	item := feed.Item{
		GUID:        strings.TrimSpace(e.guid),
		Link:        absolute(r.baseOf(e.base), e.link),
		Title:       oneLine(e.title.plain(), maxTitle),
		Author:      oneLine(e.author, maxName),
		Language:    languageTag(e.language),
		Attribution: oneLine(e.attribution, maxName),
		Views:       -1,
		Categories:  e.categories,
	}
	item.Language = cmp.Or(item.Language, languageTag(r.src.Language), r.language)
	for _, d := range e.dates {
		if when, ok := readDate(d, r.src.TimeZone); ok {
			item.Published = when
			break
		}
	}
	if e.picture.address == "" && (e.summary.html || e.content.html) {
		e.picture.address = first(pictureIn(e.content.text), pictureIn(e.summary.text))
	}
	item.Image = absolute(r.baseOf(e.base), e.picture.address)
	summary := withoutBoilerplate(e.summary.plain())
	item.Text = withoutBoilerplate(e.content.plain())
	if item.Text == "" {
		item.Text = summary
	}
	if summary == "" {
		summary = item.Text
	}
	item.Summary = lead(summary)
	if item.Attribution == "" {
		item.Agency = namedIn(summary)
	}
	if item.Title == "" {
		// RSS asks for a title or a description, and short posts have no title.
		item.Title = oneLine(item.Text, maxTitle/3)
	}
	if item.Title == "" {
		r.problem(e.line, errNothing)
		return
	}
	if e.cut {
		r.shortened(e.line, item.Title, errTooLong)
	}
	r.add(item, e.line)
}

// add keeps an item within the limits of size. It says so where something had
// to be left out: an address cut short would be another address.
func (r *reader) add(item feed.Item, line int) {
	if len(item.GUID) > maxAddress {
		r.shortened(line, item.Title, fmt.Errorf("the identity is left out: it is longer than %d bytes", maxAddress))
		item.GUID = ""
	}
	if len(item.Link) > maxAddress {
		r.shortened(line, item.Title, fmt.Errorf("the link is left out: it is longer than %d bytes", maxAddress))
		item.Link = ""
	}
	if len(item.Image) > maxAddress {
		item.Image = ""
	}
	if len(item.Text) > maxText {
		r.shortened(line, item.Title, fmt.Errorf("the text is cut: it is %d bytes long, the limit is %d", len(item.Text), maxText))
		item.Text = strings.Clone(cutBytes(item.Text, maxText))
	}
	for _, s := range []*string{&item.GUID, &item.Title, &item.Summary, &item.Author, &item.Attribution, &item.Agency} {
		*s = strings.Clone(*s) // a part would keep the whole document
	}
	for i, c := range item.Categories {
		item.Categories[i] = strings.Clone(c)
	}
	r.doc.Items = append(r.doc.Items, item)
}

// baseOf resolves a chain of xml:base against the address of the document.
func (r *reader) baseOf(chain []string) *url.URL {
	base := r.base
	for _, b := range chain {
		if b == "" {
			continue
		}
		u, err := url.Parse(b)
		if err != nil {
			continue
		}
		if base != nil {
			u = base.ResolveReference(u)
		}
		base = u
	}
	return base
}

// strayPercent is a sign that begins no escape, as in "100%".
var strayPercent = regexp.MustCompile(`%([^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|.?$)`)

// absolute returns the address of a link as a browser would ask for it, or
// nothing where it is not one of the web.
func absolute(base *url.URL, link string) string {
	link = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, strings.TrimSpace(link))
	if link == "" {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		u, err = url.Parse(strayPercent.ReplaceAllString(link, "%25$1"))
	}
	if err != nil {
		return ""
	}
	if base != nil && !u.IsAbs() {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	u.User = nil
	return u.String()
}
