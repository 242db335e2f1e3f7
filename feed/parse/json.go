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
		is = strings.Contains(text, `"items"`) || strings.Contains(text, "jsonfeed.org") // to be mended
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

// json reads a JSON Feed. One that is damaged is mended as far as can be, and what
// follows a place where that does not help is lost.
func (r *reader) json(text string) error {
	f := jsonFeed{r: r, lines: lineCounter{text: text, line: 1}}
	err := f.read()
	if err == nil {
		return f.finish()
	}
	cut := -1
	if len(text) <= maxMended {
		var mended string
		mended, cut = mendJSON(text)
		r.doc.Problems, r.problems, r.leftOut = nil, 0, 0
		f = jsonFeed{r: r, lines: lineCounter{text: mended, line: 1}}
		err = f.read()
	}
	switch {
	case err == nil:
	case len(f.entries) == 0:
		return fmt.Errorf("damaged JSON: %w", err)
	default:
		r.problem(f.line, fmt.Errorf("damaged JSON, what follows is lost: %w", err))
	}
	if cut >= 0 {
		lines := lineCounter{text: text, line: 1}
		r.problem(lines.at(nextValue(text, cut)), errCutOff)
	}
	return f.finish()
}

// A jsonFeed is what has been read of one.
type jsonFeed struct {
	r       *reader
	lines   lineCounter
	line    int // of the item read last
	entries []entry

	title, language, home loose
	self                  loose
	hubs                  jsonHubs
	author                jsonPerson
	authors               jsonPeople
}

func (f *jsonFeed) read() error {
	return jsonFields(f.lines.text, func(key string, d *json.Decoder) error {
		if key == "items" {
			return f.items(d)
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return err
		}
		// A field of another type than it should have is as good as none.
		switch key {
		case "title":
			_ = json.Unmarshal(raw, &f.title)
		case "language":
			_ = json.Unmarshal(raw, &f.language)
		case "home_page_url":
			_ = json.Unmarshal(raw, &f.home)
		case "feed_url":
			_ = json.Unmarshal(raw, &f.self)
		case "hubs":
			_ = json.Unmarshal(raw, &f.hubs)
		case "author":
			_ = json.Unmarshal(raw, &f.author)
		case "authors":
			_ = json.Unmarshal(raw, &f.authors)
		}
		return nil
	})
}

func (f *jsonFeed) items(d *json.Decoder) error {
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return errors.New("items is no list")
	}
	for d.More() {
		f.line = f.lines.at(nextValue(f.lines.text, int(d.InputOffset())))
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return fmt.Errorf("line %d: %w", f.line, err)
		}
		if len(f.entries) == maxItems {
			f.r.leftOut++
			continue
		}
		var item jsonItem
		if err := json.Unmarshal(raw, &item); err != nil {
			f.r.problem(f.line, fmt.Errorf("an item that cannot be read: %w", err))
			continue
		}
		f.entries = append(f.entries, item.entry(f.line))
	}
	_, err := d.Token()
	return err
}

// finish gives the items what the feed says for all of them.
func (f *jsonFeed) finish() error {
	f.r.doc.Title = oneLine(string(f.title), maxTitle)
	f.r.doc.Language = first(languageTag(string(f.language)), f.r.language)
	f.r.announce(f.hubs.addresses(), string(f.self))
	h := head{language: string(f.language), base: []string{string(f.home)}}
	for _, p := range append(f.authors, f.author) {
		h.author = first(h.author, string(p.Name))
	}
	for i, e := range f.entries {
		e.inherit(h)
		f.r.finish(e)
		f.entries[i] = entry{} // its text is held once from here on
	}
	return nil
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
