package query

import "newsbot/feed/country"

// An Explanation says why a story matches a query, or why it does not. In JSON a
// match is {"matched": true, "found": […]}, and its opposite {"matched": false,
// "unmet": {…}}.
type Explanation struct {
	Matched bool `json:"matched"`

	// Found is what in the story made it match, in the order of the query: every
	// part of it that is there, each where it stands first. What must not be there
	// is not told of.
	Found []Found `json:"found,omitempty"`

	// Unmet is the first condition, in the order of the query, that does not hold;
	// nil for a match.
	Unmet *Unmet `json:"unmet,omitempty"`
}

// A Part names a condition of the query.
type Part struct {
	Text string `json:"part"` // in canonical form
	At   int    `json:"at"`   // where it begins in the text that was parsed, in characters
}

// A Kind is a kind of condition that a story can fulfil.
type Kind string

// The kinds of what is found.
const (
	FoundWord    Kind = "word"
	FoundPhrase  Kind = "phrase"
	FoundPrefix  Kind = "prefix"
	FoundCountry Kind = "country" // the story is about it
	FoundMention Kind = "mention" // the story names it
	FoundSource  Kind = "source"  // a name of the source has the words
	FoundNear    Kind = "near"    // both operands and what stands between
	FoundLang    Kind = "lang"    // the story is in the language
)

// Found is a condition that the story fulfils.
type Found struct {
	Part
	Kind    Kind         `json:"kind"`
	Place   *Place       `json:"place,omitempty"`   // of words, phrases, prefixes and near
	Country country.Code `json:"country,omitempty"` // of countries and mentions
	Source  string       `json:"source,omitempty"`  // the name that has the words, at most 200 characters
}

// A Field is a part of a story that has words.
type Field string

// The fields.
const (
	Title   Field = "title"
	Summary Field = "summary"
	Text    Field = "text"
)

// A Place is where something stands in a story: in the field as the story has it,
// not as it is compared. A character of it that stands for several, as "½", is
// taken whole.
type Place struct {
	Field    Field  `json:"field"`
	Start    int    `json:"start"` // bytes
	End      int    `json:"end"`
	From     int    `json:"from"` // characters
	To       int    `json:"to"`
	Spelling string `json:"spelling"` // what stands there, on one line, at most 200 characters
}

// A Reason says in what way a condition does not hold.
type Reason string

// The reasons.
const (
	MissingWord    Reason = "missing_word"    // a word, or Unmet.Word of a phrase, is nowhere in the story
	MissingPrefix  Reason = "missing_prefix"  // no word begins so
	NotAdjacent    Reason = "not_adjacent"    // the words of a phrase are there (Found), but not beside each other
	NotNear        Reason = "not_near"        // both operands of a near are there (Found), but too far apart
	OtherLanguage  Reason = "other_language"  // the story is in another language, Has, or in none that is known
	NotInTitle     Reason = "not_in_title"    // what is asked for in the title stands elsewhere (Found)
	OnlyMentioned  Reason = "only_mentioned"  // the story names the country, but is not about it
	MissingCountry Reason = "missing_country" // the story does not name the country
	OtherSource    Reason = "other_source"    // no name of the source has the words; Has are the names
	Excluded       Reason = "excluded"        // what must not be there is (Found)
	NoBranch       Reason = "no_branch"       // one of several would do (Branches), and none holds
)

// Unmet is a condition that does not hold.
type Unmet struct {
	Part
	Reason   Reason   `json:"reason"`
	Word     string   `json:"word,omitempty"`     // the word of a phrase that is missing, or not in the title
	Found    []Found  `json:"found,omitempty"`    // what is there
	Apart    int      `json:"apart,omitempty"`    // how far the operands of a near are apart, at the nearest; 0: in no part together
	Has      []string `json:"has,omitempty"`      // what the story has instead
	Branches []Unmet  `json:"branches,omitempty"` // one for each, in the order of the query
}

// Words returns what made the story match, each once: words and phrases in the
// story's own spelling, countries and sources in canonical form, "country:IT".
// It is empty where the story does not match.
func (e Explanation) Words() []string {
	var out []string
	seen := map[string]bool{}
	for _, f := range e.Found {
		text := f.Text
		if f.Place != nil {
			text = f.Place.Spelling
		}
		if !seen[text] {
			out, seen[text] = append(out, text), true
		}
	}
	return out
}
