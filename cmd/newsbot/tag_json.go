package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"newsbot/feed/country"
)

// A taggedLine is what tag prints of a story in JSON.
type taggedLine struct {
	ID        json.RawMessage `json:"id"`
	About     []country.Code  `json:"about"`
	Mentioned []country.Code  `json:"mentioned"`
	Mentions  []taggedMention `json:"mentions,omitempty"`
	Verdicts  []taggedVerdict `json:"verdicts,omitempty"`
}

type taggedMention struct {
	Code  country.Code `json:"code"`
	Title bool         `json:"in_title"`
	Start int          `json:"start"` // bytes
	End   int          `json:"end"`
	Rule  string       `json:"rule"`
	Name  string       `json:"name"`
}

type taggedVerdict struct {
	Code    country.Code   `json:"code"`
	About   bool           `json:"about"`
	Score   float64        `json:"score"`
	Reasons []taggedReason `json:"reasons"`
}

type taggedReason struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
}

// tagLines tags a story a line.
func tagLines(r io.Reader, w io.Writer, tagger *country.Tagger, explain bool) error {
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
		var story tagged
		if err := json.Unmarshal(in.Bytes(), &story); err != nil {
			return errors.Join(buffered.Flush(), fmt.Errorf(`line %d is no JSON object with "id", "title" and "text": %w`, number, err))
		}
		if story.Date.IsZero() {
			story.Date = time.Now()
		}
		if err := out.Encode(tagLine(story, tagger, explain)); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return errors.Join(buffered.Flush(), fmt.Errorf("line %d: %w", number+1, err))
	}
	return buffered.Flush()
}

func tagLine(story tagged, tagger *country.Tagger, explain bool) taggedLine {
	tags := tagger.TagAt(story.Date, story.Title, story.Text)
	l := taggedLine{ID: story.ID, About: append([]country.Code{}, tags.About...), Mentioned: append([]country.Code{}, tags.Mentioned...)}
	if l.ID == nil {
		l.ID = json.RawMessage("null")
	}
	if !explain {
		return l
	}
	for _, m := range tags.Mentions {
		l.Mentions = append(l.Mentions, taggedMention{m.Code, m.InTitle, m.Start, m.End, m.Rule, m.Name})
	}
	for _, v := range tagger.Explain(story.Date, story.Title, story.Text) {
		said := taggedVerdict{Code: v.Code, About: v.About, Score: v.Score}
		for _, r := range v.Reasons {
			said.Reasons = append(said.Reasons, taggedReason{r.Name, r.Weight})
		}
		l.Verdicts = append(l.Verdicts, said)
	}
	return l
}
