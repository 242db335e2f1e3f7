package parse_test

import (
	"strings"
	"testing"

	"newsbot/feed"
)

func TestDamagedJSON(t *testing.T) {
	const sound = `{"version":"https://jsonfeed.org/version/1.1","title":"All","items":[
{"id":"1","title":"A","content_text":"One."},
{"id":"2","title":"B","content_text":"Two."},
{"id":"3","title":"C","content_text":"Three."}
]}`
	edit := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(sound) }
	tests := []struct {
		name, body, want string
		problems         int
	}{
		{"sound", sound, "A|B|C", 0},
		{"a comma after the last item", edit("\"Three.\"}\n", "\"Three.\"},\n"), "A|B|C", 0},
		{"a comma after the last field", edit(`"Two."}`, `"Two.",}`), "A|B|C", 0},
		{"two commas", edit(`"Two."},`, `"Two."},,`), "A|B|C", 0},
		{"no comma between items", edit(`"Two."},`, `"Two."}`), "A|B|C", 0},
		{"a line end in a string", edit("Two.", "Two\nlines."), "A|B|C", 0},
		{"a tab in a string", edit("Two.", "Two\twords."), "A|B|C", 0},
		{"quotes that are not escaped", edit("Two.", `He said "two" twice.`), "A|B|C", 0},
		{"an escape that is none", edit("Two.", `It\'s \x two.`), "A|B|C", 0},
		{"half an escape", edit("Two.", `Two \u12.`), "A|B|C", 0},
		{"comments", edit(`{"id":"2"`, `// the second`+"\n"+`{"id":"2"`, `{"id":"3"`, `/* third */ {"id":"3"`), "A|B|C", 0},
		{"a field without a value", edit(`"content_text":"Two."`, `"content_text":`), "A|B|C", 0},
		{"a word that is no value", edit(`"content_text":"Two."`, `"content_text":undefined,"n":NaN`), "A|B|C", 0},
		{"names without quotes", edit(`"title":"B"`, `title:"B"`), "A|B|C", 0},
		{"no end", edit("\n]}", ""), "A|B|C", 0},
		{"no end of the document", edit("\n]}", "\n]"), "A|B|C", 0},
		{"cut off in an item", sound[:strings.Index(sound, "Three")], "A|B", 1},
		{"cut off in a name", sound[:strings.Index(sound, `id":"3`)+1], "A|B", 1},
		{"text after the document", sound + "\n<!-- 12 ms -->", "A|B|C", 1},
		{"a byte order mark", "\uFEFF" + sound, "A|B|C", 0},
		{"items that are none", edit(`{"id":"2","title":"B","content_text":"Two."}`, `null,7,"x"`), "A|C", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, feed.Source{}, tt.body)
			if got := titles(doc); got != tt.want || doc.Title != "All" {
				t.Errorf("got %q of %q, want %q", got, doc.Title, tt.want)
			}
			if len(doc.Problems) > tt.problems {
				t.Errorf("problems: got %v, want at most %d", doc.Problems, tt.problems)
			}
		})
	}
}
