package country

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"newsbot/feed/country/internal/words"
)

// leader returns who is named from word i on and was in office at that time,
// the longest spelling first; none is nil.
func (p *part) leader(g *gazetteer, l *Leaders, i int, at time.Time) (best *leader, to int, weak bool) {
	w := &p.words[i]
	if w.Shape == words.Lower || w.Flag || w.Gap == words.Tight {
		return nil, 0, false
	}
	candidates := l.byFirst[string(w.Key)]
	if candidates == nil && w.Cyrillic && p.scanner.Kazakh {
		stems(w.Key, func(stem []byte, _ bool) bool {
			candidates = l.byFirst[string(stem)]
			return candidates == nil
		})
	}
	for _, s := range candidates {
		end := i + 1 + len(s.rest)
		if end <= to && best != nil && !(end == to && weak && !s.weak) || !l.all[s.leader].inOffice(at) || !p.spells(s, i) {
			continue
		}
		if s.alone && p.isNamesake(g, &l.all[s.leader], i) {
			continue
		}
		best, to, weak = &l.all[s.leader], end, s.weak
	}
	return best, to, weak
}

// spells reports whether the rest of a spelling stands behind word i.
func (p *part) spells(s spelling, i int) bool {
	if i+len(s.rest) >= len(p.words) {
		return false
	}
	for k, forms := range s.rest {
		w := &p.words[i+1+k]
		if w.Gap > words.Hyphen || !slices.Contains(forms, string(w.Key)) && !p.kazakhIs(w, forms) {
			return false
		}
	}
	return true
}

func (p *part) kazakhIs(w *words.Word, forms []string) (is bool) {
	if !w.Cyrillic || !p.scanner.Kazakh {
		return false
	}
	stems(w.Key, func(stem []byte, _ bool) bool {
		is = slices.Contains(forms, string(stem))
		return !is
	})
	return is
}

// isNamesake reports whether a surname belongs to somebody else: "Melania
// Trump", "S. Trump", but not "President Trump", "Why Trump", "D. Trump" or
// "Владимирович Путин".
func (p *part) isNamesake(g *gazetteer, l *leader, i int) bool {
	if i == 0 || p.words[i].Gap != words.Space && !p.words[i-1].Dot || p.capsAll {
		return false
	}
	b := &p.words[i-1]
	if b.Shape != words.Title || isPatronymic(b.Key) {
		return false
	}
	if initial, size := utf8.DecodeRune(b.Key); b.Dot && size == len(b.Key) {
		return !strings.ContainsRune(l.initials, initial)
	}
	switch class := g.classes[p.ids[i-1]]; {
	case p.words[i].Gap != words.Space, class&(head|office|title) != 0:
		return false
	case class&given != 0:
		return true
	}
	return p.ids[i-1] == 0 && p.stems[i-1] == 0 && b.Gap <= words.Comma && !p.headline
}

var patronymics = [][]byte{
	[]byte("ovich"), []byte("evich"), []byte("ovna"), []byte("evna"),
	[]byte("вич"), []byte("вича"), []byte("вичу"), []byte("вичем"), []byte("виче"),
	[]byte("вна"), []byte("вны"), []byte("вне"), []byte("вну"), []byte("вной"),
}

func isPatronymic(key []byte) bool {
	return slices.ContainsFunc(patronymics, func(end []byte) bool { return bytes.HasSuffix(key, end) })
}

// seconds drops the surnames that neither follow the office of a head nor belong
// to a leader whom the story names in full.
func (s *story) seconds() {
	for i := range s.hits {
		h := &s.hits[i]
		if !h.weak {
			continue
		}
		p := s.part(i)
		h.drop = p.isForename(h) || !p.afterHead(s.g, h) && !slices.ContainsFunc(s.hits, func(other hit) bool {
			return other.entry == h.entry && !other.weak
		})
	}
}

// isForename reports whether a surname follows: "Martin Bangemann".
func (p *part) isForename(h *hit) bool {
	return h.to < len(p.words) && p.words[h.to].Gap == words.Space && p.words[h.to].Shape == words.Title &&
		p.words[h.to].Start == p.words[h.to-1].End+1
}

// afterHead: "President Petro", "Prime Minister Martin", but not "Foreign
// Minister Martin".
func (p *part) afterHead(g *gazetteer, h *hit) bool {
	if p.before(g, h)&head != 0 {
		return true
	}
	return h.from > 1 && p.before(g, h)&minister != 0 && p.class(g, h.from-2, p.words[h.from-1].Gap)&head != 0
}
