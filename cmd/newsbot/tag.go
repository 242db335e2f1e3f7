package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"newsbot/feed/country"
)

// maxLine is the longest line that tag reads.
const maxLine = 16 << 20

func tagCommand() command {
	return command{
		name:    "tag",
		args:    "[--config FILE] [--home CODE] [--explain] [--json]",
		summary: "Tell which countries a text on standard input is about.",
		examples: []string{
			`echo "Prime Minister of Italy visits Astana" | newsbot tag --home KZ --explain`,
			`newsbot tag --json < stories.jsonl    # lines {"id","title","text"} → {"id","about","mentioned"}`,
		},
		run: runTag,
	}
}

func runTag(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := configFlag(flags, s)
	home := flags.String("home", "", "home country `CODE`, as KZ")
	explain := flags.Bool("explain", false, "show every name that counts, where it stands, and the weights")
	asJSON := flags.Bool("json", false, "read and print JSON lines; a line may have a \"date\" as 2026-02-25T17:25:00Z")
	if err := noOperands(flags, args); err != nil {
		return err
	}
	cfg, err := loadConfig(configPath(*path), s.env)
	if err != nil {
		return err
	}
	if *home != "" {
		cfg.HomeCountry = *home
		if !country.Valid(country.Code(*home)) {
			return usagef("%q is no country code; write two capitals as KZ", *home)
		}
	}
	tagger, err := cfg.tagger()
	if err != nil {
		return err
	}
	if *asJSON {
		return tagLines(ctx, s, tagger, *explain)
	}
	text, err := io.ReadAll(io.LimitReader(&interruptible{ctx: ctx, r: s.in}, maxLine+1))
	switch {
	case ctx.Err() != nil:
		return nil // asked to stop
	case err != nil:
		return fmt.Errorf("read standard input: %w", err)
	}
	if len(text) > maxLine {
		return fmt.Errorf("standard input has more than %d bytes", maxLine)
	}
	title, body, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	story := tagged{Title: title, Text: body, Date: time.Now()}
	if *explain {
		printExplained(s.out, story, tagger)
		return nil
	}
	printTags(s.out, story, tagger)
	return nil
}

// A tagged story is what tag reads.
type tagged struct {
	ID    json.RawMessage `json:"id"`
	Title string          `json:"title"`
	Text  string          `json:"text"`
	Date  time.Time       `json:"date"` // zero: now
}

// quote returns the words that a mention spans.
func (s *tagged) quote(m country.Mention) string {
	if m.InTitle {
		return s.Title[m.Start:m.End]
	}
	return s.Text[m.Start:m.End]
}

// printTags shows people the countries and the names that gave them away.
func printTags(w io.Writer, story tagged, tagger *country.Tagger) {
	tags := tagger.TagAt(story.Date, story.Title, story.Text)
	if len(tags.Mentioned) == 0 {
		fmt.Fprintln(w, "no country")
	}
	for _, c := range tags.Mentioned {
		var seen []string
		for _, m := range tags.Mentions {
			if m.Code == c {
				seen = append(seen, fmt.Sprintf("%q (%s)", story.quote(m), m.Rule))
			}
		}
		fmt.Fprintf(w, "%s %s  %s  %s: %s\n", country.Flag(c), c, country.Name(c, "en"), how(slices.Contains(tags.About, c)), strings.Join(seen, ", "))
	}
}

func how(about bool) string {
	if about {
		return "about"
	}
	return "in passing"
}

// printExplained shows, country by country, where each name stands with the rule
// and the gazetteer's name, and the weights that decide what the story is about.
func printExplained(w io.Writer, story tagged, tagger *country.Tagger) {
	tags := tagger.TagAt(story.Date, story.Title, story.Text)
	verdicts := tagger.Explain(story.Date, story.Title, story.Text)
	if len(verdicts) == 0 {
		fmt.Fprintln(w, "no country")
	}
	for _, v := range verdicts {
		fmt.Fprintf(w, "%s %s  %s  %s\n", country.Flag(v.Code), v.Code, country.Name(v.Code, "en"), how(v.About))
		for _, m := range tags.Mentions {
			if m.Code != v.Code {
				continue
			}
			part := "text"
			if m.InTitle {
				part = "title"
			}
			fmt.Fprintf(w, "    %-5s %d–%d  %q  %s, known as %q\n", part, m.Start, m.End, story.quote(m), m.Rule, m.Name)
		}
		for _, r := range v.Reasons {
			fmt.Fprintf(w, "    %+5.1f  %s\n", r.Weight, r.Name)
		}
		if v.Score != 0 { // home has none
			fmt.Fprintf(w, "    %+5.1f  in all\n", v.Score)
		}
	}
}
