package query

import (
	"strings"
	"unicode/utf8"
)

// Limits of a query.
const (
	MaxLength = 256 // characters that Parse reads
	MaxStored = 512 // characters of the canonical form
	MaxDepth  = 8   // levels of parentheses, each a change of operator
	MinPrefix = 2   // characters before a star

	MaxDistance = 50 // of near, in words
	MaxNear     = 8  // words and phrases on one side of near
)

// Parse reads a query as a person wrote it. The error is an *Error.
func Parse(text string) (*Query, error) {
	typed := reader{limit: MaxLength}
	q, err := typed.read(text)
	if err != nil {
		hint, ok := typed.mended(err.Hint)
		if !ok {
			hint = typed.simplest(text)
		}
		if hint == "" {
			hint = example(err)
		}
		err.Hint = hint
		for i, choice := range err.Choices {
			err.Choices[i], _ = typed.mended(choice)
		}
		return nil, err
	}
	return q, nil
}

// Restore reads a canonical form that String returned, in this version or in an
// earlier one. Other than Parse it takes every word for a word, even if it has
// become the name of a country since, and leaves MaxLength aside.
func Restore(text string) (*Query, error) {
	q, err := reader{limit: MaxStored, stored: true}.read(text)
	if err != nil {
		return nil, err
	}
	return q, nil
}

// A reader says how to read a query.
type reader struct {
	limit  int  // characters
	stored bool // a canonical form: no names of countries, no operators but OR
}

func (r reader) read(text string) (*Query, *Error) {
	if n := utf8.RuneCountInString(text); n > r.limit {
		return nil, &Error{Code: TooLong, Pos: r.limit}
	}
	runes, origin := typed([]rune(text))
	q, err := r.parse(runes)
	if err != nil {
		if origin != nil {
			err.Pos = origin[err.Pos]
		}
		return nil, err
	}
	if origin != nil {
		q.root.place(origin)
	}
	if !r.stored && utf8.RuneCountInString(q.String()) > MaxStored {
		return nil, &Error{Code: TooLong, Pos: r.limit}
	}
	return q, nil
}

func (r reader) parse(text []rune) (*Query, *Error) {
	lexemes, err := lex(text)
	if err != nil {
		return nil, err
	}
	p := parser{reader: r, text: text, in: lexemes}
	root, err := p.query()
	if err != nil {
		return nil, err
	}
	if err := check(&root); err != nil {
		return nil, err
	}
	return newQuery(root), nil
}

// maxMends is how many mistakes a hint mends, one after the other.
const maxMends = 6

// mended returns a hint on one line that can be read: the hint itself or, where
// there is one more mistake in it, what is proposed against that; nothing, where none
// is proposed. With more than maxMends mistakes, ok is false.
func (r reader) mended(hint string) (_ string, ok bool) {
	for range maxMends {
		hint = strings.Join(strings.Fields(hint), " ")
		if hint == "" {
			return "", true
		}
		_, err := r.read(hint)
		if err == nil {
			return hint, true
		}
		hint = err.Hint
	}
	return "", false
}
