package parse

import (
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
)

// kz1048 is the Kazakh standard of 2002 (STRK1048-2002): windows-1251 with Kazakh
// letters where that has those of its neighbours. It can only be written by whoever
// needs it, so only reading is here.
type kz1048 struct{}

var kazakhLetters = map[rune]rune{
	'Ќ': 'Қ', 'ќ': 'қ', 'Ћ': 'Һ', 'ћ': 'һ', 'Ў': 'Ұ', 'ў': 'ұ', 'Ј': 'Ә', 'ј': 'ә', 'Ґ': 'Ө', 'ґ': 'ө',
	'Є': 'Ғ', 'є': 'ғ', 'Ї': 'Ү', 'ї': 'ү', 'Ѕ': 'Ң', 'ѕ': 'ң',
}

// NewDecoder is of encoding.Encoding.
func (kz1048) NewDecoder() *encoding.Decoder {
	letters := runes.Map(func(r rune) rune {
		if k, ok := kazakhLetters[r]; ok {
			return k
		}
		return r
	})
	return &encoding.Decoder{Transformer: transform.Chain(charmap.Windows1251.NewDecoder(), letters)}
}

// NewEncoder is of encoding.Encoding; nothing is written.
func (kz1048) NewEncoder() *encoding.Encoder {
	return &encoding.Encoder{Transformer: transform.Discard}
}

// lookup returns the encoding that a label names, and its name; nil: none.
func lookup(label string) (encoding.Encoding, string) {
	label = strings.TrimSpace(label)
	switch strings.ToLower(label) {
	case "kz-1048", "kz1048", "rk1048", "strk1048-2002":
		return kz1048{}, "kz-1048"
	}
	return charset.Lookup(label)
}
