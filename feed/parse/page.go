package parse

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"newsbot/feed"
)

// selectors are a source's, compiled; nil: not given.
type selectors struct {
	item, title, link, date, source, text goquery.Matcher
}

// scope means the item itself.
const scope = ":scope"

// CheckSelectors returns what is wrong with the selectors of an HTML source, by
// their names in a configuration, or nil.
func CheckSelectors(s feed.Selectors) error {
	_, err := compile(s)
	return err
}

func compile(s feed.Selectors) (*selectors, error) {
	var c selectors
	var errs []error
	for _, field := range []struct {
		name, text string
		to         *goquery.Matcher
		needed     bool
	}{
		{"item", s.Item, &c.item, true}, {"title", s.Title, &c.title, true}, {"link", s.Link, &c.link, false},
		{"date", s.Date, &c.date, false}, {"source", s.Source, &c.source, false}, {"text", s.Text, &c.text, false},
	} {
		text := strings.TrimSpace(field.text)
		if text == "" || text == scope && field.name != "item" {
			if text == "" && field.needed {
				errs = append(errs, fmt.Errorf("select.%s is missing: format html needs select.item and select.title", field.name))
			}
			continue
		}
		group, err := cascadia.Compile(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("select.%s: %q is no CSS selector: %w", field.name, text, err))
			continue
		}
		*field.to = group
	}
	return &c, errors.Join(errs...)
}

// page reads a web page that lists stories. A selector that matches nothing any more
// is an error: the page has been rebuilt, and "no news" would be a lie.
func (r *reader) page(text string) error {
	sel, err := compile(r.src.Select)
	if err != nil {
		return err
	}
	root, err := readPage(text)
	if err != nil {
		return err
	}
	page := goquery.NewDocumentFromNode(root)
	if href, ok := page.Find("base[href]").First().Attr("href"); ok {
		r.base = r.baseOf([]string{strings.TrimSpace(href)})
	}
	lang, _ := page.Find("html").Attr("lang")
	h := head{language: lang}
	r.doc.Title = oneLine(page.Find("title").First().Text(), maxTitle)
	r.doc.Language = first(languageTag(lang), r.language)

	r.pageHubs(page)

	w := pageWalk{r: r, sel: sel, src: r.src.Select}
	items := page.FindMatcher(sel.item)
	if items.Length() == 0 {
		return w.changed("item", r.src.Select.Item, "matches nothing")
	}
	items.Each(func(i int, item *goquery.Selection) {
		if r.full(i) {
			return
		}
		if e, ok := w.entry(item); ok {
			e.inherit(h)
			r.finish(e)
		}
	})
	return w.verdict()
}

// A pageWalk counts what the selectors find.
type pageWalk struct {
	r     *reader
	sel   *selectors
	src   feed.Selectors
	items int

	titles, links, dates, texts int
	oddDate                     string // the first that could not be read
}

func (w *pageWalk) changed(name, selector, what string) error {
	return fmt.Errorf("the structure of the page is not that which was configured: select.%s %q %s", name, selector, what)
}

// verdict reports the first selector that found nothing in any item. Only the
// source may be missing in all of them.
func (w *pageWalk) verdict() error {
	switch nothing := "finds nothing in " + plural(w.items, "the only item", "any of %d items"); {
	case w.titles == 0:
		return w.changed("title", w.src.Title, nothing)
	case w.src.Link != "" && w.links == 0:
		return w.changed("link", w.src.Link, nothing)
	case w.src.Date != "" && w.dates == 0 && w.oddDate != "":
		return w.changed("date", w.src.Date, fmt.Sprintf("finds no date that can be read; the first is %q", shorten(w.oddDate, 60)))
	case w.src.Date != "" && w.dates == 0:
		return w.changed("date", w.src.Date, nothing)
	case w.src.Text != "" && w.texts == 0:
		return w.changed("text", w.src.Text, nothing)
	}
	return nil
}

func (w *pageWalk) entry(item *goquery.Selection) (entry, bool) {
	w.items++
	var e entry
	title := w.find(item, w.sel.title, w.src.Title)
	e.title = prose{inside(title), true}
	if e.title.plain() == "" {
		w.r.problem(0, fmt.Errorf("item %d has no headline (select.title %q)", w.items, w.src.Title))
		return e, false
	}
	w.titles++
	e.link = w.link(item, title)
	if absolute(w.r.base, e.link) != "" {
		w.links++
	}
	if w.src.Date != "" {
		w.date(&e, item)
	}
	if w.src.Source != "" {
		e.attribution = htmlText(inside(w.find(item, w.sel.source, w.src.Source)))
	}
	if w.src.Text != "" {
		var parts strings.Builder
		w.findAll(item, w.sel.text, w.src.Text).Each(func(_ int, s *goquery.Selection) {
			parts.WriteString("<p>" + inside(s) + "</p>")
		})
		if e.summary = (prose{parts.String(), true}); e.summary.plain() != "" {
			w.texts++
		}
	}
	e.picture.address = pictureIn(inside(item))
	return e, true
}

func (w *pageWalk) findAll(item *goquery.Selection, m goquery.Matcher, text string) *goquery.Selection {
	if m == nil {
		if strings.TrimSpace(text) == scope {
			return item
		}
		return item.Slice(0, 0)
	}
	return item.FindMatcher(m)
}

func (w *pageWalk) find(item *goquery.Selection, m goquery.Matcher, text string) *goquery.Selection {
	return w.findAll(item, m, text).First()
}

// link returns the address of an item: by its selector, else in the headline, around
// it, or the first that there is.
func (w *pageWalk) link(item, title *goquery.Selection) string {
	if w.src.Link != "" {
		return hrefOf(w.find(item, w.sel.link, w.src.Link))
	}
	return first(hrefOf(title), hrefOf(item))
}

// hrefOf looks at an element, inside it, and around it.
func hrefOf(s *goquery.Selection) string {
	if href, ok := s.Attr("href"); ok {
		return href
	}
	if href, ok := s.Find("a[href]").First().Attr("href"); ok {
		return href
	}
	href, _ := s.Closest("a[href]").Attr("href")
	return href
}

func (w *pageWalk) date(e *entry, item *goquery.Selection) {
	el := w.find(item, w.sel.date, w.src.Date)
	if el.Length() == 0 {
		return
	}
	for _, name := range []string{"datetime", "content"} {
		if value, ok := el.Attr(name); ok {
			e.dates = append(e.dates, value)
		}
	}
	if value, ok := el.Find("[datetime]").First().Attr("datetime"); ok {
		e.dates = append(e.dates, value)
	}
	text := squeeze(el.Text())
	e.dates = append(e.dates, text)
	for _, d := range e.dates {
		if _, ok := readDate(d, w.r.src.TimeZone); ok {
			w.dates++
			return
		}
	}
	w.oddDate = first(w.oddDate, text, e.dates[0])
}

// inside returns the HTML within an element.
func inside(s *goquery.Selection) string {
	if s.Length() == 0 {
		return ""
	}
	text, err := s.Html()
	if err != nil {
		return ""
	}
	return text
}

// pageBase returns the address of a page, for the links in it.
func pageBase(resp *feed.Response) *url.URL {
	u, err := url.Parse(resp.URL)
	if err != nil {
		return nil
	}
	return u
}
