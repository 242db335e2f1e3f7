package index

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"

	"newsbot/feed/words"
)

const (
	surfaceSets  = 1 << 15
	surfaceWays  = 4  // words a set
	shortSurface = 16 // bytes of a word that are compared as they are
)

// A surface is a word as it was written, with its terms. The key of one of up to 16
// bytes is the word itself, of a longer one two hashes of secret seeds.
type surface struct {
	key   [2]uint64
	size  uint16 // in bytes
	joint bool   // a hyphenated word, read as one
	lexeme
}

// A lexeme is what there is to know of a word.
type lexeme struct {
	kazakh bool    // plain is only right where the story is Kazakh
	heads  [2]head // of its form, and of that as it is spelt without letters of Kazakh
	stem   termID  // 0: no word
	plain  termID  // the second stem, see words.Stemmer.Plain, or 0
}

// surfaces are the words met lately. Each has its place in one set, where the one met
// last comes first; so the common words are found at once, and a story of made-up
// words costs no more than reading them.
type surfaces struct {
	sets    []surfaceSet
	mix     [2]uint64
	seeds   [2]maphash.Seed
	stemmer words.Stemmer
	form    []byte
}

type surfaceSet [surfaceWays]surface

func newSurfaces() surfaces {
	return surfaces{
		sets:    make([]surfaceSet, surfaceSets),
		mix:     [2]uint64{rand.Uint64() | 1, rand.Uint64() | 1},
		seeds:   [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		stemmer: words.NewStemmer(),
	}
}

// masks are what is left of 16 bytes of which n are a word.
var masks = func() (m [shortSurface + 1][2]uint64) {
	for n := range m {
		m[n] = [2]uint64{1<<(8*min(n, 8)) - 1, 1<<(8*max(n-8, 0)) - 1}
	}
	return m
}()

// keyOf returns the key of the word text[start:end], after which text goes on for 16
// bytes.
func (s *surfaces) keyOf(text []byte, start, end int32) [2]uint64 {
	n := end - start
	if n > shortSurface {
		return [2]uint64{maphash.Bytes(s.seeds[0], text[start:end]), maphash.Bytes(s.seeds[1], text[start:end])}
	}
	w, m := text[start:start+shortSurface], &masks[n]
	return [2]uint64{binary.LittleEndian.Uint64(w) & m[0], binary.LittleEndian.Uint64(w[8:]) & m[1]}
}

func (s *surfaces) setOf(key [2]uint64) *surfaceSet {
	hi, lo := bits.Mul64(key[0]^s.mix[1], s.mix[0])
	hi2, lo2 := bits.Mul64(key[1]^s.mix[0], s.mix[1])
	return &s.sets[(hi^lo^hi2^lo2)%surfaceSets]
}

// surface returns the word text[start:end], after which text goes on for 16 bytes. The
// next call may change it, and then its terms may be gone and be others: never ones
// that a query holds, so that it does no harm to have met them.
func (x *Index) surface(text []byte, start, end int32, joint bool) *surface {
	key, size := x.surfaces.keyOf(text, start, end), uint16(end-start)
	set := x.surfaces.setOf(key)
	first := &set[0]
	if first.key == key && first.size == size && first.joint == joint && first.stem != 0 {
		return first
	}
	for i := 1; i < surfaceWays; i++ {
		if s := set[i]; s.key == key && s.size == size && s.joint == joint && s.stem != 0 {
			copy(set[1:i+1], set[:i])
			set[0] = s
			return first
		}
	}
	if last := set[surfaceWays-1]; last.stem != 0 {
		x.release(last.stem)
		if last.plain != 0 {
			x.release(last.plain)
		}
	}
	copy(set[1:], set[:surfaceWays-1])
	*first = surface{key, size, joint, x.learn(text[start:end], joint)}
	return first
}

// learn computes what there is to know of a word.
func (x *Index) learn(word []byte, joint bool) lexeme {
	form := x.fold(word, joint)
	stemmer := x.surfaces.stemmer
	l := lexeme{stem: x.hold(stem, stemmer.Stem(form))}
	l.heads[0] = headOf(form)
	l.heads[1] = l.heads[0]
	if spelt, ok := words.AppendPlain(nil, form); ok {
		l.heads[1] = headOf(string(spelt))
	}
	if plain, always := stemmer.Plain(form); plain != "" {
		l.plain, l.kazakh = x.hold(stem, plain), !always
	}
	return l
}

// fold returns the folded form of a word, or of the parts of a hyphenated one run
// together.
func (x *Index) fold(word []byte, joint bool) string {
	text, w := string(word), x.surfaces.form[:0]
	if joint {
		parts := words.NewScanner(text)
		for s, _, ok := parts.Next(); ok; s, _, ok = parts.Next() {
			w = words.AppendFolded(w, text[s.Start:s.End])
		}
	} else {
		w = words.AppendFolded(w, text)
	}
	x.surfaces.form = w
	return string(w)
}
