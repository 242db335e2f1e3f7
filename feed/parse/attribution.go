package parse

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Agencies sign the first paragraph: "…, akorda.kz reports.", "Qazinform News Agency
// reports referring to …", "…, сообщает Tengrinews.kz.", "… деп хабарлайды ҚазАқпарат."
// What stands between the words and the next stop is the name.
var (
	signed = []*regexp.Regexp{
		// "said" and "reported" are what people do as well.
		regexp.MustCompile(`(?:^|[,;.–—-]\s+)([^,;–—]{2,120}?)\s+(?:reports?|informs?)(?:[.,]?$|[.,]\s|\s+(?:referring to|with reference to|citing|quoting)\b)`),
		regexp.MustCompile(`[,;–—-]\s*(?:as\s+)?(?:reported|according to)\s+by\s+([^,;–—]{2,120}?)\s*(?:[.,]?$|[.,]\s)`),
		regexp.MustCompile(`(?i)[,;–—-]\s*(?:как\s+)?(?:сообщает|сообщают|сообщила|сообщил|передает|передаёт|передают|пишет|информирует)\s+([^,;–—]{2,120}?)(?:\s+со ссылкой на\s|\s*(?:[.,]?$|[.,]\s))`),
		regexp.MustCompile(`(?i)деп\s+(?:хабарлайды|хабарлады|жазады|мәлімдейді)\s+([^,;–—]{2,120}?)(?:\s+тілшісі|\s+сілтеме|\s*(?:[.,]?$|[.,]\s))`),
	}
	// Where nobody signs, whom the text refers to.
	referring = []*regexp.Regexp{
		regexp.MustCompile(`(?i)\b(?:with reference to|referring to|citing)\s+(?:the\s+)?([^,;–—]{2,120}?)\s*(?:[.,]?$|[.,]\s)`),
		regexp.MustCompile(`(?i)со ссылкой на\s+([^,;–—]{2,120}?)\s*(?:[.,]?$|[.,]\s)`),
	}
)

// maxSigned is how much of a lead is looked at, in bytes.
const maxSigned = 2000

// namedIn returns the agency that the first paragraph of a text names as where
// it is from, or nothing.
func namedIn(text string) string {
	text, _, _ = strings.Cut(cutBytes(text, maxSigned), "\n")
	if !mayBeSigned(text) {
		return ""
	}
	for _, forms := range [][]*regexp.Regexp{signed, referring} {
		for _, form := range forms {
			for _, m := range form.FindAllStringSubmatch(text, -1) {
				if name := agencyName(m[1]); name != "" {
					return name
				}
			}
		}
	}
	return ""
}

// mayBeSigned spares most text the search.
func mayBeSigned(text string) bool {
	for _, sign := range []string{"report", "inform", "eferring to", "eference to", "iting ", "ообщ", "перед", "Перед", "пишет", "нформир", "сылкой на", "деп "} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// agencyName returns a name cleaned, or nothing where it does not read as one:
// a name or an address has a capital or a dot, and it is no half sentence.
func agencyName(s string) string {
	s = strings.Trim(squeeze(s), `"'“”«»().`)
	for _, article := range []string{"the ", "The ", "an ", "a ", "агентство ", "портал ", "корреспондент ", "корр. "} {
		s = strings.TrimPrefix(s, article)
	}
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case len(strings.Fields(s)) > 12, strings.ContainsAny(s, ".?!") && !isDomain(lastWord(s)):
		return ""
	case isDomain(s):
		return s
	case !unicode.IsUpper(r) && !unicode.IsDigit(r):
		return ""
	}
	for _, w := range strings.Fields(s) {
		if pronouns[strings.ToLower(w)] {
			return ""
		}
	}
	return s
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// pronouns and the like make a clause of what looks like a name: "He reports".
var pronouns = set("he", "she", "they", "it", "we", "who", "which", "that", "i", "you", "this", "these", "there", "was", "were", "is", "are",
	"has", "have", "had", "will", "would", "he's", "according", "and", "but", "он", "она", "они", "который", "что", "было", "был")
