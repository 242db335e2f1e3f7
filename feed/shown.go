package feed

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// hidden stands where a secret was.
const hidden = "xxxxx"

// ShownURL returns the address of a source as it may be shown: in logs, errors,
// alarms and on a terminal. The password is hidden, and so is what gives access
// otherwise: the value of a parameter whose name says so (key, token, sig…), the
// part of the path that follows such a name, and what looks like a token wherever it
// is. The rest stays, as an address is how an operator tells one source from another:
// of twenty feeds of a video site only a parameter differs.
func ShownURL(address string) string { return shownURL(address, 0) }

// shownURL is ShownURL for an address that is so deep within others.
func shownURL(address string, depth int) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(unreadable)"
	}
	plain := *u
	if _, has := u.User.Password(); has {
		u.User = url.UserPassword(u.User.Username(), hidden)
	}
	u.RawQuery = shownQuery(depth, u.RawQuery)
	if shown := shownPath(depth, u.EscapedPath()); shown != u.EscapedPath() {
		u.RawPath = shown
		if u.Path, err = url.PathUnescape(shown); err != nil {
			return "(unreadable)"
		}
	}
	if shown := shownQuery(depth, u.EscapedFragment()); shown != u.EscapedFragment() {
		u.RawFragment, u.Fragment = "", shown
	}
	if strings.Contains(u.Opaque, "@") { // a slip like https:ann:password@host
		u.Opaque = hidden
	}
	u.Opaque = shownPath(depth, u.Opaque)
	if *u == plain {
		return address // as it was written
	}
	return u.String()
}

// Hide returns text without the secrets of addresses, for the words of others that
// may repeat one. A secret that is an ordinary word, or as short as a number, is
// hidden only in an address: elsewhere it says nothing, and the text would lose it.
func Hide(text string, addresses ...string) string {
	for _, a := range addresses {
		for _, secret := range secretsOf(a, 0) {
			text = hideIn(text, secret)
		}
	}
	return text
}

// secretsOf returns what ShownURL hides and the name of the user, as they are
// written and as they are meant, the longest first.
func secretsOf(address string, depth int) (all []string) {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	add := func(raw string, decode func(string) (string, error)) {
		all = append(all, raw)
		if plain, err := decode(raw); err == nil {
			all = append(all, plain)
		}
	}
	if u.User != nil {
		password, _ := u.User.Password()
		all = append(all, u.User.String(), u.User.Username(), password)
	}
	if strings.Contains(u.Opaque, "@") {
		all = append(all, u.Opaque)
	}
	for _, query := range []string{u.RawQuery, u.EscapedFragment()} {
		eachParameter(query, func(name, value string) string {
			if value != "" && isSecret(name, value, url.QueryUnescape) {
				add(value, url.QueryUnescape)
			}
			all = append(all, innerSecrets(depth, value, url.QueryUnescape)...)
			return value
		})
	}
	for _, path := range []string{u.EscapedPath(), u.Opaque} {
		eachSegment(path, func(before, segment string) string {
			if isSecret(before, segment, url.PathUnescape) {
				add(segment, url.PathUnescape)
			}
			all = append(all, innerSecrets(depth, segment, url.PathUnescape)...)
			return segment
		})
	}
	all = slices.DeleteFunc(all, func(s string) bool { return len(s) < 3 }) // would tear words
	return longestFirst(all)
}

func longestFirst(all []string) []string {
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(all)
}

func shownQuery(depth int, query string) string {
	return eachParameter(query, func(name, value string) string { return shownValue(depth, name, value, url.QueryUnescape) })
}

// eachParameter replaces the value of each parameter, as it is written.
func eachParameter(query string, replace func(name, value string) string) string {
	var out strings.Builder
	for len(query) > 0 {
		n := strings.IndexAny(query, "&;")
		if n < 0 {
			n = len(query)
		}
		if name, value, ok := strings.Cut(query[:n], "="); ok {
			out.WriteString(name + "=" + replace(name, value))
		} else {
			out.WriteString(replace("", query[:n])) // a token alone
		}
		out.WriteString(query[n:min(n+1, len(query))])
		query = query[min(n+1, len(query)):]
	}
	return out.String()
}

