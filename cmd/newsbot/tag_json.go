package main

import (
	"bufio"
	"context"
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

// tagLines tags a story a line. A line that is none is named on the error stream, and
// the others are tagged all the same.
func tagLines(ctx context.Context, s streams, tagger *country.Tagger, explain bool) error {
	in := newLines(&interruptible{ctx: ctx, r: s.in}, maxLine)
	out := bufio.NewWriter(s.out)
	encoder := json.NewEncoder(out)
	bad := 0
	for {
		if in.idle() {
			if err := out.Flush(); err != nil {
				return err
			}
		}
		line, err := in.next()
		var story tagged
		switch {
		case errors.Is(err, io.EOF) || ctx.Err() != nil:
			if bad > 0 {
				err = fmt.Errorf("%s could not be read", counted(bad, "line"))
			} else {
				err = nil
			}
			return errors.Join(out.Flush(), err)
		case err == nil && isBlank(line):
			continue
		case err == nil:
			story, err = readTagged(line)
		}
		if wrong, ok := errors.AsType[lineError](err); ok {
			bad++
			if err := out.Flush(); err != nil {
				return err
			}
			fmt.Fprintf(s.err, "newsbot tag: line %d %s\n", in.number, wrong.text)
			continue
		} else if err != nil {
			return errors.Join(out.Flush(), fmt.Errorf("line %d: %w", in.number+1, err))
		}
		if err := encoder.Encode(tagLine(story, tagger, explain)); err != nil {
			return err
		}
	}
}

// readTagged reads a line; one without a date is of now.
func readTagged(line []byte) (story tagged, err error) {
	if err := json.Unmarshal(line, &story); err != nil {
		return story, lineError{`is no JSON object with "id", "title" and "text": ` + jsonFault(err)}
	}
	if story.Date.IsZero() {
		story.Date = time.Now()
	}
	return story, nil
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
