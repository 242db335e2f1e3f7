package parse

import (
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
	c := jsonCursor{text: text}
	err = c.object(func(key string) error {
		if is = key == "items"; is {
			return errStop
		}
		value, err := c.value()
		if is = key == "version" && strings.Contains(value, "jsonfeed.org"); is {
			return errStop
		}
		return err
	})
	return is, err
}

var errStop = errors.New("seen enough")

// json reads a JSON Feed. One that is damaged is mended as far as can be, and what
// follows a place where that does not help is lost.
func (r *reader) json(text string) error {
	f := jsonFeed{r: r, text: text}
	err := f.survey()
	cut := -1
	if err != nil && len(text) <= maxMended {
		f = jsonFeed{r: r}
		f.text, cut = mendJSON(text)
		err = f.survey()
	}
	if err != nil && f.whole == 0 {
		return fmt.Errorf("damaged JSON: %w", err)
	}
	f.read()
	if err != nil {
		r.problem(f.line, fmt.Errorf("damaged JSON, what follows is lost: %w", err))
	}
	if cut >= 0 {
		lines := lineCounter{text: text, line: 1}
		r.problem(lines.at(nextValue(text, cut)), errCutOff)
	}
	return nil
}

// A jsonFeed is read in two goes: what it says of itself may stand behind the items,
// which inherit it.
type jsonFeed struct {
	r     *reader
	text  string
	items int // where the list begins; 0: nowhere
	whole int // items that can be read, as far as the damage
	line  int // of the item read last

	title, language, home string
	self                  string
	hubs                  []string
	author                string
}

// survey reads what is around the items.
func (f *jsonFeed) survey() error {
	c := jsonCursor{text: f.text}
	author := ""
	err := c.object(func(key string) error {
		if key == "items" {
			return f.count(&c)
		}
		value, err := c.value()
		if err != nil {
			return err
		}
		// A field of another type than it should have is as good as none.
		switch key {
		case "title":
			f.title = loose(value)
		case "language":
			f.language = loose(value)
		case "home_page_url":
			f.home = loose(value)
		case "feed_url":
			f.self = loose(value)
		case "hubs":
			f.hubs = jsonHubs(value)
		case "author":
			author = jsonPerson(value)
		case "authors":
			f.author = jsonPeople(value)
		}
		return nil
	})
	f.author = first(f.author, author)
	return err
}

// count passes over the items.
func (f *jsonFeed) count(c *jsonCursor) error {
	if c.peek() != '[' {
		return errors.New("items is no list")
	}
	f.items, f.whole = c.pos, 0
	lines := lineCounter{text: f.text, line: 1}
	return c.list(func() error {
		c.peek()
		at := c.pos
		if err := c.skip(); err != nil {
			f.line = lines.at(at)
			return fmt.Errorf("line %d: %w", f.line, err)
		}
		f.whole++
		return nil
	})
}

// read reads the items, as many as were passed over.
func (f *jsonFeed) read() {
	f.r.doc.Title = oneLine(f.title, maxTitle)
	f.r.doc.Language = first(languageTag(f.language), f.r.language)
	f.r.announce(f.hubs, f.self)
	h := head{language: f.language, base: []string{f.home}, author: f.author}
	c := jsonCursor{text: f.text, pos: f.items}
	lines := lineCounter{text: f.text, line: 1}
	n := 0
	if f.items == 0 {
		return
	}
	_ = c.list(func() error {
		if n == f.whole {
			return errStop // the damage, which survey reported
		}
		c.peek()
		line := lines.at(c.pos)
		value, err := c.value()
		if err != nil {
			return err
		}
		if n++; f.r.full(n - 1) {
			return nil
		}
		e, err := readJSONItem(value, line)
		if err != nil {
			f.r.problem(line, err)
			return nil
		}
		e.inherit(h)
		f.r.finish(e)
		return nil
	})
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
