package tdlib

import (
	"strconv"

	"newsbot/bot/telegram/telegramtest"
)

// entity is one as TDLib writes it.
type entity struct {
	Offset int `json:"offset"`
	Length int `json:"length"`
	Type   struct {
		Type     string `json:"@type"`
		URL      string `json:"url"`
		UserID   int64  `json:"user_id"`
		Language string `json:"language"`
		EmojiID  string `json:"custom_emoji_id"`
		Unix     int64  `json:"unix_time"`
	} `json:"type"`
}

// types are the Bot API's names of TDLib's types.
var types = map[string]string{
	"textEntityTypeBold":                 "bold",
	"textEntityTypeItalic":               "italic",
	"textEntityTypeUnderline":            "underline",
	"textEntityTypeStrikethrough":        "strikethrough",
	"textEntityTypeSpoiler":              "spoiler",
	"textEntityTypeCode":                 "code",
	"textEntityTypePre":                  "pre",
	"textEntityTypePreCode":              "pre",
	"textEntityTypeTextUrl":              "text_link",
	"textEntityTypeMentionName":          "text_mention",
	"textEntityTypeBlockQuote":           "blockquote",
	"textEntityTypeExpandableBlockQuote": "expandable_blockquote",
	"textEntityTypeCustomEmoji":          "custom_emoji",
	"textEntityTypeDateTime":             "date_time",
}

func (a answer) entities() []telegramtest.Entity {
	var list []telegramtest.Entity
	for _, e := range a.Entities {
		name := types[e.Type.Type]
		if name == "" {
			name = e.Type.Type // unknown to us: a comparison should show it
		}
		t := telegramtest.Entity{Type: name, Offset: e.Offset, Length: e.Length,
			URL: e.Type.URL, Language: e.Type.Language, Unix: e.Type.Unix}
		if e.Type.UserID != 0 {
			t.User = &telegramtest.User{ID: e.Type.UserID}
		}
		if id, err := strconv.ParseInt(e.Type.EmojiID, 10, 64); err == nil && id != 0 {
			t.CustomEmoji = e.Type.EmojiID
		}
		list = append(list, t)
	}
	return list
}
