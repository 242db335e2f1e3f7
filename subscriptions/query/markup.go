package query

import "strings"

// isTag reports the name of a tag that comes along when people copy formatted
// text. Anything else between < and > is what they look for: usage lines write
// what is to be replaced so.
func isTag(name string) bool {
	switch strings.ToLower(name) {
	case "a", "b", "i", "u", "s", "p", "br", "em", "strong", "code", "pre", "span", "div", "del", "ins", "strike",
		"blockquote", "font", "script", "style", "h1", "h2", "h3", "ul", "ol", "li", "td", "tr":
		return true
	}
	return false
}

// tagEnd returns the end of what is to be skipped at the < at i: a tag, or the
// character alone.
func tagEnd(text []rune, i int) int {
	j := i + 1
	for j < len(text) && text[j] != '>' && text[j] != '<' {
		j++
	}
	if j == len(text) || text[j] == '<' {
		return i + 1
	}
	inside := strings.Trim(string(text[i+1:j]), "/")
	name, attributes, _ := strings.Cut(inside, " ")
	if !isTag(name) || attributes != "" && !strings.Contains(attributes, "=") {
		return i + 1
	}
	return j + 1
}
