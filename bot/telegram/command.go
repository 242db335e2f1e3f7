package telegram

import "strings"

// command takes a text apart at its first white space. Arguments may be
// apart from the command by a line break or a no-break space as well.
func command(text string) (name, bot, argument string, ok bool) {
	rest, ok := strings.CutPrefix(text, "/")
	if !ok {
		return "", "", "", false
	}
	head, argument := rest, ""
	if i := strings.IndexFunc(rest, isSpace); i >= 0 {
		head, argument = rest[:i], strings.TrimFunc(rest[i:], isSpace)
	}
	name, bot, _ = strings.Cut(head, "@")
	if name == "" {
		return "", "", "", false
	}
	return strings.ToLower(name), bot, argument, true
}

func isSpace(r rune) bool {
	return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' || r == '\u202f'
}
