package parse

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// maxEntity is the length of the longest named character reference, "&" and
// ";" included, with room to spare.
const maxEntity = 40

// unescape reads character references once, only those that end in ";": in
// addresses "&copy=2" is a parameter.
func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		s = s[i:]
		n := strings.IndexByte(s[:min(len(s), maxEntity)], ';')
		if n > 0 {
			if read := html.UnescapeString(s[:n+1]); !strings.HasSuffix(read, ";") || read == ";" {
				if !isIllegal(read) {
					out.WriteString(read)
				}
				s = s[n+1:]
				continue
			}
		}
		out.WriteByte('&')
		s = s[1:]
	}
}

// isIllegal reports whether a reference was read to what XML allows nobody to write:
// half of a pair, a number beyond Unicode (both read as U+FFFD), a control character.
func isIllegal(s string) bool {
	return s == "\uFFFD" || s == "\uFFFE" || s == "\uFFFF" || len(s) == 1 && s[0] < ' ' && !isSpace(s[0])
}

func escape(s string) string { return html.EscapeString(s) }

// paragraphs tidies plain text: runs of spaces become one, blank lines go.
func paragraphs(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return squeeze(s)
	}
	var out strings.Builder
	for line := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = squeeze(line); line == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(line)
	}
	return out.String()
}

// squeeze makes one line of s: every run of white space is one space, and what
// has no width and no meaning is left out.
func squeeze(s string) string {
	if isSqueezed(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	pending := false // a space, if more follows
	for i := 0; i < len(s); {
		if n := plainRun(s[i:]); n > 0 {
			if pending {
				out, pending = append(out, ' '), false
			}
			out = append(out, s[i:i+n]...)
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError { // a byte that is none of UTF-8
			if pending {
				out, pending = append(out, ' '), false
			}
			out = utf8.AppendRune(out, r)
		} else if unicode.IsSpace(r) {
			pending = len(out) > 0
		}
		i += size
	}
	return string(out)
}

// plainRun returns the length of what stays as it is at the front of s, single
// spaces between words included.
func plainRun(s string) int {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c > ' ' && c < 0x7F:
			i++
		case c == ' ' && i > 0 && i+1 < len(s) && (s[i+1] > ' ' && s[i+1] < 0x7F || isTwoByteLetter(s[i+1:])):
			i++
		case isTwoByteLetter(s[i:]):
			i += 2
		case c < utf8.RuneSelf:
			return i
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError || unicode.IsSpace(r) || isInvisible(r) {
				return i
			}
			i += size
		}
	}
	return len(s)
}

// isTwoByteLetter knows U+00C0 to U+07FF, Cyrillic among them, where there is
// neither a space nor an invisible character.
func isTwoByteLetter(s string) bool {
	return len(s) > 1 && s[0] >= 0xC3 && s[0] <= 0xDF && s[1]&0xC0 == 0x80
}

// isSqueezed spares most text the work: plain ASCII without a space too many.
func isSqueezed(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' || c >= 0x7F:
			return false
		case c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' '):
			return false
		}
	}
	return true
}

// isInvisible reports controls, soft hyphens, zero-width spaces and the marks that turn
// the direction of all that follows. Joiners stay: letters and emoji need them.
func isInvisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x200B, r == 0x2060, r == 0xFEFF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return unicode.IsControl(r)
}

// oneLine returns s as one line of at most n runes, cut at a word's end.
func oneLine(s string, n int) string { return shorten(squeeze(s), n) }

// lead returns the beginning of a text as one line of at most maxSummary
// runes: whole sentences if they fill half of it, else whole words.
func lead(s string) string {
	s = squeeze(cutBytes(s, 8*maxSummary))
	if utf8.RuneCountInString(s) <= maxSummary {
		return s
	}
	head := cutRunes(s, maxSummary)
	if i := sentenceEnd(head); utf8.RuneCountInString(head[:i]) >= maxSummary/2 {
		return head[:i]
	}
	return shorten(s, maxSummary)
}

// sentenceEnd returns the end of the last whole sentence in s that another
// one follows, or 0.
func sentenceEnd(s string) int {
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		if r != ' ' {
			continue
		}
		before := strings.TrimRight(s[:i], `"'”’»)`)
		last, n := utf8.DecodeLastRuneInString(before)
		switch last {
		case '!', '?', '…':
			return i
		case '.':
			if !isInitial(before[:len(before)-n]) {
				return i
			}
		}
	}
	return 0
}

// isInitial reports whether a full stop after s follows a single letter, as in
// "Y. Smith" or "the U.S. said".
func isInitial(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	if !unicode.IsUpper(r) {
		return false
	}
	r, _ = utf8.DecodeLastRuneInString(s[:len(s)-n])
	return len(s) == n || r == ' ' || r == '.' || r == '('
}

// shorten cuts s to at most n runes at a word's end and marks the cut.
func shorten(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	head := cutRunes(s, n-1)
	if i := strings.LastIndexByte(head, ' '); i > len(head)/2 && s[len(head)] != ' ' {
		head = head[:i]
	}
	return strings.TrimRight(head, " ,;:–—-") + "…"
}

func cutRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// cutBytes cuts s to at most n bytes, between two runes.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// languageTag returns a language as BCP 47 writes it, or nothing where it
// is none.
func languageTag(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if s == "" || len(s) > 35 {
		return ""
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}
