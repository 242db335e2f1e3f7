package tdlib

import "newsbot/bot/telegram/telegramtest"

// Arrange is what TDLib makes of entities that cannot be as they are: nested
// links, formatting inside of code and the like. The text must be free of
// Markdown's characters, for it is parseMarkdown that does it.
func (p *Parser) Arrange(text string, entities []telegramtest.Entity) (string, []telegramtest.Entity, error) {
	var list []map[string]any
	for _, e := range entities {
		list = append(list, map[string]any{"@type": "textEntity", "offset": e.Offset, "length": e.Length, "type": typeOf(e)})
	}
	answer, err := p.call(map[string]any{
		"@type": "parseMarkdown",
		"text":  map[string]any{"@type": "formattedText", "text": text, "entities": list},
	})
	if err != nil {
		return "", nil, err
	}
	return answer.Text, answer.entities(), nil
}

// typeOf is TDLib's type of an entity.
func typeOf(e telegramtest.Entity) map[string]any {
	t := map[string]any{}
	for name, ours := range types {
		if ours == e.Type && name != "textEntityTypePreCode" {
			t["@type"] = name
		}
	}
	switch {
	case e.Type == "text_link":
		t["url"] = e.URL
	case e.Type == "text_mention":
		t["user_id"] = e.User.ID
	case e.Type == "pre" && e.Language != "":
		t["@type"], t["language"] = "textEntityTypePreCode", e.Language
	case e.Type == "custom_emoji":
		t["custom_emoji_id"] = e.CustomEmoji
	case e.Type == "date_time":
		t["unix_time"] = e.Unix
	}
	return t
}
