package render

import (
	"newsbot/bot/markup"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

// Lengths of a subscription's name in UTF-16 units.
const (
	maxLabel  = 60
	maxButton = 24 // on a button, beside a word or two
)

// Label names a query shortly, for a list or a button: as it is written, but with
// countries by flag and name in the language.
func Label(text, language string, limit int) string {
	if q, err := query.Restore(text); err == nil {
		text = q.Describe(func(code country.Code, mentioned bool) string {
			name := country.Flag(code) + " " + country.Name(code, language)
			if mentioned {
				return "mentions:" + name
			}
			return name
		})
	}
	return markup.Cut(markup.Line(text), limit)
}
