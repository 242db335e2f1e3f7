package words

import (
	"strings"
	"unicode/utf8"
)

// surname returns the stem of a folded word that is a surname by its ending: one that
// nothing but surnames has, in Kazakh and its neighbours, Ukrainian, Georgian and
// Turkish.
//
//	Orazbayev, Orazbaev = Оразбаев, Оразбаева, Оразбаевым, Оразбаевтан
//	Shevchenko = Шевченко
//
// A plain -ov or -in is not among them: of the Russian words with such an ending
// half are no names (вопросов, магазин). The stem is in Latin letters, written so
// that the usual ways to transliterate agree: see appendSound.
func surname(form string) (stem string, ok bool) {
	if len(form) > longestStemmed || len(form) < shortestSurname {
		return "", false
	}
	if form[0] < utf8.RuneSelf {
		return latinSurname(form)
	}
	return cyrillicSurname(form)
}

const (
	shortestSurname = 6 // bytes
	shortestHead    = 2 // letters before the ending
	shortestHeadOf  = 5 // before one that ordinary words may have, as "truly"
)

// A surnameEnding is one kind of ending.
type surnameEnding struct {
	latin, cyrillic []string // as people write it
	declined        bool     // in Russian
	common          bool     // ordinary words may have it in Latin
}

var surnameEndings = [...]surnameEnding{
	{latin: []string{"bayev", "baev", "baiev"}, cyrillic: []string{"баев"}, declined: true},
	{latin: []string{"bekov"}, cyrillic: []string{"беков"}, declined: true},
	{latin: []string{"aliyev", "aliev"}, cyrillic: []string{"алиев", "әлиев"}, declined: true},
	{latin: []string{"zhanov", "janov"}, cyrillic: []string{"жанов"}, declined: true},
	{latin: []string{"khanov", "hanov"}, cyrillic: []string{"ханов"}, declined: true},
	{latin: []string{"enko"}, cyrillic: []string{"енко"}},
	{latin: []string{"shvili"}, cyrillic: []string{"швили"}},
	{latin: []string{"idze", "adze"}, cyrillic: []string{"идзе", "адзе"}},
	{latin: []string{"uly"}, cyrillic: []string{"ұлы"}, common: true},
	{latin: []string{"kyzy", "qyzy"}, cyrillic: []string{"қызы", "кызы"}},
	{latin: []string{"oglu", "ogly"}, cyrillic: []string{"оглу", "оглы"}, common: true},
}

// lastOfSurnames are the last letters of the endings.
const (
	lastInLatin    = "voieyu"
	lastInCyrillic = "воиеыу"
)

// latinSurname reads a word in Latin letters.
func latinSurname(form string) (string, bool) {
	base := form
	if strings.HasSuffix(form, "va") {
		base = form[:len(form)-1]
	}
	if strings.IndexByte(lastInLatin, base[len(base)-1]) < 0 {
		return "", false
	}
	for i := range surnameEndings {
		e := &surnameEndings[i]
		if base != form && !e.declined {
			continue
		}
		shortest := shortestHead
		if e.common {
			shortest = shortestHeadOf
		}
		for _, end := range e.latin {
			if head, ok := strings.CutSuffix(base, end); ok && len(head) >= shortest && within(head, 'a', 'z') {
				return sounded(head, e), true
			}
		}
	}
	return "", false
}

// cyrillicSurname reads a word in Cyrillic letters.
func cyrillicSurname(form string) (string, bool) {
	base := form
	for range longestCase + 1 {
		last, n := utf8.DecodeLastRuneInString(base)
		if strings.ContainsRune(lastInCyrillic, last) {
			if stem, ok := cyrillicSurnameOf(base, form[len(base):]); ok {
				return stem, true
			}
		}
		base = base[:len(base)-n]
	}
	return "", false
}

// cyrillicSurnameOf reads a surname and what may be its case.
func cyrillicSurnameOf(base, ending string) (string, bool) {
	for i := range surnameEndings {
		e := &surnameEndings[i]
		for _, end := range e.cyrillic {
			head, ok := strings.CutSuffix(base, end)
			if !ok || len(head) < 2*shortestHead {
				continue
			}
			if ending == "" || e.declined && russianCases[ending] || kazakhCases[ending] {
				return sounded(head, e), true
			}
		}
	}
	return "", false
}

// What may follow a surname.
var (
	russianCases = set("а у ым е ой ы ых ыми")
	kazakhCases  = set("тың тің қа ке ты ті та те тан тен пен тағы тегі ның нің ға ге ны ні на не да де дан ден мен нда нде нан нен")
)

const longestCase = 4 // letters

// sounded returns the stem of a surname by what stands before its ending.
func sounded(head string, e *surnameEnding) string {
	var buf [2 * longestStemmed]byte
	out := buf[:0]
	for i, r := range head {
		out = appendSound(out, r, head[i+utf8.RuneLen(r):])
	}
	return capitalised(string(collapsed(out)) + e.latin[0])
}

// appendSound appends a letter of a surname, before rest, as it sounds, roughly:
// kh is h, q is k, zh, dzh and dj are j, w is v; y, ы, и and і are i, which is
// left out beside another vowel (Ayezov, Auezov); ь, ъ and ' are nothing.
func appendSound(dst []byte, r rune, rest string) []byte {
	switch r {
	case 'h':
		if len(dst) > 0 && strings.IndexByte("kgzsc", dst[len(dst)-1]) >= 0 {
			last := &dst[len(dst)-1]
			switch *last {
			case 'k':
				*last = 'h'
			case 'z':
				*last = 'j'
				if n := len(dst); n > 1 && dst[n-2] == 'd' {
					dst = append(dst[:n-2], 'j')
				}
			case 's', 'c':
				*last = 'x' // sh and ch are told apart by nobody's keyboard, щ least
			}
			return dst
		}
	case 'j':
		if n := len(dst); n > 0 && dst[n-1] == 'd' {
			dst = dst[:n-1]
		}
	}
	if r < utf8.RuneSelf {
		switch r {
		case 'q':
			r = 'k'
		case 'w':
			r = 'v'
		case 'y':
			r = 'i'
		}
		return append(dst, byte(r))
	}
	if r == 'ж' {
		if n := len(dst); n > 0 && dst[n-1] == 'd' {
			dst = dst[:n-1]
		}
	}
	return append(dst, cyrillicSounds[r]...)
}

var cyrillicSounds = map[rune]string{
	'а': "a", 'ә': "a", 'б': "b", 'в': "v", 'г': "g", 'ғ': "g", 'д': "d", 'е': "e", 'э': "e", 'ж': "j", 'з': "z",
	'и': "i", 'й': "i", 'ы': "i", 'і': "i", 'к': "k", 'қ': "k", 'л': "l", 'м': "m", 'н': "n", 'ң': "n", 'о': "o", 'ө': "o",
	'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ұ': "u", 'ү': "u", 'ф': "f", 'х': "h", 'һ': "h", 'ц': "ts",
	'ч': "x", 'ш': "x", 'щ': "x", 'ю': "iu", 'я': "ia", 'є': "e", 'ї': "i", 'ґ': "g",
}

// collapsed leaves out a letter that repeats the one before, and an i beside
// another vowel.
func collapsed(sounds []byte) []byte {
	out := sounds[:0]
	for i, c := range sounds {
		if n := len(out); n > 0 && out[n-1] == c {
			continue
		}
		if c == 'i' && (len(out) > 0 && isVowel(out[len(out)-1]) || i+1 < len(sounds) && isVowel(sounds[i+1])) {
			continue
		}
		out = append(out, c)
	}
	return out
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
