package words

import "unicode/utf8"

// AppendPlain appends a folded word with the letters that only Kazakh has as
// people write them where the keyboard has none: қ as к, ғ as г, ң as н, ө as о, ұ
// and ү as у, і as и, ә as а, һ as х. ok is false, and nothing appended, for a word
// without such letters.
func AppendPlain(dst []byte, form string) (out []byte, ok bool) {
	from := 0
	for i, r := range form {
		if p := plain(r); p != r {
			dst = append(dst, form[from:i]...)
			dst = utf8.AppendRune(dst, p)
			from, ok = i+utf8.RuneLen(r), true
		}
	}
	if ok {
		dst = append(dst, form[from:]...)
	}
	return dst, ok
}

func plain(r rune) rune {
	switch r {
	case 'қ':
		return 'к'
	case 'ғ':
		return 'г'
	case 'ң':
		return 'н'
	case 'ө':
		return 'о'
	case 'ұ', 'ү':
		return 'у'
	case 'і':
		return 'и'
	case 'ә':
		return 'а'
	case 'һ':
		return 'х'
	}
	return r
}

// isKazakh reports whether a folded word has a letter that only Kazakh has.
func isKazakh(form string) bool {
	for _, r := range form {
		if plain(r) != r {
			return true
		}
	}
	return false
}

// Plain returns a second stem under which a word of a story is found, or an empty
// text: its Kazakh stem as it would be written without the letters that only
// Kazakh has. So a query for кала finds қаланың, while one for қала does not find
// кала. Words with such letters have it always; of another word it is only right
// where the text is known to be Kazakh, as ауыл of ауылда. A name known in both
// spellings needs none.
func (s Stemmer) Plain(form string) (stem string, always bool) {
	if len(form) > longestStemmed || len(form) == 0 || form[0] < utf8.RuneSelf {
		return "", false
	}
	stem = Kazakh(form)
	var buf [2 * longestStemmed]byte
	if out, ok := AppendPlain(buf[:0], stem); ok {
		stem = string(out)
	}
	if stem = s.Stem(stem); stem == s.Stem(form) {
		return "", false
	}
	return stem, isKazakh(form)
}
