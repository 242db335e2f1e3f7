package country

// Tags are the countries of one story, sorted by code.
type Tags struct {
	About     []Code    // what the story is about; a subset of Mentioned
	Mentioned []Code    // every country named
	Mentions  []Mention // the evidence, in reading order: title first, then text
}

// A Mention is one piece of evidence for a country.
type Mention struct {
	Code       Code
	Start, End int    // byte span in the title or in the text
	InTitle    bool   // which of the two the span is in
	Name       string // the name of the gazetteer that matched
	Rule       string // the kind of evidence: "name", "demonym", "city", …
}

// A Tagger finds countries in stories. It never changes after New and is safe
// for concurrent use.
type Tagger struct {
	home Code
}

// New returns a Tagger. home is the country of the readers, or "": being about
// home does not make a story news about the other countries in it any less.
func New(home Code) *Tagger { return &Tagger{home: home} }

// Tag finds the countries in a story's title and text.
func (t *Tagger) Tag(title, text string) Tags { return Tags{} }
