package archive

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/store"
)

// Bounds of what is kept of an item, in bytes. What is longer is cut at a
// character; an address that is longer is dropped, as a part of one leads
// nowhere. With every byte escaped a story is still below the limit of an Apply.
const (
	MaxTitle   = 1 << 10
	MaxSummary = 8 << 10
	MaxText    = 64 << 10
	MaxAddress = 4 << 10 // link, GUID and picture
	MaxName    = 512     // author, attribution, language, source, category

	MaxCategories = 32 // how many are kept
)

// version of the records below. A field may be added; none changes its meaning.
const version = 1

type storyRecord struct {
	Version     int            `json:"v"`
	ID          string         `json:"id"`
	SourceURL   string         `json:"url"`
	Source      string         `json:"source,omitempty"`
	Found       time.Time      `json:"found"`
	Baseline    bool           `json:"baseline,omitempty"`
	About       []country.Code `json:"about,omitempty"`
	Mentioned   []country.Code `json:"mentioned,omitempty"`
	GUID        string         `json:"guid,omitempty"`
	Link        string         `json:"link,omitempty"`
	Title       string         `json:"title,omitempty"`
	Summary     string         `json:"summary,omitempty"`
	Lead        int            `json:"lead,omitempty"` // without Summary: that is as many bytes of Text
	Text        string         `json:"text,omitempty"`
	Author      string         `json:"author,omitempty"`
	Language    string         `json:"lang,omitempty"`
	Attribution string         `json:"attribution,omitempty"`
	Published   time.Time      `json:"published,omitzero"`
	Views       int64          `json:"views"`
	Line        int            `json:"line,omitempty"`
	Earlier     []int64        `json:"earlier,omitempty"`
	Join        feed.Join      `json:"join,omitempty"`
	Image       string         `json:"image,omitempty"`
	Agency      string         `json:"agency,omitempty"`
	Categories  []string       `json:"categories,omitempty"`
}

func encodeStory(s *feed.Story) ([]byte, error) {
	text, summary, lead := cut(s.Text, MaxText), cut(s.Summary, MaxSummary), 0
	// Most feeds have one text for both. What is no UTF-8 is read as longer than it was.
	if strings.HasPrefix(text, summary) && utf8.ValidString(text) {
		summary, lead = "", len(summary)
	}
	return encodeJSON(storyRecord{
		Version:     version,
		ID:          s.ID,
		SourceURL:   cut(s.SourceURL, MaxAddress),
		Source:      cut(s.Source, MaxName),
		Found:       s.Found,
		Baseline:    s.Baseline,
		About:       s.About,
		Mentioned:   s.Mentioned,
		GUID:        whole(s.GUID, MaxAddress),
		Link:        whole(s.Link, MaxAddress),
		Title:       cut(s.Title, MaxTitle),
		Summary:     summary,
		Lead:        lead,
		Text:        text,
		Author:      cut(s.Author, MaxName),
		Language:    cut(s.Language, MaxName),
		Attribution: cut(s.Attribution, MaxName),
		Published:   storable(s.Published),
		Views:       s.Views,
		Line:        s.Line,
		Earlier:     s.Earlier,
		Join:        s.Join,
		Image:       whole(s.Image, MaxAddress),
		Agency:      cut(s.Agency, MaxName),
		Categories:  few(s.Categories),
	})
}

// few bounds the categories of a story.
func few(categories []string) []string {
	var kept []string
	for _, c := range categories[:min(len(categories), MaxCategories)] {
		kept = append(kept, cut(c, MaxName))
	}
	return kept
}

func decodeStory(seq int64, value []byte) (feed.Story, error) {
	var r storyRecord
	if err := decodeJSON(value, &r, &r.Version); err != nil {
		return feed.Story{}, fmt.Errorf("story %d: %w", seq, err)
	}
	if r.Lead < 0 || r.Lead > len(r.Text) {
		return feed.Story{}, fmt.Errorf("story %d: a lead of %d bytes in a text of %d: %w", seq, r.Lead, len(r.Text), store.ErrDamaged)
	}
	if r.Lead > 0 {
		r.Summary = r.Text[:r.Lead]
	}
	return feed.Story{
		Item: feed.Item{
			GUID: r.GUID, Link: r.Link, Title: r.Title, Summary: r.Summary, Text: r.Text,
			Author: r.Author, Language: r.Language, Attribution: r.Attribution,
			Published: r.Published, Views: r.Views, Line: r.Line, Image: r.Image, Categories: r.Categories, Agency: r.Agency,
		},
		Seq: seq, ID: r.ID, SourceURL: r.SourceURL, Source: r.Source,
		Found: r.Found, Baseline: r.Baseline, About: r.About, Mentioned: r.Mentioned,
		Earlier: r.Earlier, Join: r.Join,
	}, nil
}

