package backtest

import (
	"cmp"
	"slices"
	"strings"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/index"
	"newsbot/subscriptions/query"
)

// A Change says how a suggested query differs from the one that was tested.
type Change string

// The changes that narrow a query, and those that widen it. What is Suggestion.What.
const (
	TitleOnly   Change = "title only"       // words in the title only
	AsPhrase    Change = "as a phrase"      // words beside each other
	WithWord    Change = "with a word"      // What, often in the stories that matched
	WithCountry Change = "with a country"   // What, a code
	WithoutWord Change = "without a word"   // What, often in the stories that matched
	AsPrefixes  Change = "as prefixes"      // whatever begins as the words do
	Mentioned   Change = "named in passing" // countries named in passing too
	AsWords     Change = "as words"         // phrases as words in any order
	Anywhere    Change = "anywhere"         // not in the title only
	OrWord      Change = "or a word"        // What, a word that often stands beside one of the query's
	LessStrict  Change = "less strict"      // without the condition What
)

// A Suggestion is another query that would have sent a better number.
type Suggestion struct {
	Query  *query.Query
	Change Change
	What   string
	Count  int
	PerDay float64
}

const (
	maxCandidates  = 12
	maxSuggestions = 3
	// A narrower query is worth proposing if it leaves this share of the alerts at most
	// and at least.
	mostLeft  = 0.6
	leastLeft = 0.02
)

// A candidate is a suggestion to be tried.
type candidate struct {
	Suggestion
	counter
}

// propose returns the candidates for a better query, none where it is right.
func (t *Test) propose() []candidate {
	p := proposer{Test: t}
	switch t.volume(&t.base) {
	case TooMany:
		p.narrower()
	case TooFew:
		p.wider()
	}
	return p.out[:min(len(p.out), maxCandidates)]
}

// A proposer collects candidates, each meaning once.
type proposer struct {
	*Test
	out []candidate
}

func (p *proposer) add(change Change, what string, q *query.Query, ok bool) {
	if !ok || slices.ContainsFunc(p.out, func(c candidate) bool { return c.Query.Key() == q.Key() }) {
		return
	}
	p.out = append(p.out, candidate{Suggestion{Query: q, Change: change, What: what}, newCounter(p.Test)})
}

func (p *proposer) narrower() {
	q := p.Query
	v, ok := q.InTitle()
	p.add(TitleOnly, "", v, ok)
	v, ok = q.Phrases()
	p.add(AsPhrase, "", v, ok)
	for _, w := range p.asked(p.telling.with.tells(&p.telling.others, 3, maxShare)) {
		if v, ok = q.And(w); p.says(w) {
			v, ok = w, true
		}
		p.add(WithWord, w.String(), v, ok)
		v, ok = q.AndNot(w)
		p.add(WithoutWord, w.String(), v, ok)
	}
	with := &p.telling.with
	for _, c := range mostOf(with.countries, 2) {
		if share := float64(with.countries[c]) / float64(max(1, with.stories)); minShare <= share && share <= maxShare {
			v, ok = q.And(query.Country(c))
			p.add(WithCountry, string(c), v, ok)
		}
	}
}

func (p *proposer) wider() {
	q := p.Query
	v, ok := q.Prefixes()
	p.add(AsPrefixes, "", v, ok)
	v, ok = q.Mentions()
	p.add(Mentioned, "", v, ok)
	v, ok = q.Loose()
	p.add(AsWords, "", v, ok)
	v, ok = q.Anywhere()
	p.add(Anywhere, "", v, ok)
	rest, dropped := q.Without()
	for i := range rest[:min(len(rest), 4)] {
		p.add(LessStrict, dropped[i].Text, rest[i], true)
	}
	for i := range p.telling.operands {
		tells := slices.DeleteFunc(p.telling.operands[i].tells(&p.telling.others, 2, 1), func(t tell) bool { return t.words > 1 })
		if companions := p.asked(tells); len(companions) > 0 {
			v, ok = q.OrAt(i, companions[0])
			p.add(OrWord, companions[0].String(), v, ok)
		}
	}
}

