package parse

import (
	"encoding/json"
	"strings"
)

// A jsonItem is an item of JSON Feed 1.0 or 1.1, forgiving about types: an
// identity is often a number.
type jsonItem struct {
	ID            loose      `json:"id"`
	Image         loose      `json:"image"`
	BannerImage   loose      `json:"banner_image"`
	Tags          looseList  `json:"tags"`
	Attachments   jsonFiles  `json:"attachments"`
	URL           loose      `json:"url"`
	ExternalURL   loose      `json:"external_url"`
	Title         loose      `json:"title"`
	Summary       loose      `json:"summary"`
	ContentText   loose      `json:"content_text"`
	ContentHTML   loose      `json:"content_html"`
	DatePublished loose      `json:"date_published"`
	DateModified  loose      `json:"date_modified"`
	Language      loose      `json:"language"`
	Author        jsonPerson `json:"author"`
	Authors       jsonPeople `json:"authors"`
}

type jsonPerson struct {
	Name loose `json:"name"`
}

// UnmarshalJSON takes a bare name for a person.
func (p *jsonPerson) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.Name)
	}
	if len(b) > 0 && b[0] != '{' {
		return nil
	}
	type plain jsonPerson
	return json.Unmarshal(b, (*plain)(p))
}

// jsonPeople is a list of persons; one alone counts as a list.
type jsonPeople []jsonPerson

func (p *jsonPeople) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]jsonPerson)(p))
	}
	var one jsonPerson
	err := json.Unmarshal(b, &one)
	*p = jsonPeople{one}
	return err
}

// looseList is a list of loose strings; one alone counts as a list.
type looseList []loose

func (l *looseList) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]loose)(l))
	}
	var one loose
	err := json.Unmarshal(b, &one)
	*l = looseList{one}
	return err
}

// jsonFiles are the attachments; what is no list is none.
type jsonFiles []jsonFile

type jsonFile struct {
	URL  loose `json:"url"`
	Type loose `json:"mime_type"`
}

func (f *jsonFiles) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] != '[' {
		return nil
	}
	return json.Unmarshal(b, (*[]jsonFile)(f))
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
	e.picture.offer(string(i.BannerImage), asThumbnail, 1)
	e.picture.offer(string(i.Image), asMedia, 1)
	for _, file := range i.Attachments {
		if strings.HasPrefix(string(file.Type), "image") {
			e.picture.offer(string(file.URL), asEnclosure, 1)
		}
	}
	for _, tag := range i.Tags {
		e.category(escape(string(tag)))
	}
	for _, p := range append(i.Authors, i.Author) {
		e.author = first(e.author, string(p.Name))
	}
	return e
}
