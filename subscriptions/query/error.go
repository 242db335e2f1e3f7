package query

import (
	"fmt"
	"strings"
)

// A Code says what is wrong with a query. The texts of a person's language are
// chosen by it.
type Code string

// What can be wrong with a query.
const (
	Empty             Code = "empty"               // nothing but space
	TooLong           Code = "too long"            // over MaxLength, or over MaxStored in canonical form
	NoWords           Code = "no words"            // nothing but punctuation or emoji
	UnclosedQuote     Code = "unclosed quote"      // a phrase without its end
	EmptyQuotes       Code = "empty quotes"        // a phrase without a word
	UnclosedGroup     Code = "unclosed group"      // ( without )
	UnopenedGroup     Code = "unopened group"      // ) without (
	EmptyGroup        Code = "empty group"         // ( ) without a word
	DanglingOperator  Code = "dangling operator"   // AND or OR without a word on either side
	DanglingNot       Code = "dangling not"        // NOT or - without a word after it
	NothingRequired   Code = "nothing required"    // only what must not be there or a language, in all or in one branch of an OR
	MisplacedStar     Code = "misplaced star"      // * not at the end of one word
	PrefixTooShort    Code = "prefix too short"    // fewer than MinPrefix characters before the *
	UnknownField      Code = "unknown field"       // name: that is none of the fields
	MissingValue      Code = "missing value"       // a field without its value
	UnknownCountry    Code = "unknown country"     // country: or a flag of none
	TitleWithoutWords Code = "title without words" // in:title and no word beside it
	MisplacedTitle    Code = "misplaced title"     // in:title after NOT, or in:something else
	TooDeep           Code = "too deep"            // over MaxDepth levels of parentheses
	TooManyWords      Code = "too many words"      // over MaxNear on one side of near
	UnknownLanguage   Code = "unknown language"    // lang: of none
	BadDistance       Code = "bad distance"        // near/ and not 1 to MaxDistance
	MisplacedNear     Code = "misplaced near"      // near/5 of something that has no place in a story, or of three
	MiswrittenNear    Code = "miswritten near"     // near /5 or ~5
	NeverMatches      Code = "never matches"       // what contradicts the rest
)

// An Error says what is wrong with a query, where, and what to write instead.
type Error struct {
	Code        Code
	Pos         int      // where, in characters from the beginning of the text
	Text        string   // the part of the text that is wrong; may be empty
	Hint        string   // a whole query to write instead, which Parse reads; may be empty
	Suggestions []string // of UnknownCountry: English names that are written nearly so
	Choices     []string // for each of Suggestions, a whole query with it, which Parse reads; or ""
}

// Error returns the whole complaint in English.
func (e *Error) Error() string {
	s := fmt.Sprintf(e.format(), e.Text)
	if e.Code != Empty && e.Code != TooLong && e.Code != NoWords {
		s = fmt.Sprintf("at character %d: %s", e.Pos+1, s)
	}
	if len(e.Suggestions) > 0 {
		s += ": did you mean " + strings.Join(e.Suggestions, " or ") + "?"
	}
	switch {
	case e.Hint != "":
		s += "; write " + e.Hint
	case e.Code == UnknownCountry:
		s += "; write a name or a code, as country:Italy or country:IT"
	}
	return s
}

// format returns a format with one verb, which may be of no width.
func (e *Error) format() string {
	switch e.Code {
	case Empty:
		return "the query is empty%.0s"
	case TooLong:
		return fmt.Sprintf("the query is too long, %d characters at most%%.0s", MaxLength)
	case NoWords:
		return "%q has no words to look for"
	case UnclosedQuote:
		return "the quote %s is not closed"
	case EmptyQuotes:
		return "%s holds no words"
	case UnclosedGroup:
		return "a closing parenthesis is missing%.0s"
	case UnopenedGroup:
		return "this parenthesis was never opened%.0s"
	case EmptyGroup:
		return "these parentheses hold no words%.0s"
	case DanglingOperator:
		return "%s needs a word on both sides"
	case DanglingNot:
		if strings.EqualFold(e.Text, "емес") {
			return "%s stands after its word, and before no other"
		}
		return "%s needs a word right after it"
	case NothingRequired:
		return "%s does not say what must be there; say what to look for as well"
	case MisplacedStar:
		return "in %s: a star may only end a single word"
	case PrefixTooShort:
		return fmt.Sprintf("%%s is too short, %d letters at least before the star", MinPrefix)
	case UnknownField:
		return "%s is not one of country:, mentions:, source:, lang:, in:title"
	case MissingValue:
		return "%s needs a value right after it"
	case UnknownCountry:
		return "no country is called %s"
	case TitleWithoutWords:
		return "%s needs a word to look for in the title"
	case MisplacedTitle:
		return "%s cannot stand here"
	case TooDeep:
		return fmt.Sprintf("more than %d levels of parentheses%%.0s", MaxDepth)
	case TooManyWords:
		return fmt.Sprintf("%%s is too much, %d words or phrases at most on one side of near", MaxNear)
	case UnknownLanguage:
		return "%s is no language; there are en, ru, kk and other codes of two letters"
	case BadDistance:
		return fmt.Sprintf("%%s must have a number of words from 1 to %d", MaxDistance)
	case MisplacedNear:
		return "%s cannot stand near something; words, phrases and prefixes can, two at a time"
	case MiswrittenNear:
		return "%s is not how near is written"
	case NeverMatches:
		return "with %s no story can match"
	}
	return string(e.Code) + ": %s"
}
