package telegramtest

import (
	"math"
	"slices"
)

// styles are the kinds of entity that may overlap each other and are cut where
// something else begins or ends, in Telegram's order.
var styles = []string{"bold", "italic", "underline", "strikethrough", "spoiler"}

// arrange makes of entities what Telegram makes of them: links and code do not
// overlap, quotations neither, nothing is formatted inside of code, styles are
// merged and cut at the borders of all else.
func arrange(entities []Entity) []Entity {
	if len(entities) == 0 {
		return nil
	}
	var whole, quotes, styled []Entity
	for _, e := range sorted(entities) {
		switch {
		case slices.Contains(styles, e.Type):
			styled = append(styled, e)
		case e.depth() == 0:
			quotes = append(quotes, e)
		default:
			whole = append(whole, e)
		}
	}
	quotes = apart(quotes)
	whole = slices.DeleteFunc(apart(whole), func(e Entity) bool { return crosses(e, quotes) })
	others := sorted(append(whole, quotes...))
	return sorted(append(others, cutStyles(styled, others)...))
}

// few keeps maxEntities, styles last.
func few(entities []Entity) []Entity {
	if len(entities) <= maxEntities {
		return entities
	}
	list := slices.Clone(entities)
	last := func(e Entity) int {
		if slices.Contains(styles, e.Type) {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b Entity) int { return last(a) - last(b) })
	return sorted(list[:maxEntities])
}

func sorted(entities []Entity) []Entity {
	list := slices.Clone(entities)
	slices.SortStableFunc(list, compareEntities)
	return list
}

// apart drops what begins before an earlier one ends.
func apart(entities []Entity) []Entity {
	var kept []Entity
	end := 0
	for _, e := range entities {
		if e.Offset >= end {
			kept = append(kept, e)
			end = e.end()
		}
	}
	return kept
}

// crosses says whether an entity overlaps a quotation without being inside of it.
func crosses(e Entity, quotes []Entity) bool {
	return slices.ContainsFunc(quotes, func(q Entity) bool {
		overlap := e.Offset < q.end() && q.Offset < e.end()
		inside := q.Offset <= e.Offset && e.end() <= q.end()
		return overlap && !inside
	})
}

// cutter walks along a text and writes each style's stretches.
type cutter struct {
	left   []Entity            // styles that have not begun
	open   map[string]*stretch // by style
	out    []Entity
	hidden bool // inside of code: nothing is written
}

type stretch struct{ begin, end int }

func cutStyles(styled, others []Entity) []Entity {
	c := &cutter{left: styled, open: map[string]*stretch{}}
	var around []Entity // others that have begun and not ended
	leave := func(offset int) {
		for n := len(around); n > 0 && around[n-1].end() <= offset; n-- {
			c.hidden = around[n-1].unstyled()
			c.walk(around[n-1].end())
			c.hidden = false
			around = around[:n-1]
		}
		c.walk(offset)
	}
	for _, e := range others {
		leave(e.Offset)
		around = append(around, e)
	}
	leave(math.MaxInt)
	return sorted(c.out)
}

// unstyled says whether formatting inside of the entity is dropped.
func (e Entity) unstyled() bool { return e.Type == "pre" || e.Type == "code" || e.Type == "date_time" }

// walk goes on to an offset: it lets begin what begins before, and cuts there.
func (c *cutter) walk(to int) {
	for len(c.left) > 0 && c.left[0].Offset < to {
		e := c.left[0]
		c.left = c.left[1:]
		if s := c.open[e.Type]; s != nil && e.Offset <= s.end {
			s.end = max(s.end, e.end())
			continue
		}
		c.cut(e.Offset)
		c.open[e.Type] = &stretch{e.Offset, e.end()}
	}
	c.cut(to)
}

// cut ends what has ended by an offset and cuts what goes on.
func (c *cutter) cut(at int) {
	for _, style := range styles {
		s := c.open[style]
		if s == nil || s.begin >= at {
			continue
		}
		end := min(s.end, at)
		if !c.hidden {
			c.out = append(c.out, Entity{Type: style, Offset: s.begin, Length: end - s.begin})
		}
		if s.begin = end; s.end <= at {
			delete(c.open, style)
		}
	}
}
