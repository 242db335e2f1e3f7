package parse

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"newsbot/feed"
)

// recogniseJSON tells a JSON Feed from other JSON by its first level.
func recogniseJSON(text string) found {
	feedSigns := false
	err := jsonFields(text, func(key string, d *json.Decoder) error {
		var raw json.RawMessage
		if key == "items" {
			feedSigns = true
			return errStop
		}
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if key == "version" && strings.Contains(string(raw), "jsonfeed.org") {
			feedSigns = true
			return errStop
		}
		return nil
	})
	switch {
	case feedSigns:
		return found{feed.JSON, "a JSON Feed"}
	case err != nil:
		return found{what: "damaged JSON: " + err.Error()}
	}
	return found{what: "JSON, but not a JSON Feed"}
}

var errStop = errors.New("seen enough")

// jsonFields calls visit at the value of each field of the outermost object.
func jsonFields(text string, visit func(key string, d *json.Decoder) error) error {
	d := json.NewDecoder(strings.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("no object: %v", err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if err := visit(name, d); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// A jsonItem is an item of JSON Feed 1.0 or 1.1, forgiving about types: an
// identity is often a number.
type jsonItem struct {
	ID            loose        `json:"id"`
	URL           loose        `json:"url"`
	ExternalURL   loose        `json:"external_url"`
	Title         loose        `json:"title"`
	Summary       loose        `json:"summary"`
	ContentText   loose        `json:"content_text"`
	ContentHTML   loose        `json:"content_html"`
	DatePublished loose        `json:"date_published"`
	DateModified  loose        `json:"date_modified"`
	Language      loose        `json:"language"`
	Author        jsonPerson   `json:"author"`
	Authors       []jsonPerson `json:"authors"`
}

type jsonPerson struct {
	Name loose `json:"name"`
}

// UnmarshalJSON takes a bare name for a person.
func (p *jsonPerson) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.Name)
	}
	type plain jsonPerson
	return json.Unmarshal(b, (*plain)(p))
}

// loose is a string, or a number or a boolean as it is written; else empty.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	*l = ""
	switch {
	case len(b) == 0 || b[0] == '{' || b[0] == '[' || string(b) == "null":
	case b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*l = loose(s)
	default:
		*l = loose(b)
	}
	return nil
}

// json reads a JSON Feed item by item. What follows a damaged place cannot be
// read; what stands before it is kept.
func (r *reader) json(text string) error {
	var top struct {
		title, language, home loose
		author                jsonPerson
		authors               []jsonPerson
	}
	var entries []entry
	lines := lineCounter{text: text, line: 1}
	err := jsonFields(text, func(key string, d *json.Decoder) error {
		var raw json.RawMessage
		if key == "items" {
			var err error
			entries, err = r.jsonItems(d, &lines)
			return err
		}
		if err := d.Decode(&raw); err != nil {
			return err
		}
		// A field of another type than it should have is as good as none.
		switch key {
		case "title":
			_ = json.Unmarshal(raw, &top.title)
		case "language":
			_ = json.Unmarshal(raw, &top.language)
		case "home_page_url":
			_ = json.Unmarshal(raw, &top.home)
		case "author":
			_ = json.Unmarshal(raw, &top.author)
		case "authors":
			_ = json.Unmarshal(raw, &top.authors)
		}
		return nil
	})
	switch {
	case err == nil || errors.Is(err, errStop):
	case len(entries) == 0:
		return fmt.Errorf("damaged JSON: %w", err)
	default:
		r.problem(lines.at(len(text)), fmt.Errorf("damaged JSON after the items: %w", err))
	}
	r.doc.Title = oneLine(string(top.title), maxTitle)
	r.doc.Language = languageTag(string(top.language))
	h := head{language: string(top.language), base: []string{string(top.home)}}
	for _, p := range append(top.authors, top.author) {
		h.author = first(h.author, string(p.Name))
	}
	for _, e := range entries {
		e.inherit(h)
		r.finish(e)
	}
	return nil
}

func (r *reader) jsonItems(d *json.Decoder, lines *lineCounter) ([]entry, error) {
	var entries []entry
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return nil, errors.New("items is no list")
	}
	for d.More() {
		line := lines.at(nextValue(lines.text, int(d.InputOffset())))
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			if len(entries) == 0 {
				return nil, fmt.Errorf("line %d: %w", line, err)
			}
			r.problem(line, fmt.Errorf("damaged JSON, what follows is lost: %w", err))
			return entries, errStop
		}
		var item jsonItem
		if err := json.Unmarshal(raw, &item); err != nil {
			r.problem(line, fmt.Errorf("an item that cannot be read: %w", err))
			continue
		}
		if r.full(len(entries)) {
			continue
		}
		entries = append(entries, item.entry(line))
	}
	_, err := d.Token()
	return entries, err
}

// nextValue returns where the value after a position begins.
func nextValue(text string, pos int) int {
	for pos < len(text) && (isSpace(text[pos]) || text[pos] == ',') {
		pos++
	}
	return pos
}

func (i jsonItem) entry(line int) entry {
	e := entry{
		guid:     string(i.ID),
		link:     first(string(i.URL), string(i.ExternalURL)),
		title:    prose{text: string(i.Title)},
		summary:  prose{text: string(i.Summary)},
		content:  prose{string(i.ContentHTML), true},
		language: string(i.Language),
		dates:    []string{string(i.DatePublished), string(i.DateModified)},
		line:     line,
	}
	if i.ContentText != "" {
		e.content = prose{text: string(i.ContentText)}
	}
	for _, p := range append(i.Authors, i.Author) {
		e.author = first(e.author, string(p.Name))
	}
	return e
}

// A lineCounter turns ascending positions into line numbers, going over the
// text once.
type lineCounter struct {
	text string
	pos  int
	line int
}

func (c *lineCounter) at(pos int) int {
	if pos = min(pos, len(c.text)); pos > c.pos {
		c.line += strings.Count(c.text[c.pos:pos], "\n")
		c.pos = pos
	}
	return c.line
}
