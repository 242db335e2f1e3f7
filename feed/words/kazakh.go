package words

import "slices"

// Kazakh returns a folded word of a Kazakh text without the endings of a noun: a
// case, whose it is, and the plural, each once at most, in the order in which the
// language adds them (бала-лар-ы-ның). Other words it returns as they are.
//
// It takes off what grammar lets stand there and nothing else. An ending agrees
// with the last vowel before it, back or front, and its first consonant with the
// sound before it; three letters are left, but for a few words that have two. What
// makes another word of a word stays: -лық, -шы, -сыз, -лы, -ым, all of a verb.
// So do "my" and "thy", as words of all kinds end like that (әлем, білім, жаңа).
//
// A final ы or і goes, whether it is "his" or the word's own, as nothing tells
// them apart; and a final б, г or ғ becomes п, к or қ, which is how a word ends
// that has it before "his" (мектеп, мектебі). A stem is no word for people then, as
// with the other stemmers. kazakh_whole.go has the words that look as if they had
// an ending and would be mistaken for others.
func Kazakh(form string) string {
	if len(form) > longestStemmed {
		return form
	}
	var buf [longestStemmed]rune
	w := kazakhWord(buf[:0])
	for _, r := range form {
		if !isCyrillic(r) {
			return form
		}
		w = append(w, r)
	}
	for _, strip := range [...]func(kazakhWord) kazakhWord{
		kazakhWord.withoutCase, kazakhWord.withoutOwner, kazakhWord.withoutPlural, kazakhWord.withoutVowel,
	} {
		if w.isWhole() {
			return string(w)
		}
		w = strip(w)
	}
	if full, ok := restored[string(w)]; ok {
		return full
	}
	return string(w.devoiced())
}

// A kazakhWord is a folded word, or what is left of it.
type kazakhWord []rune

// without returns the word without an ending of n letters, and whether what is
// left can be a word.
func (w kazakhWord) without(n int) (kazakhWord, bool) {
	if len(w)-n < shortestKazakh-1 {
		return w, false
	}
	stem := w[:len(w)-n]
	if len(stem) < shortestKazakh && !short[string(stem)] {
		return w, false
	}
	return stem, true
}

const shortestKazakh = 3 // letters of a stem

// An ending of a group, as it is after back and after front vowels.
type ending struct {
	back, front []rune
	after       sound
	sharesN     bool // its -н may be the word's, which has the ending without it then
}

func end(back, front string, after sound) ending {
	return ending{back: []rune(back), front: []rune(front), after: after}
}

func sharing(e ending) ending {
	e.sharesN = true
	return e
}

// The endings of each group, the longest first.
var (
	cases = []ending{
		sharing(end("ндағы", "ндегі", owned)),
		end("дағы", "дегі", vowel|glide|nasal|buzz),
		end("тағы", "тегі", hard),
		end("ның", "нің", vowel|nasal|owned), end("дың", "дің", glide|buzz), end("тың", "тің", hard),
		end("нан", "нен", nasal|owned), end("дан", "ден", vowel|glide|buzz), end("тан", "тен", hard),
		sharing(end("нда", "нде", owned)), end("да", "де", vowel|glide|nasal|buzz), end("та", "те", hard),
		end("мен", "мен", vowel|glide|nasal|owned), end("бен", "бен", buzz), end("пен", "пен", hard),
		end("на", "не", owned), end("ға", "ге", vowel|glide|nasal|buzz), end("қа", "ке", hard),
		sharing(end("ны", "ні", vowel)), end("ды", "ді", glide|nasal|buzz), end("ты", "ті", hard),
	}
	owners = []ending{
		end("ымыз", "іміз", glide|nasal|buzz|hard), end("ыңыз", "іңіз", glide|nasal|buzz|hard),
		end("мыз", "міз", vowel), end("ңыз", "ңіз", vowel),
	}
	ownedObjects = []ending{ // how a word ends that is "his" and an object
		end("ларын", "лерін", 0), end("дарын", "дерін", 0), end("тарын", "терін", 0),
		end("лығын", "лігін", 0), end("дығын", "дігін", 0), end("тығын", "тігін", 0),
	}
	plurals = []ending{
		end("лар", "лер", vowel|flowing), end("дар", "дер", lateral|nasal|buzz), end("тар", "тер", hard),
	}
)

