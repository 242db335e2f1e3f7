package parse

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

var (
	tag       = regexp.MustCompile(`<[^<>]*>`)
	reference = regexp.MustCompile(`&#?[A-Za-z0-9]{1,10};`)
)

const (
	maxDetected = 256 << 10 // bytes that are looked at
	fewBytes    = 3         // so many beyond ASCII say nothing of an encoding
)

// detect guesses an encoding from the letters alone: markup is ASCII and drowns
// them. Of what the statistics allow it takes the likeliest that makes sense.
func detect(b []byte, bad int) encoding.Encoding {
	western, _ := charset.Lookup("windows-1252") // every byte of it is a letter
	if bad <= fewBytes {
		return western
	}
	sample := reference.ReplaceAll(tag.ReplaceAll(b[:min(len(b), maxDetected)], []byte(" ")), []byte(" "))
	found, err := chardet.NewTextDetector().DetectAll(sample)
	if err != nil {
		return western
	}
	var candidates []encoding.Encoding
	for _, f := range found {
		if enc := encodingOf(f.Charset); enc != nil && f.Confidence >= found[0].Confidence/2 {
			candidates = append(candidates, enc)
		}
	}
	// Those of old machines, which the statistics do not know.
	candidates = append(candidates, charmap.CodePage866, charmap.MacintoshCyrillic)
	best, disorder := western, 2.0
	for _, enc := range candidates {
		d := garbled(decodeWith(enc, sample))
		if d < maxGarbled/4 {
			return enc
		}
		if d < disorder {
			best, disorder = enc, d
		}
	}
	return best
}

// encodingOf returns the encoding that the detector means.
func encodingOf(name string) encoding.Encoding {
	switch name {
	case "KOI8-R":
		return charmap.KOI8U // the same, but for letters of Ukrainian where the other has lines of boxes
	case "GB-18030":
		name = "gb18030"
	case "ISO-8859-1":
		name = "windows-1252"
	}
	enc, label := charset.Lookup(name)
	if enc == nil || label == "utf-8" || label == "replacement" || strings.HasPrefix(label, "utf-16") {
		return nil
	}
	return enc
}

// maxGarbled is the part of the words beyond ASCII that may look like the work of a
// wrong encoding before it is held to be one.
const maxGarbled = 0.3

// garbled returns which part of the words with letters beyond ASCII no language
// writes: signs inside a word, capitals after small letters, two alphabets in
// one word, accents on every letter.
func garbled(s string) float64 {
	words, wrong := 0, 0
	for word := range strings.FieldsFuncSeq(cutBytes(s, maxDetected), func(r rune) bool { return r <= '@' }) {
		if isASCII(word) {
			continue
		}
		words++
		if isGarbled(word) {
			wrong++
		}
	}
	if words == 0 {
		return 0
	}
	return float64(wrong) / float64(words)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isGarbled(word string) bool {
	var latin, accented, cyrillic, run, letters int // cyrillic: Greek as well
	var before rune
	sign := false // a sign follows a letter
	for _, r := range word {
		switch {
		case r == unicode.ReplacementChar, r >= 0x80 && r < 0xA0, r >= 0x2500 && r < 0x25A0, r >= 0xFF61 && r <= 0xFF9F && letters == 0:
			return true
		case !unicode.IsLetter(r) && !unicode.IsMark(r):
			if r >= 0xA0 && !strings.ContainsRune("’‘–—·…«»“”„\u00A0\u00AD", r) && r < 0x2E80 {
				sign = before != 0
			}
			continue
		}
		if sign {
			return true
		}
		if unicode.IsUpper(r) && unicode.IsLower(before) && r > 0x7F && before > 0x7F {
			return true
		}
		letters++
		switch {
		case r < 0x80:
			latin, run = latin+1, 0
		case r < 0x250:
			accented++
			if run++; run > 2 {
				return true
			}
		case unicode.Is(unicode.Cyrillic, r), unicode.Is(unicode.Greek, r):
			cyrillic++
		}
		before = r
	}
	return cyrillic > 0 && accented+latin > 0
}
