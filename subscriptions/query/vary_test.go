package query_test

import (
	"slices"
	"strings"
	"testing"

	"newsbot/subscriptions/query"
	"pgregory.net/rapid"
)

func TestVariations(t *testing.T) {
	with := func(vary func(*query.Query, *query.Query) (*query.Query, bool), text string) func(*query.Query) (*query.Query, bool) {
		return func(q *query.Query) (*query.Query, bool) { return vary(q, parse(t, text)) }
	}
	for _, test := range []struct {
		name, text string
		vary       func(*query.Query) (*query.Query, bool)
		want       string // "": none
	}{
		{"in the title", "gas deal", (*query.Query).InTitle, "in:title gas deal"},
		{"in the title, but not what must not be there", "Italy gas -deal", (*query.Query).InTitle, "country:IT in:title:gas -deal"},
		{"in the title, either", `gas OR "oil deal"`, (*query.Query).InTitle, `in:title (gas OR "oil deal")`},
		{"a country has no title", "Italy", (*query.Query).InTitle, ""},
		{"in the title already", "in:title gas", (*query.Query).InTitle, ""},
		{"not only in the title", "in:title gas deal", (*query.Query).Anywhere, "gas deal"},
		{"anywhere already", "gas deal", (*query.Query).Anywhere, ""},
		{"named in passing", "Italy gas -France", (*query.Query).Mentions, "mentions:IT gas -country:FR"},
		{"words as a phrase", "Italy nuclear energy", (*query.Query).Phrases, `country:IT "nuclear energy"`},
		{"words in the title as a phrase", "in:title nuclear energy", (*query.Query).Phrases, `in:title "nuclear energy"`},
		{"a word alone is no phrase", "nuclear", (*query.Query).Phrases, ""},
		{"alternatives are no phrase", "oil OR gas", (*query.Query).Phrases, ""},
		{"a phrase as words", `"nuclear energy" -coal`, (*query.Query).Loose, "nuclear energy -coal"},
		{"a phrase among alternatives as words", `oil OR "natural gas"`, (*query.Query).Loose, "oil OR natural gas"},
		{"no phrase", "nuclear energy", (*query.Query).Loose, ""},
		{"what begins as the words do", "visiting Minister", (*query.Query).Prefixes, "visit* minist*"},
		{"a short word stays", "gas", (*query.Query).Prefixes, ""},
		{"a beginning in Cyrillic", "нефтяной", (*query.Query).Prefixes, "нефтян*"},
		{"one more word", "oil OR gas", with((*query.Query).And, "deal"), "(oil OR gas) deal"},
		{"a word that is there already", "oil gas", with((*query.Query).And, "gas"), ""},
		{"a word less", "oil", with((*query.Query).AndNot, `"olive oil"`), `oil -"olive oil"`},
	} {
		got := ""
		if v, ok := test.vary(parse(t, test.text)); ok {
			got = v.String()
		}
		if got != test.want && (got == "" || test.want == "" || parse(t, test.want).Key() != parse(t, got).Key()) {
			t.Errorf("%s: %q becomes %q, want %q", test.name, test.text, got, test.want)
		}
	}
}

func TestQueriesWithoutAConditionAndWithAnAlternative(t *testing.T) {
	q := parse(t, "Italy hydrogen in:title:deal -football")
	var got []string
	rest, dropped := q.Without()
	for i := range rest {
		got = append(got, dropped[i].Text+" → "+rest[i].String())
	}
	want := []string{
		"country:IT → in:title hydrogen in:title:deal -football",
		"hydrogen → country:IT in:title:deal -football",
		"in:title deal → country:IT hydrogen -football",
		"-football → country:IT hydrogen in:title:deal",
	}
	for i := range want {
		want[i] = strings.Replace(want[i], "→ in:title hydrogen", "→ hydrogen", 1)
	}
	if !slices.Equal(got, want) {
		t.Errorf("without a condition\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if rest, _ := parse(t, "oil -gas").Without(); len(rest) != 1 || rest[0].String() != "oil" {
		t.Errorf("without a condition that it needs: %v", rest)
	}
	operands := q.Operands()
	if len(operands) != 2 || operands[0].String() != "hydrogen" || operands[1].String() != "in:title deal" {
		t.Fatalf("operands %v", operands)
	}
	for i, want := range []string{"country:IT (hydrogen OR ammonia) in:title:deal -football", "country:IT hydrogen (in:title:deal OR in:title:ammonia) -football"} {
		v, ok := q.OrAt(i, parse(t, "ammonia"))
		if !ok || v.String() != want {
			t.Errorf("an alternative to operand %d: %v, %t, want %q", i, v, ok, want)
		}
	}
}

// What is wider matches all that the query does, what is narrower nothing else.
func TestVariationsAreWiderOrNarrower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawExpr(t, 2)
		s := drawTale(t)
		q, d := read(t, e, e.write(t), s), s.document()
		extra := parse(t, "gas")
		orAt := func(q *query.Query) (*query.Query, bool) { return q.OrAt(0, extra) }
		for name, vary := range map[string]func(*query.Query) (*query.Query, bool){
			"anywhere": (*query.Query).Anywhere, "mentions": (*query.Query).Mentions, "loose": (*query.Query).Loose,
			"prefixes": (*query.Query).Prefixes, "or": orAt,
		} {
			if v, ok := vary(q); ok && q.Match(d) && !v.Match(d) {
				t.Fatalf("%s: %q matches and the wider %q does not", name, q, v)
			}
		}
		rest, _ := q.Without()
		for _, v := range rest {
			if q.Match(d) && !v.Match(d) {
				t.Fatalf("%q matches and the wider %q does not", q, v)
			}
		}
		and := func(q *query.Query) (*query.Query, bool) { return q.And(extra) }
		less := func(q *query.Query) (*query.Query, bool) { return q.AndNot(extra) }
		for name, vary := range map[string]func(*query.Query) (*query.Query, bool){
			"in the title": (*query.Query).InTitle, "phrases": (*query.Query).Phrases, "and": and, "less": less,
		} {
			if v, ok := vary(q); ok && !q.Match(d) && v.Match(d) {
				t.Fatalf("%s: %q does not match and the narrower %q does", name, q, v)
			}
		}
	})
}
