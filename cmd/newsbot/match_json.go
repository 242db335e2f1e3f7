package main

import (
	"encoding/json"
	"io"

	"newsbot/subscriptions/query"
)

// A resultLine is a line of match --json.
type resultLine struct {
	Line  int             `json:"line"`
	ID    json.RawMessage `json:"id"`
	Title string          `json:"title"`
	Query string          `json:"query"` // as it was given
	query.Explanation
}

func (m *matching) jsonPrinter(matchedOnly bool) func(io.Writer, *suppliedStory, []query.Explanation) error {
	return func(w io.Writer, s *suppliedStory, results []query.Explanation) error {
		out := json.NewEncoder(w)
		out.SetEscapeHTML(false)
		for i, why := range results {
			if matchedOnly && !why.Matched {
				continue
			}
			line := resultLine{Line: s.line, ID: s.id, Title: s.Title, Query: m.queries[i].text, Explanation: why}
			if line.ID == nil {
				line.ID = json.RawMessage("null")
			}
			if err := out.Encode(line); err != nil {
				return err
			}
		}
		return nil
	}
}
