package markup

import (
	"strings"
	"unicode"
)

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
	maxMarks           = 4 // combining marks on one character; Vietnamese and Hebrew need 3
)

// Line returns foreign text as one clean line: white space folded, and without
// what would not be seen but would change how the message looks around it, such
// as control characters, direction overrides, zero-width characters and stacks of
// accents. Joiners stay inside words and emoji, where they have a meaning.
func Line(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	var last, joiner rune // last: written; joiner: waiting for what it joins
	space, marks := false, 0
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case unicode.IsSpace(r) || r == '\u2800': // a blank braille cell passes for text
			space, joiner = last != 0, 0
			continue
		case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
			if last != 0 && !space {
				joiner = r
			}
			continue
		case hidden(r):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks || last == 0 {
				continue
			}
		default:
			marks = 0
		}
		if space {
			out.WriteByte(' ')
		} else if joiner != 0 {
			out.WriteRune(joiner)
		}
		out.WriteRune(r)
		last, space, joiner = r, false, 0
	}
	return out.String()
}

// Paragraphs returns foreign text of several paragraphs, each as Line would have
// it, apart by one line break; empty ones are left out.
func Paragraphs(text string) string {
	var out []string
	for line := range strings.FieldsFuncSeq(text, lineBreak) {
		if line = Line(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

func lineBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// hidden says whether r is seen by nobody: controls, format characters (the
// direction overrides and zero-width ones among them), fillers, tags, private use
// and what is no character.
func hidden(r rune) bool {
	switch {
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return true
	case r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' || r == '\u034f' || r == '\u17b4' || r == '\u17b5':
		return true // fillers and joiners that show as nothing
	case r&0xFFFE == 0xFFFE || (r >= 0xFDD0 && r <= 0xFDEF):
		return true
	}
	return false
}
