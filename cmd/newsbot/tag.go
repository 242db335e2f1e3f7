package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"newsbot/feed/country"
)

// maxLine is the longest line that tag reads.
const maxLine = 16 << 20

func tagCommand() command {
	return command{
		name:    "tag",
		args:    "[--config FILE] [--home CC] [--json]",
		summary: "Tell which countries a text on standard input is about.",
		examples: []string{
			`echo "Prime Minister of Italy visits Astana" | newsbot tag --home KZ`,
			`newsbot tag --json < stories.jsonl    # lines {"id","title","text"} → {"id","about","mentioned"}`,
		},
		run: runTag,
	}
}

func runTag(_ context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := flags.String("config", "", "take home_country from `FILE`")
	home := flags.String("home", "", "home country `CODE`, as KZ")
	asJSON := flags.Bool("json", false, "read and print JSON lines")
	if err := noOperands(flags, args); err != nil {
		return err
	}
	cfg, at, err := readConfig(*path, s.env)
	if err != nil {
		return err
	}
	if *home != "" {
		cfg.HomeCountry = *home
		if !country.Valid(country.Code(*home)) {
			return usagef("%q is no country code; write two capitals as KZ", *home)
		}
	}
	if err := validate(cfg, at); err != nil {
		return err
	}
	tagger := country.New(country.Code(cfg.HomeCountry))
	if asJSON != nil && *asJSON {
		return tagLines(s.in, s.out, tagger)
	}
	text, err := io.ReadAll(io.LimitReader(s.in, maxLine))
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	title, body, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	printTags(s.out, title, body, tagger.Tag(title, body))
	return nil
}

// printTags shows people the countries and the names that gave them away.
func printTags(w io.Writer, title, body string, tags country.Tags) {
	about := map[country.Code]bool{}
	for _, c := range tags.About {
		about[c] = true
	}
	if len(tags.Mentioned) == 0 {
		fmt.Fprintln(w, "no country")
	}
	for _, c := range tags.Mentioned {
		how := "in passing"
		if about[c] {
			how = "about"
		}
		var seen []string
		for _, m := range tags.Mentions {
			if m.Code != c {
				continue
			}
			text := body
			if m.InTitle {
				text = title
			}
			seen = append(seen, fmt.Sprintf("%q (%s)", text[m.Start:m.End], m.Rule))
		}
		fmt.Fprintf(w, "%s %s  %s  %s: %s\n", country.Flag(c), c, country.Name(c, "en"), how, strings.Join(seen, ", "))
	}
}

// tagLines tags a story a line.
func tagLines(r io.Reader, w io.Writer, tagger *country.Tagger) error {
	in := bufio.NewScanner(r)
	in.Buffer(make([]byte, 64<<10), maxLine)
	buffered := bufio.NewWriter(w)
	out := json.NewEncoder(buffered)
	number := 0
	for in.Scan() {
		number++
		if len(bytes.TrimSpace(in.Bytes())) == 0 {
			continue
		}
		var story struct {
			ID          json.RawMessage `json:"id"`
			Title, Text string
		}
		if err := json.Unmarshal(in.Bytes(), &story); err != nil {
			return errors.Join(buffered.Flush(), fmt.Errorf(`line %d is no JSON object with "id", "title" and "text": %w`, number, err))
		}
		tags := tagger.Tag(story.Title, story.Text)
		line := struct {
			ID        json.RawMessage `json:"id"`
			About     []country.Code  `json:"about"`
			Mentioned []country.Code  `json:"mentioned"`
		}{story.ID, append([]country.Code{}, tags.About...), append([]country.Code{}, tags.Mentioned...)}
		if line.ID == nil {
			line.ID = json.RawMessage("null")
		}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return errors.Join(buffered.Flush(), fmt.Errorf("line %d: %w", number+1, err))
	}
	return buffered.Flush()
}
