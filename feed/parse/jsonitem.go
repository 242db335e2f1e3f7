package parse

import (
	"fmt"
	"strings"
)

// readJSONItem reads an item of JSON Feed 1.0 or 1.1, forgiving about types: an
// identity is often a number, an author a bare name.
func readJSONItem(value string, line int) (entry, error) {
	e := entry{line: line, dates: make([]string, 2)}
	if value == "null" {
		return e, nil
	}
	if value[0] != '{' {
		return e, fmt.Errorf("an item that cannot be read: it begins with %q and is no object", value[0])
	}
	var url, external, html, text, author string
	c := jsonCursor{text: value}
	err := c.object(func(key string) error {
		value, err := c.value()
		if err != nil {
			return err
		}
		switch strings.ToLower(key) {
		case "id":
			e.guid = loose(value)
		case "url":
			url = loose(value)
		case "external_url":
			external = loose(value)
		case "title":
			e.title.text = loose(value)
		case "summary":
			e.summary.text = loose(value)
		case "content_html":
			html = loose(value)
		case "content_text":
			text = loose(value)
		case "language":
			e.language = loose(value)
		case "date_published":
			e.dates[0] = loose(value)
		case "date_modified":
			e.dates[1] = loose(value)
		case "author":
			author = jsonPerson(value)
		case "authors":
			e.author = jsonPeople(value)
		case "image":
			e.picture.offer(loose(value), asMedia, 1)
		case "banner_image":
			e.picture.offer(loose(value), asThumbnail, 1)
		case "attachments":
			e.attachments(value)
		case "tags":
			jsonList(value, func(tag string) { e.category(escape(loose(tag))) })
		}
		return nil
	})
	e.link, e.author = first(url, external), first(e.author, author)
	if e.content = (prose{html, true}); text != "" {
		e.content = prose{text: text}
	}
	return e, err
}

// attachments offers the first of the files that is a picture.
func (e *entry) attachments(value string) {
	if value[0] != '[' {
		return
	}
	jsonList(value, func(file string) {
		kind, url := "", ""
		jsonFields(file, func(key, value string) {
			switch key {
			case "mime_type":
				kind = loose(value)
			case "url":
				url = loose(value)
			}
		})
		if strings.HasPrefix(kind, "image") {
			e.picture.offer(url, asEnclosure, 1)
		}
	})
}

// jsonPerson returns the name of a person; a bare name is one.
func jsonPerson(value string) (name string) {
	if value[0] == '"' {
		return loose(value)
	}
	jsonFields(value, func(key, value string) {
		if key == "name" {
			name = loose(value)
		}
	})
	return name
}

// jsonPeople returns the first name in a list of persons.
func jsonPeople(value string) (name string) {
	jsonList(value, func(person string) {
		if name == "" {
			name = jsonPerson(person)
		}
	})
	return name
}

// jsonList calls visit for the first values of a list; one alone counts as a list.
func jsonList(value string, visit func(string)) {
	if value[0] != '[' {
		visit(value)
		return
	}
	c, n := jsonCursor{text: value}, 0
	_ = c.list(func() error { // the value was passed over before, so it is sound
		value, err := c.value()
		if n++; err != nil || n > maxLinks {
			return errStop
		}
		visit(value)
		return nil
	})
}

// jsonFields calls visit for the fields of an object; what is none has none.
func jsonFields(value string, visit func(key, value string)) {
	if value[0] != '{' {
		return
	}
	c := jsonCursor{text: value}
	_ = c.object(func(key string) error { // as above
		value, err := c.value()
		if err == nil {
			visit(strings.ToLower(key), value)
		}
		return err
	})
}

// loose returns a string, or a number or a boolean as it is written; else nothing.
// Of a long one it returns a little more than may be read of it.
func loose(value string) string {
	switch {
	case value[0] == '"':
		return strings.Clone(unquote(value, maxMarkup+1)) // a part would keep the whole document
	case value[0] == '{' || value[0] == '[' || value == "null":
		return ""
	}
	return cutBytes(value, maxMarkup+1)
}
