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
	kazakh  language = "kk"
	other   language = ""
)

// Letters that tell languages in Cyrillic apart. Kazakh has those of its own in
// every other word, and both і and қ or ғ: Ukrainian has but the one, Kyrgyz, Tatar
// and Uzbek have neither or the others, and letters that Kazakh lacks.
const (
	notRussian = "әғқңөұүһіїєґўљњћђџјҗҳҷӣӯҡҙҫӑӗ"
	notKazakh  = "їєґўљњћђџјҗҳҷӣӯҡҙҫӑӗ"
)

// languageOf tells the language of a text, by its letters first: what feeds
// declare is often what their software was delivered with. Latin letters are
// English unless something else is declared that is written in them.
func languageOf(s *feed.Story, text string) language {
	latin, cyrillic, foreign := 0, 0, 0
	var i, q, alien bool // of the foreign letters: і; қ or ғ; one that is not Kazakh
	for _, r := range text {
		switch {
		case r < 'A':
		case r < 0x250:
			latin++
		case unicode.Is(unicode.Cyrillic, r):
			r = unicode.ToLower(r)
			if cyrillic++; strings.ContainsRune(notRussian, r) {
				foreign++
			}
			i, q = i || r == 'і', q || r == 'қ' || r == 'ғ'
			alien = alien || strings.ContainsRune(notKazakh, r)
		case unicode.IsLetter(r):
			foreign++
		}
	}
	if foreign*20 > latin+cyrillic {
		if i && q && !alien && foreign <= cyrillic {
			return kazakh
		}
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
