package index

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"

	"newsbot/feed/words"
)

const (
	surfaceBits  = 15
	surfaceSets  = 1 << surfaceBits
	surfaceWays  = 4  // words a set, as many as fit into a line of the processor's cache
	shortSurface = 16 // bytes of a word that are hashed here
)

// A surface is a word as it was written, with what there is to know of it. It is known
// by 40 bits of a hash with a secret seed: among ten million words, one is taken for
// another with a probability of 1 in 10,000.
type surface struct {
	hash uint64 // the upper 40 bits; in the lower ones the heads of its form, and of that spelt plain
	stem termID // 0: the slot is empty
	more uint32 // the second stem, see words.Stemmer.Plain, or 0; with kazakhOnly
}

const (
	kazakhOnly = 1 << 31 // the second stem is right only where the story is Kazakh
	headBits   = 12
	hashMask   = ^uint64(1<<(2*headBits) - 1)
)

func (s *surface) plain() termID    { return s.more & maxTerms }
func (s *surface) kazakhOnly() bool { return s.more&kazakhOnly != 0 }
func (s *surface) heads() (a, b head) {
	return head(s.hash >> headBits % heads), head(s.hash % heads)
}

// surfaces are the words met lately. Each has its place in one of two sets, the second
// where the first is full. In a set those met lately come first, so the common words are
// found at once; and a story of made-up words costs no more than reading them.
type surfaces struct {
	sets    []surfaceSet
	mix     [2]uint64
	seed    maphash.Seed
	stemmer words.Stemmer
	form    []byte
}

type surfaceSet [surfaceWays]surface

func newSurfaces() surfaces {
	return surfaces{
		sets:    make([]surfaceSet, surfaceSets),
		mix:     [2]uint64{rand.Uint64(), rand.Uint64()},
		seed:    maphash.MakeSeed(),
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

// hash returns the hash of the word text[start:end], after which text goes on for 16
// bytes. No word has a byte of 0.
func (s *surfaces) hash(text []byte, start, end int32) uint64 {
	w, m := text[start:start+shortSurface], &masks[end-start]
	a := binary.LittleEndian.Uint64(w)&m[0] ^ s.mix[0]
	b := binary.LittleEndian.Uint64(w[8:])&m[1] ^ s.mix[1]
	hi, lo := bits.Mul64(a, b)
	hi, lo = bits.Mul64(hi^lo^s.mix[1], a^0x9E3779B97F4A7C15)
	return hi ^ lo
}

// surface returns a word of the part. Later its terms may be gone and be others: never
// ones that a query holds, so that it does no harm to have met them.
func (x *Index) surface(at words.Span) surface {
	var hash uint64
	if at.End-at.Start <= shortSurface {
		hash = x.surfaces.hash(x.text, at.Start, at.End)
	} else {
		hash = maphash.Bytes(x.surfaces.seed, x.text[at.Start:at.End])
	}
	if first := &x.surfaces.sets[hash%surfaceSets][0]; (first.hash^hash)&hashMask == 0 && first.stem != 0 {
		return *first
	}
	return x.lookUp(hash, at, false)
}

// compound returns a hyphenated word of the part, read as one.
func (x *Index) compound(at words.Span) surface {
	const other = 0xA5A5_5A5A_0F0F_F0F0 // than the hash of the same letters as a word
	return x.lookUp(maphash.Bytes(x.surfaces.seed, x.text[at.Start:at.End])^other, at, true)
}

func (x *Index) lookUp(hash uint64, at words.Span, whole bool) surface {
	set := &x.surfaces.sets[hash%surfaceSets]
	if s := set.find(hash); s != nil {
		return *s
	}
	if set[surfaceWays-1].stem != 0 { // full
		set = &x.surfaces.sets[hash>>(64-surfaceBits)]
		if s := set.find(hash); s != nil {
			return *s
		}
	}
	if last := set[surfaceWays-1]; last.stem != 0 {
		x.release(last.stem)
		if last.plain() != 0 {
			x.release(last.plain())
		}
	}
	copy(set[1:], set[:surfaceWays-1])
	set[0] = x.learn(x.text[at.Start:at.End], whole)
	set[0].hash |= hash & hashMask
	return set[0]
}

// find returns the word with the hash, which goes one place up, or nil.
func (set *surfaceSet) find(hash uint64) *surface {
	for i := range set {
		if (set[i].hash^hash)&hashMask == 0 && set[i].stem != 0 {
			if i > 0 {
				set[i], set[i-1] = set[i-1], set[i]
				i--
			}
			return &set[i]
		}
	}
	return nil
}

// learn returns what there is to know of a word.
func (x *Index) learn(word []byte, whole bool) surface {
	form := x.fold(word, whole)
	stemmer := x.surfaces.stemmer
	s := surface{stem: x.hold(stem, stemmer.Stem(form))}
	a := headOf(form)
	b := a
	if spelt, ok := words.AppendPlain(nil, form); ok {
		b = headOf(string(spelt))
	}
	s.hash = uint64(a)<<headBits | uint64(b)
	if plain, always := stemmer.Plain(form); plain != "" {
		if s.more = x.hold(stem, plain); !always {
			s.more |= kazakhOnly
		}
	}
	return s
}

// fold returns the folded form of a word, or of the parts of a hyphenated one run
// together.
func (x *Index) fold(word []byte, whole bool) string {
	text, w := string(word), x.surfaces.form[:0]
	if whole {
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
