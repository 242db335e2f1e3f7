package parse

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

const (
	maxDoctype  = 64 << 10 // bytes from the front in which a document type is looked for
	maxEntities = 256
	// Of what references to a document's own entities stand for so much is written in
	// place of them; the rest stays as it is.
	maxExpanded = 1 << 20
)

// ownEntity is the declaration of a general entity that is a text: none of another file
// and, by its value, none that grows from others.
var ownEntity = regexp.MustCompile(`<!ENTITY\s+([\pL_][\pL\pN_.-]{0,38})\s+(?:"([^"<]{0,256})"|'([^'<]{0,256})')\s*>`)

// predefined are the entities that mean the same whatever a document declares.
var predefined = []string{"amp", "lt", "gt", "quot", "apos"}

// expandOwn replaces the references to entities that the document declares in its
// document type.
func expandOwn(doc string) string {
	start, end := doctype(doc)
	if !strings.Contains(doc[start:end], "<!ENTITY") {
		return doc
	}
	own := make(map[string]string)
	for _, m := range ownEntity.FindAllStringSubmatch(doc[start:end], maxEntities) {
		name := m[1]
		value := html.UnescapeString(strings.Join(strings.Fields(m[2]+m[3]), " "))
		if _, known := own[name]; known || slices.Contains(predefined, name) {
			continue // the first declaration counts (XML 1.0, 4.2)
		}
		if refers := strings.IndexByte(value, '&'); refers < 0 || !strings.Contains(value[refers:], ";") {
			own[name] = escape(value)
		}
	}
	if len(own) == 0 {
		return doc
	}
	return doc[:end] + replaceOwn(doc[end:], own)
}

func replaceOwn(s string, own map[string]string) string {
	var out strings.Builder
	for left := maxExpanded; left > 0; {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			break
		}
		out.WriteString(s[:i])
		s = s[i:]
		n := strings.IndexByte(s[:min(len(s), maxEntity+1)], ';')
		if n > 0 {
			if value, ok := own[s[1:n]]; ok {
				out.WriteString(value)
				left -= len(value)
				s = s[n+1:]
				continue
			}
		}
		out.WriteByte('&')
		s = s[1:]
	}
	out.WriteString(s)
	return out.String()
}

// doctype returns where the document type and its own declarations are; empty where
// there are none.
func doctype(doc string) (start, end int) {
	front := doc[:min(len(doc), maxDoctype)]
	start = strings.Index(front, "<!DOCTYPE")
	if start < 0 {
		return 0, 0
	}
	open := strings.IndexAny(front[start:], "[>")
	if open < 0 || front[start+open] == '>' {
		return 0, 0
	}
	for _, ending := range []string{"]>", "]\n>", "]\r\n>", "] >"} {
		if n := strings.Index(front[start+open:], ending); n >= 0 && (end == 0 || start+open+n < end) {
			end = start + open + n
		}
	}
	if end == 0 {
		return 0, 0
	}
	return start, end
}
