package feed

import "strings"

// Body returns what an item says below its headline: its text, after its summary
// unless the text begins with that. Countries are looked for in it.
func (it *Item) Body() string {
	if strings.HasPrefix(it.Text, it.Summary) {
		return it.Text
	}
	return it.Summary + "\n" + it.Text
}
