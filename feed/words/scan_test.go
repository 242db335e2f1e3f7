package words

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// isPlain must hold of nothing that is not in NFKC, in whatever company.
func TestPlainTextsAreInNFKC(t *testing.T) {
	plain := 0
	for r := rune(1); r < 0x3000; r++ {
		for _, other := range []rune{'a', 'и', 'é', 0x306, 0x301, 0x483} {
			for _, text := range []string{string([]rune{r, other}), string([]rune{other, r})} {
				if isPlain(text) {
					if plain++; !norm.NFKC.IsNormalString(text) {
						t.Errorf("%+q is not in NFKC", text)
					}
				}
			}
		}
	}
	if plain < 1000 {
		t.Errorf("%d texts are plain, want a thousand", plain)
	}
	for _, text := range []string{"\xd0", "\xc3", "a\xe2\x80", "\xc2", "\xff", "\xd2\x83"} {
		if isPlain(text) {
			t.Errorf("%+q is taken for plain", text)
		}
	}
	if text := "«Ту-154» – — ‘it’s’ “é” Қазақстан"; !isPlain(text) {
		t.Errorf("%q is not plain", text)
	}
}

// plainWord must find what next does, and mostly find something.
func TestPlainWordsAreThoseOfTheGeneralRules(t *testing.T) {
	pieces := strings.Split("a|I|it|the|minister|US|U.S.|J. K. |C++|C#|.NET|ASP.NET|AT&T|don't|Minister’s|10|000|10,000|3.5|x2|"+
		"я|и|он|министра|Қазақстан|ең|ёлка|҈а|а҈|é|cafe\u0301|Türkiye|東京|"+
		" | | | | |\n|, |. |.|,|: |-|–| — |!|?|(|)|\u00ad|'|’|&|+|#|*|\"|/|\xd2|\xff", "|")
	random, plain, all := rand.New(rand.NewPCG(1, 2)), 0, 0
	for range 20_000 {
		var b strings.Builder
		for range 1 + random.IntN(12) {
			b.WriteString(pieces[random.IntN(len(pieces))])
			if random.IntN(2) == 0 {
				b.WriteByte(' ')
			}
		}
		text := b.String()
		if random.IntN(2) == 0 {
			text = Normal(text, 1000)
		}
		fast, general := NewScanner(text), NewScanner(text)
		var words []Word
		for {
			if _, end := plainWord(text, fast.at); end > 0 {
				plain++
			}
			got, gotLinked, gotOK := fast.Next()
			want, wantLinked, wantOK := general.next()
			if got != want || gotLinked != wantLinked || gotOK != wantOK {
				t.Fatalf("%q: next word is %v (linked: %t, ok: %t), want %v (%t, %t)", text, got, gotLinked, gotOK, want, wantLinked, wantOK)
			}
			if !wantOK {
				break
			}
			words = append(words, Word{want, wantLinked})
			all++
		}
		if got := NewScanner(text).Append(nil); !slices.Equal(got, words) {
			t.Fatalf("%q: all words are %v, want %v", text, got, words)
		}
	}
	if plain < 5000 {
		t.Errorf("%d of %d words are plain: too few to tell", plain, all)
	}
}