// asked returns the best of the words and phrases as queries, apart from what the query
// says itself and from countries.
func (t *Test) asked(tells []tell) []*query.Query {
	said := t.Query.Leaves()
	var out []*query.Query
	for _, tell := range tells {
		if len(out) == 3 {
			break
		}
		text := tell.text
		if tell.words > 1 {
			text = `"` + text + `"`
		}
		q, err := query.Restore(text)
		if err != nil || len(q.Operands()) != 1 || q.Operands()[0].Key() != q.Key() {
			continue // it reads as something else
		}
		if _, named := country.Lookup(tell.text); named {
			continue
		}
		// A word is to be a new one, a phrase one of the query's words with another.
		known := slices.ContainsFunc(said, func(w *query.Query) bool { return w.Match(story(q)) })
		if known != (tell.words > 1) ||
			slices.ContainsFunc(said, func(w *query.Query) bool { return q.Match(story(w)) }) ||
			slices.ContainsFunc(out, func(other *query.Query) bool { return q.Match(story(other)) || other.Match(story(q)) }) {
			continue
		}
		out = append(out, q)
	}
	return out
}

// story is one that says a word or phrase and nothing else.
func story(q *query.Query) *query.Document {
	return query.NewDocument(&feed.Story{Item: feed.Item{Title: strings.Trim(strings.TrimPrefix(q.String(), "in:title "), `"*`)}})
}

// says reports whether a phrase says all that the query asks for, so that it can take
// its place.
func (p *proposer) says(phrase *query.Query) bool {
	_, titled := p.Query.Anywhere()
	return !titled && !refuses(p.Query.Expr()) && p.Query.Match(story(phrase))
}

// refuses reports whether there is something that must not be there.
func refuses(e query.Expr) bool {
	return e.Op == query.Not || slices.ContainsFunc(e.Kids, refuses)
}

// mostOf returns the n countries with the most stories, by code where it is the same.
func mostOf(counts map[country.Code]int, n int) []country.Code {
	var codes []country.Code
	for c := range counts {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(a, b country.Code) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return codes[:min(n, len(codes))]
}

// try counts the story for the candidates that match it.
func (t *Test) try(s *feed.Story) {
	if t.base.total > 0 && !t.matched.has(t.behind(s)) {
		return // what is narrower does not match either
	}
	t.index.Match(s, func(of []index.Subscriber) {
		for _, o := range of {
			t.candidates[o.ID-firstID].add(s)
		}
	})
}

// suggestions returns the candidates worth proposing, one of a Change, the best first.
func (t *Test) suggestions() []Suggestion {
	volume := t.volume(&t.base)
	var out []Suggestion
	for i := range t.candidates {
		c := &t.candidates[i]
		c.Count, c.PerDay = c.total, t.perDay(&c.counter)
		left := float64(c.Count) / float64(max(1, t.base.total))
		switch {
		case c.Count == 0:
		case volume == TooMany && (left > mostLeft || left < leastLeft):
		case volume == TooFew && c.PerDay > Many:
		default:
			out = append(out, c.Suggestion)
		}
	}
	if volume == TooMany {
		slices.SortStableFunc(out, bearableFirst)
	} else {
		slices.SortStableFunc(out, gentlestFirst(t.candidates))
	}
	seen := map[Change]bool{}
	out = slices.DeleteFunc(out, func(s Suggestion) bool {
		again := seen[s.Change]
		seen[s.Change] = true
		return again
	})
	return out[:min(len(out), maxSuggestions)]
}

// bearableFirst orders narrower queries: first those that bring the number down to what
// is not too many, of which the best leaves most; of the others the best leaves least.
func bearableFirst(a, b Suggestion) int {
	aMany, bMany := a.PerDay > Many, b.PerDay > Many
	switch {
	case aMany && bMany:
		return cmp.Compare(a.Count, b.Count)
	case aMany:
		return 1
	case bMany:
		return -1
	}
	return cmp.Compare(b.Count, a.Count)
}

// gentlestFirst returns an order of wider queries: that in which their Changes were
// proposed, and of one Change first what adds least.
func gentlestFirst(proposed []candidate) func(a, b Suggestion) int {
	rank := func(s Suggestion) int {
		return slices.IndexFunc(proposed, func(c candidate) bool { return c.Change == s.Change })
	}
	return func(a, b Suggestion) int { return cmp.Or(rank(a)-rank(b), a.Count-b.Count) }
}