// withoutCase takes off a case, or "that is at".
func (w kazakhWord) withoutCase() kazakhWord {
	if stem, ok := w.withoutOwnedObject(); ok {
		return stem
	}
	for _, e := range cases {
		stem, ok := w.ended(e)
		if ok && !(e.sharesN && withN[string(w[:len(stem)+1])]) {
			return stem // алты-нда, but алтын-да
		}
	}
	return w
}

// withoutOwnedObject takes off the -н of "his" as an object, where it is not part
// of the word: ойын is a game, балаларын, қаласын and тәуелсіздігін are not.
func (w kazakhWord) withoutOwnedObject() (kazakhWord, bool) {
	for _, e := range ownedObjects {
		for _, with := range [...]kazakhWord{e.back, e.front} {
			if _, ok := w.cut(with); ok {
				return w.without(1)
			}
		}
	}
	if n := len(w); n > 0 && w[n-1] == 'н' && w[:n-1].isThirds() {
		return w.without(1)
	}
	return w, false
}

// withoutOwner takes off whose it is: his, our or your.
func (w kazakhWord) withoutOwner() kazakhWord {
	for _, e := range owners {
		if stem, ok := w.ended(e); ok {
			return stem
		}
	}
	if w.isThirds() {
		if stem, ok := w.without(2); ok {
			return stem
		}
	}
	return w.withoutVowel()
}

// isThirds reports whether the word ends with the -сы, -сі of "his" after a vowel.
// After ы and і it is a word in -с as a rule (жұмыс, табыс), but for -шы, who does
// something; and so it is with the words of withS.
func (w kazakhWord) isThirds() bool {
	n := len(w)
	if n < 3 || w[n-2] != 'с' || !w[:n-2].agrees(w[n-1] == 'ы', w[n-1] == 'і') {
		return false
	}
	if n-2 < shortestKazakh {
		return false
	}
	switch w[n-3] {
	case 'а', 'ә', 'е', 'о', 'ө', 'я', 'э':
		return !withS[string(w[:n-1])]
	case 'ы', 'і':
		return w[n-4] == 'ш'
	}
	return false
}

// withoutPlural takes off the plural.
func (w kazakhWord) withoutPlural() kazakhWord {
	for _, e := range plurals {
		if stem, ok := w.ended(e); ok {
			return stem
		}
	}
	return w
}

// withoutVowel takes off a final ы or і.
func (w kazakhWord) withoutVowel() kazakhWord {
	n := len(w)
	if n < 3 || soundOf(w[n-2])&vowel != 0 || !w[:n-1].agrees(w[n-1] == 'ы', w[n-1] == 'і') {
		return w
	}
	stem, _ := w.without(1)
	return stem
}

// ended returns the word without the ending, and whether it may have it.
func (w kazakhWord) ended(e ending) (kazakhWord, bool) {
	_, back := w.cut(e.back)
	_, front := w.cut(e.front)
	if !back && !front {
		return w, false
	}
	stem, ok := w.without(len(e.back))
	if !ok || !stem.agrees(back, front) || stem.sound()&e.after == 0 {
		return w, false
	}
	return stem, true
}

// cut returns the word without its last letters, if these are the ending.
func (w kazakhWord) cut(ending []rune) (kazakhWord, bool) {
	n := len(w) - len(ending)
	if n <= 0 || !slices.Equal(w[n:], ending) {
		return w, false
	}
	return w[:n], true
}

// devoiced returns the word with its last consonant as it is at the end of a word.
// After another consonant it stays: жылғы is "of the year" and жылқы a horse.
func (w kazakhWord) devoiced() kazakhWord {
	if len(w) < 2 || soundOf(w[len(w)-2])&vowel == 0 {
		return w
	}
	last := &w[len(w)-1]
	switch *last {
	case 'б':
		*last = 'п'
	case 'г':
		*last = 'к'
	case 'ғ':
		*last = 'қ'
	}
	return w
}
