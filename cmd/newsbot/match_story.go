package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/feed/country"
)

// A suppliedStory is a story on standard input.
type suppliedStory struct {
	feed.Story
	line     int
	id       json.RawMessage // or nil
	untagged bool            // the line names no countries
}

// storyLine is a line of standard input: what fetch --json prints, and the rest
// where someone knows it.
type storyLine struct {
	ID        json.RawMessage `json:"id"`
	Title     string          `json:"title"`
	Link      string          `json:"link"`
	Published *string         `json:"published"`
	Author    string          `json:"author"`
	Language  string          `json:"language"`
	Summary   string          `json:"summary"`
	Text      string          `json:"text"`
	Source    string          `json:"source"`
	Agency    string          `json:"agency"`

	About     []country.Code `json:"about"`
	Mentioned []country.Code `json:"mentioned"`
	Feed      string         `json:"feed"`
	FeedURL   string         `json:"feed_url"`
}

func isBlank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// readStory reads a line; the error is a lineError.
func readStory(line []byte) (*suppliedStory, error) {
	var l storyLine
	if err := json.Unmarshal(line, &l); err != nil {
		return nil, lineError{"is no story in JSON: " + jsonFault(err)}
	}
	if strings.TrimSpace(l.Title+l.Summary+l.Text) == "" {
		return nil, lineError{`has no "title", "summary" or "text"`}
	}
	for name, codes := range map[string][]country.Code{"about": l.About, "mentioned": l.Mentioned} {
		for _, c := range codes {
			if !country.Valid(c) {
				return nil, lineError{fmt.Sprintf("has in %q the code %q, which is no country's; write two capitals as KZ", name, c)}
			}
		}
	}
	s := &suppliedStory{id: l.ID, untagged: l.About == nil && l.Mentioned == nil}
	if l.Published != nil && *l.Published != "" {
		at, err := time.Parse(time.RFC3339, *l.Published)
		if err != nil {
			return nil, lineError{fmt.Sprintf(`has "published" %q; write it as 2026-02-25T17:25:00Z`, *l.Published)}
		}
		s.Published = at
	}
	s.Item = feed.Item{
		Title: l.Title, Link: l.Link, Summary: l.Summary, Text: l.Text, Author: l.Author, Language: l.Language,
		Attribution: l.Source, Agency: l.Agency, Published: s.Published, Views: -1,
	}
	s.Source, s.SourceURL = l.Feed, l.FeedURL
	s.About, s.Mentioned = l.About, slices.Concat(l.Mentioned, l.About)
	return s, nil
}

// jsonFault says what is wrong with a line of JSON, and where.
func jsonFault(err error) string {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("%s at byte %d", syntax, syntax.Offset)
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if kind.Field == "" {
			return fmt.Sprintf("it is of type %s, not an object", kind.Value)
		}
		return fmt.Sprintf("%q is of type %s", kind.Field, kind.Value)
	}
	return err.Error()
}
