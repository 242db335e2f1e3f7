package group

import (
	"strings"
	"unicode"

	"newsbot/feed"
)

// A language is one whose stories are compared by what they say, or other.
type language string

const (
	english language = "en"
	russian language = "ru"
	other   language = ""
)

// notRussian are letters that tell other languages in Cyrillic from Russian.
const notRussian = "әғқңөұүһіїєґўљњћђџј"

// languageOf tells the language of a text, by its letters first: what feeds
// declare is often what their software was delivered with. Latin letters are
// English unless something else is declared that is written in them.
func languageOf(s *feed.Story, text string) language {
	latin, cyrillic, foreign := 0, 0, 0
	for _, r := range text {
		switch {
		case r < 'A':
		case r < 0x250:
			latin++
		case unicode.Is(unicode.Cyrillic, r):
			if cyrillic++; strings.ContainsRune(notRussian, unicode.ToLower(r)) {
				foreign++
			}
		case unicode.IsLetter(r):
			foreign++
		}
	}
	if foreign*20 > latin+cyrillic {
		return other
	}
	if cyrillic > latin {
		return russian
	}
	switch declared, _, _ := strings.Cut(strings.ToLower(s.Language), "-"); declared {
	case "", "en", "ru", "kk":
		return english
	}
	return other
}
