package locale

import (
	"fmt"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"

	"newsbot/bot/markup"
)

// Data is what goes into a text's placeholders. "Count", an int, also chooses the
// plural form.
type Data map[string]any

// A Printer says texts in one language. It may be used from any goroutine.
type Printer struct {
	language  string
	localizer *i18n.Localizer
}

// Language returns the code of the Printer's language.
func (p *Printer) Language() string { return p.language }

var parser = &template.TextParser{Option: "missingkey=error"}

// Text returns the plain text with the id. An id or a placeholder that does not
// exist is a mistake in the calling code, which the tests find; it shows as "⟨id⟩".
func (p *Printer) Text(id string, data Data) string {
	config := &i18n.LocalizeConfig{MessageID: id, TemplateData: map[string]any(data), TemplateParser: parser}
	if n, ok := data["Count"].(int); ok {
		config.PluralCount = n
	}
	text, err := p.localizer.Localize(config)
	if err != nil {
		return "⟨" + id + "⟩"
	}
	return text
}

// HTML returns the text with the id as HTML. What data holds is escaped, but for
// values of the type markup.HTML.
func (p *Printer) HTML(id string, data Data) markup.HTML {
	safe := make(Data, len(data))
	for key, value := range data {
		switch value := value.(type) {
		case markup.HTML:
			safe[key] = string(value)
		case int, int64:
			safe[key] = value
		default:
			safe[key] = string(markup.Escape(fmt.Sprint(value)))
		}
	}
	return markup.HTML(p.Text(id, safe))
}
