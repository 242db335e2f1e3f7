package feed

import (
	"net/url"
	"strings"
)

// shownValue returns a value as it may be shown, given the name before it. In an address
// that is a value, of a feed that another site passes on, its own secrets are hidden.
func shownValue(depth int, name, value string, decode func(string) (string, error)) string {
	switch {
	case value == "":
		return value
	case isSecret(name, value, decode):
		return hidden
	}
	inner := innerAddress(value, decode)
	switch {
	case inner == "":
		return value
	case depth == maxDepth:
		return hidden
	case shownURL(inner, depth+1) == inner:
		return value
	}
	shown := value
	for _, secret := range innerSecrets(depth, value, decode) {
		shown = strings.ReplaceAll(shown, secret, hidden)
	}
	if left := innerAddress(shown, decode); left == "" || shownURL(left, depth+1) != left { // written in yet another way
		return hidden
	}
	return shown
}

// innerSecrets returns what shownValue hides within a value, as it is written there and
// as it is meant.
func innerSecrets(depth int, value string, decode func(string) (string, error)) (all []string) {
	inner := innerAddress(value, decode)
	if inner == "" {
		return nil
	}
	if depth == maxDepth {
		return []string{value, inner}
	}
	for _, secret := range secretsOf(inner, depth+1) {
		all = append(all, secret, url.QueryEscape(secret), url.PathEscape(secret))
	}
	return longestFirst(all)
}

// maxDepth is how deep an address within another is looked into: each level takes a
// multiple of the time.
const maxDepth = 3

// innerAddress returns the address that a value is; empty: none.
func innerAddress(value string, decode func(string) (string, error)) string {
	plain, err := decode(value)
	if err != nil || !strings.Contains(plain, "://") {
		return ""
	}
	return plain
}
