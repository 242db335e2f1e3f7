package telegramtest

import (
	"cmp"
)

// An Entity is a formatted stretch of a text; Offset and Length are in UTF-16 units.
type Entity struct {
	Type        string `json:"type"`
	Offset      int    `json:"offset"`
	Length      int    `json:"length"`
	URL         string `json:"url,omitempty"`              // of text_link
	User        *User  `json:"user,omitempty"`             // of text_mention
	Language    string `json:"language,omitempty"`         // of pre
	CustomEmoji string `json:"custom_emoji_id,omitempty"`  // of custom_emoji
	Unix        int64  `json:"unix_time,omitempty"`        // of date_time
	Format      string `json:"date_time_format,omitempty"` // of date_time
}

func (e Entity) end() int { return e.Offset + e.Length }

// compareEntities orders outer entities before inner ones and, around the same
// text, by the order in which Telegram nests kinds.
func compareEntities(a, b Entity) int {
	return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length), cmp.Compare(a.depth(), b.depth()))
}

func (e Entity) depth() int {
	switch e.Type {
	case "blockquote", "expandable_blockquote":
		return 0
	case "pre":
		if e.Language != "" {
			return 10
		}
		return 11
	case "code":
		return 20
	case "date_time":
		return 48
	case "text_link", "text_mention":
		return 49
	case "bold":
		return 90
	case "italic":
		return 91
	case "underline":
		return 92
	case "strikethrough":
		return 93
	case "spoiler":
		return 94
	case "custom_emoji":
		return 99
	}
	return 50
}
