package main

import (
	"context"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/goccy/go-yaml"

	"newsbot/feed"
	"newsbot/feed/parse"
)

func feedsCommand() command {
	return command{
		name:    "feeds",
		args:    "import [--config FILE] LIST.opml | export [--config FILE]",
		summary: "Take feeds over from a feed reader, as configuration, or give the configured ones to one (OPML).",
		examples: []string{
			"newsbot feeds import subscriptions.opml    # prints YAML for the configuration",
			"newsbot feeds import --config newsbot.yaml subscriptions.opml    # only what is not configured yet",
			"newsbot feeds export --config newsbot.yaml > newsbot.opml",
		},
		run: runFeeds,
	}
}

func runFeeds(_ context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := configFlag(flags, s)
	operands, err := operandsOf(flags, args)
	if err != nil {
		return err
	}
	cfg, err := loadConfig(configPath(*path), s.env)
	if err != nil {
		return err
	}
	switch {
	case len(operands) == 2 && operands[0] == "import":
		return importFeeds(s, cfg, operands[1])
	case len(operands) == 1 && operands[0] == "export":
		return exportFeeds(s, cfg)
	case len(operands) == 1 && operands[0] == "import":
		return usagef("name the list to import, or - for standard input")
	}
	return usagef("say import LIST.opml or export")
}

// maxList bounds what is read of a list of subscriptions, in bytes.
const maxList = 16 << 20

// importFeeds prints the feeds of a list as configuration. It changes no file: the
// operator's comments and order are theirs.
func importFeeds(s streams, cfg *Config, name string) error {
	body, err := readList(s.in, name)
	if err != nil {
		return err
	}
	subscriptions, problems, err := parse.OPML(body)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, p := range problems {
		fmt.Fprintf(s.err, "%s:%d: %v\n", name, p.Line, p.Err)
	}
	known := make(map[string]bool)
	for _, f := range cfg.Feeds {
		if id, err := feed.FoldURL(f.URL); err == nil {
			known[id] = true
		}
	}
	var feeds []yaml.MapSlice
	for _, sub := range subscriptions {
		id, err := feed.FoldURL(sub.URL)
		if err != nil {
			fmt.Fprintf(s.err, "%s:%d: %v\n", name, sub.Line, err)
			continue
		}
		if known[id] {
			fmt.Fprintf(s.err, "%s:%d: %s is there already\n", name, sub.Line, feed.ShownURL(sub.URL))
			continue
		}
		known[id] = true
		entry := yaml.MapSlice{{Key: "url", Value: sub.URL}}
		if sub.Title != "" {
			entry = append(entry, yaml.MapItem{Key: "name", Value: sub.Title})
		}
		feeds = append(feeds, entry)
	}
	if len(feeds) == 0 {
		return fmt.Errorf("%s: no feed that is not there already", name)
	}
	out, err := yaml.MarshalWithOptions(yaml.MapSlice{{Key: "feeds", Value: feeds}}, yaml.IndentSequence(true))
	if err != nil {
		return err
	}
	_, err = s.out.Write(out)
	return err
}

func readList(in io.Reader, name string) ([]byte, error) {
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	body, err := io.ReadAll(io.LimitReader(in, maxList+1))
	if err == nil && len(body) > maxList {
		err = fmt.Errorf("%s: larger than the limit of %d bytes", name, maxList)
	}
	return body, err
}

// opml is the document that export writes.
type opml struct {
	XMLName  xml.Name  `xml:"opml"`
	Version  string    `xml:"version,attr"`
	Title    string    `xml:"head>title"`
	Outlines []outline `xml:"body>outline"`
}

type outline struct {
	Type string `xml:"type,attr"`
	Text string `xml:"text,attr"`
	URL  string `xml:"xmlUrl,attr"`
}

// exportFeeds prints the configured feeds as OPML. Files and pages are no feeds that
// another reader could ask for, and passwords, which a reader asks for itself, are not
// given away. A key in an address is: without it the feed is none. Each is told.
func exportFeeds(s streams, cfg *Config) error {
	list := opml{Version: "2.0", Title: "newsbot"}
	for _, f := range cfg.Feeds {
		u, err := url.Parse(f.URL)
		if err != nil {
			return err // validated before
		}
		switch {
		case u.Scheme == "file", f.Format == feed.Listing, f.Format == feed.HTML:
			fmt.Fprintf(s.err, "%s is left out: it is no feed that another program reads\n", feed.ShownURL(f.URL))
			continue
		case u.User != nil:
			u.User = nil
			fmt.Fprintf(s.err, "%s is written without its credentials\n", feed.ShownURL(u.String()))
		}
		if shown := feed.ShownURL(u.String()); shown != u.String() {
			fmt.Fprintf(s.err, "%s is written with what gives access to it: the list is not for others\n", shown)
		}
		text := f.Name
		if text == "" {
			text = u.Host
		}
		list.Outlines = append(list.Outlines, outline{"rss", text, u.String()})
	}
	if _, err := io.WriteString(s.out, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(s.out)
	e.Indent("", "  ")
	if err := e.Encode(list); err != nil {
		return err
	}
	_, err := io.WriteString(s.out, "\n")
	return err
}
