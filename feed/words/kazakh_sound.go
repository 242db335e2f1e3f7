package words

// A sound is what the consonant of a Kazakh ending agrees with: how the word
// before it ends.
type sound uint8

const (
	vowel   sound = 1 << iota
	flowing       // р, й, у
	lateral       // л
	nasal         // м, н, ң
	buzz          // з, ж
	hard          // voiceless, or voiceless at the end of a word
	owned         // the ы or і of "his", or a vowel that looks like it

	glide = flowing | lateral
)

// sound is how the word ends. A soft sign is not heard.
func (w kazakhWord) sound() sound {
	for n := len(w); n > 0; n-- {
		if w[n-1] != 'ь' {
			return soundOf(w[n-1])
		}
	}
	return 0
}

func soundOf(r rune) sound {
	switch r {
	case 'ы', 'і':
		return vowel | owned
	case 'а', 'ә', 'е', 'ё', 'и', 'о', 'ө', 'ұ', 'ү', 'э', 'я':
		return vowel
	case 'р', 'й', 'у', 'ю':
		return flowing
	case 'л':
		return lateral
	case 'м', 'н', 'ң':
		return nasal
	case 'з', 'ж':
		return buzz
	}
	return hard
}

// agrees reports whether an ending with a back, or with a front vowel may follow.
// The last vowel decides; и, and у inside of a word, are of both kinds, as words
// from other languages have them; a final у or ю is the ending of a verb, so the
// vowel before it decides; after a soft sign and names in -ев both are written.
// Words with a final к or г are from other languages where their vowel is back, and
// have front endings: банктің, Нью-Йоркте.
func (w kazakhWord) agrees(back, front bool) bool {
	if n := len(w); n > 0 && (w[n-1] == 'к' || w[n-1] == 'г') && front {
		return true
	}
	for i := len(w) - 1; i >= 0; i-- {
		switch w[i] {
		case 'а', 'о', 'ұ', 'ы', 'я', 'ё':
			return back
		case 'е':
			return front || back && i == len(w)-2 && w[i+1] == 'в' // Тоқаевтың
		case 'ә', 'ө', 'ү', 'і', 'э':
			return front
		case 'у', 'ю':
			if i < len(w)-1 {
				return back || front
			}
		case 'и', 'ь':
			return back || front
		}
	}
	return len(w) > 0 && w[len(w)-1] == 'у' && (back || front)
}
