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
	is, err := hasFeedSigns(text)
	if err != nil && !is {
		mended, _ := mendJSON(text)
		is, _ = hasFeedSigns(mended)
	}
	switch {
	case is:
		return found{format: feed.JSON, what: "a JSON Feed"}
	case err != nil:
		return found{what: "damaged JSON: " + err.Error()}
	}
	return found{what: "JSON, but not a JSON Feed"}
}

func hasFeedSigns(text string) (is bool, err error) {
	err = jsonFields(text, func(key string, d *json.Decoder) error {
		var raw json.RawMessage
		if key == "items" {
			is = true
			return errStop
		}
		if err := d.Decode(&raw); err != nil {
			return err
		}
		if key == "version" && strings.Contains(string(raw), "jsonfeed.org") {
			is = true
			return errStop
		}
		return nil
	})
	return is, err
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

// json reads a JSON Feed item by item. What is damaged is mended as far as can be;
// what follows a place where that does not help cannot be read.
func (r *reader) json(text string) error {
	cut := -1
	lines := lineCounter{text: text, line: 1}
	if !json.Valid([]byte(text)) {
		mended, at := mendJSON(text)
		if at >= 0 {
			cut = nextValue(text, at)
		}
		text = mended
	}
	var top struct {
		title, language, home loose
		author                jsonPerson
		authors               jsonPeople
	}
	var entries []entry
	reading := lineCounter{text: text, line: 1}
	err := jsonFields(text, func(key string, d *json.Decoder) error {
		var raw json.RawMessage
		if key == "items" {
			var err error
			entries, err = r.jsonItems(d, &reading)
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
		r.problem(reading.at(len(text)), fmt.Errorf("damaged JSON after the items: %w", err))
	}
	if cut >= 0 {
		r.problem(lines.at(cut), errCutOff)
	}
	r.doc.Title = oneLine(string(top.title), maxTitle)
	r.doc.Language = first(languageTag(string(top.language)), r.language)
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
