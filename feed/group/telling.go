package group

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsbot/feed"
	"newsbot/feed/words"
)

// What is read of a story.
const (
	maxTitle = 512  // bytes
	maxLead  = 1024 // bytes
	maxTerms = 48   // distinct stems, those of the headline first
)

// A telling is what a story says, as it is compared.
type telling struct {
	language language
	stems    []stem // each once
}

// A stem is a word without its ending.
type stem struct {
	text string
	kind kind
}

// A kind says what of a stem is looked at beside how rare it is.
type kind uint8

const (
	word kind = iota
	figure
	name // written as one somewhere
)

// read reads a story. It depends on nothing else.
func (g *Grouper) read(s *feed.Story) telling {
	title, lead := words.Normal(s.Title, maxTitle), words.Normal(leadOf(s), maxLead)
	t := telling{language: languageOf(s, title+" "+lead)}
	r := reader{telling: &t, common: g.common[t.language], stemmer: g.stemmer, at: map[string]int{}}
	r.read(title, !isTitleCase(title))
	r.read(lead, true)
	return t
}

// leadOf is the summary or, without one, how the text begins.
func leadOf(s *feed.Story) string {
	if strings.TrimSpace(s.Summary) != "" {
		return s.Summary
	}
	return s.Text
}

// A reader fills a telling.
type reader struct {
	*telling
	common  map[string]float64
	stemmer words.Stemmer
	at      map[string]int // in stems
	buf     []byte
}

// read reads a part of the story, where capitals mark names unless they are everywhere.
func (r *reader) read(text string, marked bool) {
	end := int32(0)
	for scan := words.NewScanner(text); len(r.stems) < maxTerms; {
		span, _, ok := scan.Next()
		if !ok {
			return
		}
		begins := end == 0 || strings.ContainsAny(text[end:span.Start], ".:!?\n")
		end = span.End
		spelt := text[span.Start:span.End]
		r.buf = words.AppendFolded(r.buf[:0], spelt)
		text := stemIn(r.language, r.stemmer, string(r.buf))
		if text == "" || r.common[text] == 1 {
			continue
		}
		i, known := r.at[text]
		if !known {
			i = len(r.stems)
			r.at[text] = i
			r.stems = append(r.stems, stem{text: text})
		}
		if first, _ := utf8.DecodeRuneInString(spelt); marked && !begins && unicode.IsUpper(first) {
			r.stems[i].kind = name
		} else if unicode.IsDigit(first) {
			r.stems[i].kind = figure
		}
	}
}

// stemIn returns the stem of a folded word of a text in the language.
func stemIn(l language, s words.Stemmer, form string) string {
	if first, _ := utf8.DecodeRuneInString(form); l == kazakh && unicode.Is(unicode.Cyrillic, first) {
		return words.Kazakh(form)
	}
	return s.Stem(form)
}

// isTitleCase reports whether a headline is written with Most Words in Capitals.
func isTitleCase(title string) bool {
	capitals, all := 0, 0
	for word := range strings.FieldsSeq(title) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsLetter(first) {
			if all++; unicode.IsUpper(first) {
				capitals++
			}
		}
	}
	return capitals*5 > all*3
}