type stateRecord struct {
	Version      int       `json:"v"`
	Source       string    `json:"url"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"modified,omitempty"`
	BodyHash     uint64    `json:"hash,omitempty"`
	Parser       int       `json:"parser,omitempty"`
	BodyAt       time.Time `json:"body,omitzero"`
	ItemsAt      time.Time `json:"items,omitzero"`
	NextCheck    time.Time `json:"next,omitzero"`
	Baseline     bool      `json:"baseline,omitempty"`
	Since        time.Time `json:"since,omitzero"`
	Oldest       time.Time `json:"oldest,omitzero"`
	Title        string    `json:"title,omitempty"`
	Failures     int       `json:"failures,omitempty"`
	LastError    string    `json:"error,omitempty"`
	LastSuccess  time.Time `json:"success,omitzero"`
	FailingSince time.Time `json:"failing,omitzero"`
	Gone         bool      `json:"gone,omitempty"`
	HostUntil    time.Time `json:"host,omitzero"`

	Fresh     time.Duration `json:"fresh,omitempty"` // durations in nanoseconds
	Every     time.Duration `json:"every,omitempty"`
	SkipHours uint32        `json:"hours,omitempty"`
	SkipDays  uint8         `json:"days,omitempty"`
	Gap       time.Duration `json:"gap,omitempty"`
	NewsAt    time.Time     `json:"news,omitzero"`
	Hurry     time.Duration `json:"hurry,omitempty"`

	Asked     time.Time `json:"asked,omitzero"`
	Hubs      []string  `json:"hubs,omitempty"`
	Topic     string    `json:"topic,omitempty"`
	Relied    bool      `json:"relied,omitempty"`
	Stretched bool      `json:"stretched,omitempty"`

	Address string `json:"address,omitempty"`
	Moving  string `json:"moving,omitempty"`
	Moves   int    `json:"moves,omitempty"`
}

func encodeState(source string, s feed.State) ([]byte, error) {
	var hubs []string
	for _, hub := range s.Hubs {
		if hub = whole(hub, MaxAddress); hub != "" {
			hubs = append(hubs, hub)
		}
	}
	return encodeJSON(stateRecord{
		Version: version, Source: cut(source, MaxAddress),
		ETag: whole(s.ETag, MaxAddress), LastModified: whole(s.LastModified, MaxName),
		BodyHash: s.BodyHash, Parser: s.Parser, BodyAt: s.BodyAt, ItemsAt: s.ItemsAt, NextCheck: s.NextCheck,
		Baseline: s.Baseline, Since: s.Since, Oldest: storable(s.Oldest), Title: cut(s.Title, MaxTitle),
		Failures: s.Failures, LastError: cut(s.LastError, MaxTitle), LastSuccess: s.LastSuccess,
		FailingSince: s.FailingSince, Gone: s.Gone, HostUntil: s.HostUntil,
		Fresh: s.Fresh, Every: s.Pace.Every, SkipHours: s.Pace.SkipHours, SkipDays: s.Pace.SkipDays,
		Gap: s.Gap, NewsAt: s.NewsAt, Hurry: s.Hurry,
		Asked: s.Asked, Hubs: hubs, Topic: whole(s.Topic, MaxAddress), Relied: s.Relied, Stretched: s.Stretched,
		Address: whole(s.Address, MaxAddress), Moving: whole(s.Moving, MaxAddress), Moves: s.Moves,
	})
}

func decodeState(value []byte) (feed.State, error) {
	var r stateRecord
	if err := decodeJSON(value, &r, &r.Version); err != nil {
		return feed.State{}, err
	}
	s := feed.State{
		ETag: r.ETag, LastModified: r.LastModified, BodyHash: r.BodyHash, Parser: r.Parser,
		BodyAt: r.BodyAt, ItemsAt: r.ItemsAt, NextCheck: r.NextCheck, Baseline: r.Baseline, Since: r.Since,
		Oldest: r.Oldest, Title: r.Title, Failures: r.Failures, LastError: r.LastError,
		LastSuccess: r.LastSuccess, FailingSince: r.FailingSince, Gone: r.Gone, HostUntil: r.HostUntil,
		Fresh: r.Fresh, Pace: feed.Pace{Every: r.Every, SkipHours: r.SkipHours, SkipDays: r.SkipDays},
		Gap: r.Gap, NewsAt: r.NewsAt, Hurry: r.Hurry,
		Asked: r.Asked, Topic: r.Topic, Relied: r.Relied, Stretched: r.Stretched,
		Address: r.Address, Moving: r.Moving, Moves: r.Moves,
	}
	copy(s.Hubs[:], r.Hubs)
	return s, nil
}

func encodeHead(seq int64) []byte { return binary.AppendVarint([]byte{version}, seq) }

func decodeHead(b []byte) (int64, error) {
	if len(b) > 1 && b[0] == version {
		if seq, n := binary.Varint(b[1:]); n > 0 {
			return seq, nil
		}
	}
	return 0, fmt.Errorf("head of the archive %x: %w", b, store.ErrDamaged)
}

func encodeJSON(record any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(record)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// decodeJSON fills record, whose version must then be one that we know.
func decodeJSON(value []byte, record any, v *int) error {
	if err := json.Unmarshal(value, record); err != nil {
		return fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	if *v < 1 || *v > version {
		return fmt.Errorf("record of version %d, written by a newer newsbot (this one knows up to %d)", *v, version)
	}
	return nil
}

// storable drops a date that the record's form cannot hold.
func storable(t time.Time) time.Time {
	if y := t.UTC().Year(); y < 1 || y > 9998 {
		return time.Time{}
	}
	return t.UTC()
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func whole(s string, n int) string {
	if len(s) > n {
		return ""
	}
	return s
}
