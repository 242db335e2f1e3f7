package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/feed/parse"
)

func fetchCommand() command {
	return command{
		name:    "fetch",
		args:    "[--config FILE] [--json] [--format F] [--select NAME=CSS]… [--time-zone Z] [--language L] SOURCE…",
		summary: "Show what sources yield: addresses, files, or names from the configuration.",
		examples: []string{
			"newsbot fetch https://example.org/rss.xml",
			"newsbot fetch --json --format listing --time-zone Asia/Almaty listing.txt",
			"newsbot fetch --config newsbot.yaml Example",
			"newsbot fetch --format html --select item=li.news --select title=h3 --select date=time https://example.org/news",
		},
		run: runFetch,
	}
}

func runFetch(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := configFlag(flags, s)
	asJSON := flags.Bool("json", false, "print a story a line as JSON")
	format := flags.String("format", "", "read as `FORMAT`: auto, rss, atom, json, listing or html")
	var selected SelectConfig
	flags.Func("select", "of the format html: `NAME=CSS`, where NAME is item, title, link, date, source or text", selected.set)
	zone := flags.String("time-zone", "", "`ZONE` of times that name none, as Asia/Almaty")
	language := flags.String("language", "", "`LANGUAGE` of stories that name none, as en")
	operands, err := operandsOf(flags, args)
	if err != nil {
		return err
	}
	if len(operands) == 0 {
		return usagef("name a source: an address, a file, or a feed of the configuration")
	}
	if slices.ContainsFunc(operands, func(name string) bool { return strings.TrimSpace(name) == "" }) {
		return usagef("the name of a source is empty: write an address, a file, or a feed of the configuration")
	}
	cfg, err := loadConfig(configPath(*path), s.env)
	if err != nil {
		return err
	}
	configured, err := cfg.sources()
	if err != nil {
		return err
	}
	var sources []feed.Source
	for _, name := range operands {
		sources = append(sources, sourceNamed(configured, name))
	}
	fetcher := newFetcher(cfg, sources, "", nil)
	defer fetcher.Close()

	var failed error
	for _, src := range sources {
		f := FeedConfig{URL: src.URL, Format: src.Format, TimeZone: *zone, Language: *language, Select: SelectConfig(src.Select)}
		if *format != "" {
			f.Format = feed.Format(*format)
		}
		if selected != (SelectConfig{}) {
			f.Select = selected
		}
		if errs := validateFeed(f, "", &places{flags: true}); errs != nil {
			return usageError{text: errors.Join(errs...).Error()}
		}
		src.Format, src.Select = f.Format, feed.Selectors(f.Select)
		if *language != "" {
			src.Language = *language
		}
		if *zone != "" {
			src.TimeZone, _ = zoneOf(*zone) // validated above
		}
		if err := printSource(ctx, s, fetcher, src, *asJSON); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// set takes a flag's NAME=CSS.
func (c *SelectConfig) set(value string) error {
	name, css, ok := strings.Cut(value, "=")
	fields := map[string]*string{"item": &c.Item, "title": &c.Title, "link": &c.Link, "date": &c.Date, "source": &c.Source, "text": &c.Text}
	if field := fields[name]; ok && field != nil {
		*field = css
		return nil
	}
	return errors.New("write NAME=CSS, where NAME is item, title, link, date, source or text")
}

// sourceNamed returns the configured source of that name or address, or one
// made from an address or a file's path.
func sourceNamed(configured []feed.Source, name string) feed.Source {
	for _, src := range configured {
		if src.URL == name || src.Name == name {
			return src
		}
	}
	src := feed.Source{URL: name, Format: feed.Auto, TimeZone: time.UTC}
	if !strings.Contains(name, "://") {
		if abs, err := filepath.Abs(name); err == nil {
			src.URL = (&url.URL{Scheme: "file", Path: abs}).String()
		}
	}
	return src
}

// printSource fetches and prints one source; entries that could not be read go
// to the error stream.
func printSource(ctx context.Context, s streams, fetcher feed.Fetcher, src feed.Source, asJSON bool) error {
	resp, err := fetcher.Fetch(ctx, feed.Request{URL: src.URL, Robots: src.Format == feed.HTML})
	if err != nil {
		return withHint(err)
	}
	doc, err := parse.New().Parse(src, resp)
	var page *parse.PageError
	if errors.As(err, &page) && len(page.Feeds) > 0 && !asJSON {
		return printFeeds(s.out, src, page.Feeds)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", feed.ShownURL(src.URL), err)
	}
	if resp.Moved != "" {
		fmt.Fprintf(s.err, "%s: %s\n", feed.ShownURL(src.URL), movedTo(resp.Moved))
	}
	for _, p := range doc.Problems {
		where := feed.ShownURL(src.URL)
		if p.Line > 0 {
			where += fmt.Sprintf(":%d", p.Line)
		}
		fmt.Fprintf(s.err, "%s: %s\n", where, p.What())
	}
	if asJSON {
		return printItems(s.out, src, doc)
	}
	return printStories(s.out, src, doc)
}

// printStories prints a document for people.
func printStories(w io.Writer, src feed.Source, doc *feed.Document) error {
	out := bufio.NewWriter(w) // keeps its first error
	fmt.Fprintf(out, "%s: %s, %s\n", feed.ShownURL(src.URL), doc.Format, storiesIn(doc))
	for i := range doc.Items {
		item := &doc.Items[i]
		when := "no date         "
		if !item.Published.IsZero() {
			when = item.Published.In(src.TimeZone).Format("2006-01-02 15:04")
		}
		line := when + "  " + item.Title
		if from := cmp.Or(item.Attribution, item.Agency); from != "" {
			line += " (" + from + ")"
		}
		fmt.Fprintln(out, strings.TrimRight(line, " "))
		if item.Link != "" {
			fmt.Fprintf(out, "                  %s\n", item.Link)
		}
	}
	return out.Flush()
}

func storiesIn(doc *feed.Document) string {
	if len(doc.Items) == 0 {
		return "no stories"
	}
	return counted(len(doc.Items), "story")
}

// printFeeds prints the feeds that a page names: the page itself is none.
func printFeeds(w io.Writer, src feed.Source, feeds []parse.Link) error {
	these := "these feeds"
	if len(feeds) == 1 {
		these = "this feed"
	}
	fmt.Fprintf(w, "%s: a web page, not a feed; it names %s:\n", feed.ShownURL(src.URL), these)
	for _, f := range feeds {
		line := "  " + feed.Hide(f.URL, src.URL)
		if f.Title != "" {
			line += "  " + f.Title
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// itemJSON is a line of fetch --json.
type itemJSON struct {
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	Link      string  `json:"link"`
	Published *string `json:"published"` // RFC 3339, UTC
	Author    string  `json:"author"`
	Language  string  `json:"language"`
	Summary   string  `json:"summary"`
	Text      string  `json:"text"`
	Views     *int64  `json:"views"`
	Source    *string `json:"source"`

	Agency     string   `json:"agency,omitempty"` // whom the lead names, where there is no source
	Image      string   `json:"image,omitempty"`
	Categories []string `json:"categories,omitempty"`
}

func printItems(w io.Writer, src feed.Source, doc *feed.Document) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	ids, err := feed.IDs(doc, &src)
	if err != nil {
		return err
	}
	for i := range doc.Items {
		item := &doc.Items[i]
		line := itemJSON{
			ID: ids[i], Title: item.Title, Link: item.Link, Author: item.Author,
			Language: cmp.Or(item.Language, doc.Language, src.Language), Summary: item.Summary, Text: item.Text,
			Agency: item.Agency, Image: item.Image, Categories: item.Categories,
		}
		if !item.Published.IsZero() {
			t := item.Published.UTC().Format(time.RFC3339)
			line.Published = &t
		}
		if item.Views >= 0 {
			line.Views = &item.Views
		}
		if item.Attribution != "" {
			line.Source = &item.Attribution
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