func shownPath(depth int, path string) string {
	return eachSegment(path, func(before, segment string) string { return shownValue(depth, before, segment, url.PathUnescape) })
}

// eachSegment replaces the parts of a path: what stands between slashes, and the
// values of parameters there.
func eachSegment(path string, replace func(before, segment string) string) string {
	parts := strings.Split(path, "/")
	before := ""
	for i, part := range parts {
		head, rest, has := strings.Cut(part, ";")
		if name, value, ok := strings.Cut(head, "="); ok && value != "" {
			parts[i] = name + "=" + replace(name, value)
		} else if head != "" {
			parts[i] = replace(before, head)
		}
		if has {
			parts[i] += ";" + eachParameter(rest, replace)
		}
		before = head
	}
	return strings.Join(parts, "/")
}

// isSecret reports whether a value is to be hidden, given the name before it.
func isSecret(name, value string, decode func(string) (string, error)) bool {
	if plain, err := decode(name); err == nil {
		name = plain
	}
	if plain, err := decode(value); err == nil {
		value = plain
	}
	return namesSecret(name) || looksSecret(value) || isLogin(value)
}

// Names that say that what follows gives access: by their last word, as in feed_key
// and feedKey but not in Turkey, or by what is written as one word.
var (
	secretWords = []string{"key", "pass", "pwd", "auth", "sig", "sign", "hmac", "hash", "sid", "jwt", "pin", "private",
		"authorization", "bearer", "session", "signature"}
	secretParts = []string{"token", "secret", "passw", "passphrase", "apikey", "accesskey", "authkey", "feedkey", "rsskey", "userkey",
		"oauth", "signature", "credential", "sessid", "sessionid"}
)

func namesSecret(name string) bool {
	words := strings.Fields(spaced(name))
	if len(words) == 0 {
		return false
	}
	whole := strings.Join(words, "")
	return slices.Contains(secretWords, words[len(words)-1]) ||
		slices.ContainsFunc(secretParts, func(part string) bool { return strings.Contains(whole, part) })
}

// spaced returns a name in lower case, with a space between its words.
func spaced(name string) string {
	var out strings.Builder
	small := false // the letter before
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r):
			out.WriteByte(' ')
		case unicode.IsUpper(r) && small:
			out.WriteByte(' ')
			fallthrough
		default:
			out.WriteRune(unicode.ToLower(r))
		}
		small = unicode.IsLower(r)
	}
	return out.String()
}

// shortestToken is how long a run of letters and figures is that nobody writes for
// people: an MD5 or a UUID without its hyphens.
const shortestToken = 32

// looksSecret reports whether a value is a token by its looks.
func looksSecret(value string) bool {
	long := strings.FieldsFunc(value, func(r rune) bool { return r != '-' && !isASCIIWord(r) })
	for _, run := range long {
		if plain := strings.ReplaceAll(run, "-", ""); len(plain) >= shortestToken && strings.Trim(plain, "0123456789abcdefABCDEF") == "" {
			return true
		}
		for word := range strings.SplitSeq(run, "-") {
			if figures := len(word) - len(strings.Map(withoutFigures, word)); len(word) >= shortestToken && figures >= 4 && figures < len(word) {
				return true
			}
		}
	}
	return false
}

// isLogin reports whether a value is the user:password@host of an address whose slashes
// cut it off.
func isLogin(value string) bool {
	user, _, ok := strings.Cut(value, "@")
	return ok && strings.Contains(user, ":") && !strings.Contains(value, "://")
}

func isASCIIWord(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

func withoutFigures(r rune) rune {
	if r >= '0' && r <= '9' {
		return -1
	}
	return r
}
