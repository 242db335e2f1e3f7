package query_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
	"pgregory.net/rapid"
)

func TestExplainTellsTheFirstConditionThatDoesNotHold(t *testing.T) {
	d := query.NewDocument(deal)
	for _, test := range []struct {
		name, text, want string // the Unmet as JSON, its places as field:spelling
	}{
		{"a word that is missing", "nuclear football deal", `{"part":"football","at":8,"reason":"missing_word"}`},
		{"the first of two that are missing", "football hockey", `{"part":"football","at":0,"reason":"missing_word"}`},
		{"a prefix", "visit* zz*", `{"part":"zz*","at":7,"reason":"missing_prefix"}`},
		{"a word of a phrase", `"nuclear energy policy"`,
			`{"part":"\"nuclear energy policy\"","at":0,"reason":"missing_word","word":"policy"}`},
		{"a phrase whose words are apart", `agency "energy Nuclear"`,
			`{"part":"\"energy Nuclear\"","at":7,"reason":"not_adjacent","found":[word energy text:energy, word Nuclear text:nuclear]}`},
		{"a phrase across two fields", `"deal посол"`,
			`{"part":"\"deal посол\"","at":0,"reason":"not_adjacent","found":[word deal title:deal, word посол summary:Посол]}`},
		{"a hyphenated word whose parts are apart", `gas-eni`,
			`{"part":"gas-eni","at":0,"reason":"not_adjacent","found":[word gas title:gas, word eni title:ENI]}`},
		{"a word that is not in the title", "deal in:title:agency",
			`{"part":"in:title agency","at":5,"reason":"not_in_title","found":[word agency text:agency]}`},
		{"a phrase that is not in the title", `in:title "nuclear energy"`,
			`{"part":"in:title \"nuclear energy\"","at":9,"reason":"not_in_title","found":[phrase "nuclear energy" text:nuclear energy]}`},
		{"a phrase of which one word is in the title", `in:title "gas agency"`,
			`{"part":"in:title \"gas agency\"","at":9,"reason":"not_in_title","word":"agency","found":[word agency text:agency]}`},
		{"a prefix that is not in the title", "title:agen*",
			`{"part":"in:title agen*","at":0,"reason":"not_in_title","found":[prefix agen* text:agency]}`},
		{"a word that must not be there", "nuclear -agency",
			`{"part":"-agency","at":8,"reason":"excluded","found":[word agency text:agency]}`},
		{"words that must not be there together", "nuclear -(agency gas -football)",
			`{"part":"-(agency gas -football)","at":8,"reason":"excluded","found":[word agency text:agency, word gas title:gas]}`},
		{"one of several that must not be there", "nuclear -(football OR gas)",
			`{"part":"-(football OR gas)","at":8,"reason":"excluded","found":[word gas title:gas]}`},
		{"what must be there, said by two negations", "nuclear -(football OR -hockey)",
			`{"part":"hockey","at":23,"reason":"missing_word"}`},
		{"one of two must be there, said by negations", "nuclear -(-hockey -football)",
			`{"part":"-(-hockey -football)","at":8,"reason":"no_branch","branches":[{"part":"hockey","at":11,"reason":"missing_word"},{"part":"football","at":19,"reason":"missing_word"}]}`},
		{"none of several", "agency (football OR source:tengri)",
			`{"part":"football OR source:tengri","at":8,"reason":"no_branch","branches":[{"part":"football","at":8,"reason":"missing_word"},` +
				`{"part":"source:tengri","at":20,"reason":"other_source","has":["Wall Street Journal","akorda.kz","feeds.example.org"]}]}`},
		{"a country named in passing", "Italy China", `{"part":"country:CN","at":6,"reason":"only_mentioned"}`},
		{"a country that is not named", "mentions:FR", `{"part":"mentions:FR","at":0,"reason":"missing_country"}`},
		{"words that are not near enough", "Italy near/2 gas",
			`{"part":"\"Italy\" near/2 gas","at":0,"reason":"not_near","apart":7,"found":[word "Italy" title:Italy’s, word gas title:gas]}`},
		{"a phrase that is not near enough", `"nuclear energy" near/2 mailed`,
			`{"part":"\"nuclear energy\" near/2 mailed","at":0,"reason":"not_near","apart":4,"found":[phrase "nuclear energy" text:nuclear energy, word mailed text:mailed]}`},
		{"words that are in no part together", "sultan near/9 agency",
			`{"part":"sultan near/9 agency","at":0,"reason":"not_near","found":[word sultan title:Sultan, word agency text:agency]}`},
		{"words that are near each other, but not in the title", "in:title (nuclear near/2 agency)",
			`{"part":"in:title nuclear near/2 agency","at":10,"reason":"not_in_title","found":[near nuclear near/2 agency text:nuclear energy agency]}`},
		{"one of two that are to be near each other", "gas near/2 (peat OR coal)",
			`{"part":"peat OR coal","at":12,"reason":"no_branch","branches":[{"part":"peat","at":12,"reason":"missing_word"},{"part":"coal","at":20,"reason":"missing_word"}]}`},
		{"another language", "gas lang:ru", `{"part":"lang:ru","at":4,"reason":"other_language","has":["en"]}`},
		{"a country that must not be there", "gas -Italy", `{"part":"-country:IT","at":4,"reason":"excluded","found":[country country:IT]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := parse(t, test.text)
			why := q.Explain(d)
			if why.Matched || why.Unmet == nil || why.Found != nil {
				t.Fatalf("%q explained by %+v, want no match", test.text, why)
			}
			if got := short(t, why.Unmet); got != test.want {
				t.Errorf("%q\ngot  %s\nwant %s", test.text, got, test.want)
			}
			checkExplanation(t, q, d, deal)
		})
	}
}

// short writes u as JSON, but what was found shortly.
func short(t *testing.T, u *query.Unmet) string {
	t.Helper()
	var found []string
	for _, f := range u.Found {
		s := string(f.Kind) + " " + f.Text
		if f.Place != nil {
			s += " " + string(f.Place.Field) + ":" + f.Place.Spelling
		}
		found = append(found, s)
	}
	bare := *u
	bare.Found = nil
	data, err := json.Marshal(bare)
	if err != nil {
		t.Fatal(err)
	}
	if found == nil {
		return string(data)
	}
	return strings.TrimSuffix(string(data), "}") + `,"found":[` + strings.Join(found, ", ") + "]}"
}

func TestExplanationInJSON(t *testing.T) {
	d := query.NewDocument(deal)
	for text, want := range map[string]string{
		"соглашения Italy": `{"matched":true,"found":[` +
			`{"part":"соглашения","at":0,"kind":"word","place":{"field":"summary","start":32,"end":52,"from":21,"to":31,"spelling":"соглашение"}},` +
			`{"part":"country:IT","at":11,"kind":"country","country":"IT"}]}`,
		"source:street mentions:CN": `{"matched":true,"found":[` +
			`{"part":"source:street","at":0,"kind":"source","source":"Wall Street Journal"},` +
			`{"part":"mentions:CN","at":14,"kind":"mention","country":"CN"}]}`,
		"Russia": `{"matched":false,"unmet":{"part":"country:RU","at":0,"reason":"missing_country"}}`,
	} {
		got, err := json.Marshal(parse(t, text).Explain(d))
		if err != nil || string(got) != want {
			t.Errorf("%q, %v\ngot  %s\nwant %s", text, err, got, want)
		}
	}
}

func TestPlacesAreThoseOfTheStoryAsPublished(t *testing.T) {
	story := &feed.Story{Item: feed.Item{
		Title:   "ＡＢＣ ﬁles ½ of it",
		Summary: "e\u0301te\u0301 — Ⅻ kings",
		Text:    "㎏ of\u00a0rice, и\u0306од",
	}}
	d := query.NewDocument(story)
	for text, want := range map[string]string{
		"abc": "ＡＢＣ", "file": "ﬁles", "2": "½", "of": "of",
		"été": "e\u0301te\u0301", "xii": "Ⅻ", "king": "kings",
		"kg": "㎏", `"of rice"`: "of\u00a0rice", "йод": "и\u0306од",
	} {
		q := parse(t, text)
		why := q.Explain(d)
		checkExplanation(t, q, d, story)
		if !why.Matched {
			t.Errorf("%q does not match: %+v", text, why.Unmet)
			continue
		}
		place := why.Found[0].Place
		if got := fieldOf(story, place.Field)[place.Start:place.End]; got != want {
			t.Errorf("%q stands at %q, want %q", text, got, want)
		}
	}
}

func fieldOf(s *feed.Story, f query.Field) string {
	return map[query.Field]string{query.Title: s.Title, query.Summary: s.Summary, query.Text: s.Text}[f]
}

// checkExplanation checks what holds of every explanation.
func checkExplanation(t testing.TB, q *query.Query, d *query.Document, story *feed.Story) {
	t.Helper()
	why := q.Explain(d)
	if why.Matched != q.Match(d) || why.Matched != (len(why.Found) > 0) || why.Matched != (why.Unmet == nil) {
		t.Fatalf("%q matches: %t, explained by %+v", q, q.Match(d), why)
	}
	for _, f := range why.Found {
		checkFound(t, f, story)
	}
	if why.Unmet != nil {
		checkUnmet(t, *why.Unmet, story)
	}
}

func checkUnmet(t testing.TB, u query.Unmet, story *feed.Story) {
	t.Helper()
	if u.Reason == "" || u.Text == "" {
		t.Fatalf("%+v names no reason or part", u)
	}
	for _, f := range u.Found {
		checkFound(t, f, story)
	}
	for _, b := range u.Branches {
		checkUnmet(t, b, story)
	}
}

func checkFound(t testing.TB, f query.Found, story *feed.Story) {
	t.Helper()
	switch f.Kind {
	case query.FoundWord, query.FoundPhrase, query.FoundPrefix, query.FoundNear:
	default:
		return
	}
	p, text := f.Place, ""
	if p != nil {
		text = fieldOf(story, p.Field)
	}
	if p == nil || p.Start < 0 || p.End <= p.Start || p.End > len(text) {
		t.Fatalf("%+v stands nowhere: %+v", f, p)
	}
	if from, to := utf8.RuneCountInString(text[:p.Start]), utf8.RuneCountInString(text[:p.End]); p.From != from || p.To != to {
		t.Errorf("%q stands at characters %d to %d, want %d to %d", p.Spelling, p.From, p.To, from, to)
	}
}

// The reason given is held against the words of the story.
func TestReasonsAreTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var kids []expr
		var begins []int
		text := ""
		for range rapid.IntRange(1, 4).Draw(t, "conditions") {
			e := drawOf(t, 2, "word", "word", "phrase", "prefix", "about", "mentions", "lang", "near")
			begins = append(begins, utf8.RuneCountInString(text))
			text += e.write(t) + " "
			kids = append(kids, e)
		}
		text = strings.TrimRight(text, " ")
		s := drawTale(t)
		q := read(t, expr{op: "and", kids: kids}, text, s)
		why := q.Explain(s.document())
		first := slices.IndexFunc(kids, func(e expr) bool { return !e.holds(s) })
		if why.Matched != (first < 0) {
			t.Fatalf("%q matches %+v: %t, want %t", text, s, why.Matched, first < 0)
		}
		in := claims{tale: s, nears: nears(kids)}
		if why.Matched {
			for _, f := range why.Found {
				in.confirm(t, f)
			}
			return
		}
		end := utf8.RuneCountInString(text)
		if first+1 < len(begins) {
			end = begins[first+1]
		}
		if at := why.Unmet.At; at < begins[first] || at >= end {
			t.Fatalf("%q fails by %+v, want a part at %d to %d", text, why.Unmet, begins[first], end)
		}
		in.deny(t, *why.Unmet)
	})
}

// Claims are what is said of a tale.
type claims struct {
	tale
	nears []expr // of the query
}

func nears(kids []expr) []expr {
	var out []expr
	for _, e := range kids {
		if e.op == "near" {
			out = append(out, e)
		} else {
			out = append(out, nears(e.kids)...)
		}
	}
	return out
}

// wordsOf returns the words of a spelling.
func wordsOf(spelling string) []string { return strings.Fields(strings.ReplaceAll(spelling, ",", "")) }

// confirm checks that f is in the tale.
func (s claims) confirm(t *rapid.T, f query.Found) {
	ok := false
	switch f.Kind {
	case query.FoundCountry:
		ok = slices.Contains(s.about, f.Country)
	case query.FoundMention:
		ok = slices.Contains(s.mentioned, f.Country)
	case query.FoundLang:
		ok = expr{op: "lang", code: country.Code(strings.TrimPrefix(f.Text, "lang:"))}.holds(s.tale)
	case query.FoundNear:
		ok = slices.ContainsFunc(s.nears, func(e expr) bool { return e.near(wordsOf(f.Place.Spelling)) })
	case query.FoundPrefix:
		ok = expr{op: "prefix", text: strings.TrimSuffix(bareText(f.Text), "*")}.holds(tale{title: []string{f.Place.Spelling}})
	default:
		there := tale{title: wordsOf(f.Place.Spelling)}
		words := rows(t, bareText(f.Text))
		ok = len(words) == len(there.title) && expr{op: "phrase", words: words}.holds(there)
	}
	if titled := strings.Contains(f.Text, "in:title"); !ok || titled && f.Place.Field != query.Title {
		t.Fatalf("%+v at %+v is not in %+v", f, f.Place, s)
	}
}

// deny checks that u says the truth of the tale.
func (s claims) deny(t *rapid.T, u query.Unmet) {
	for _, f := range u.Found {
		s.confirm(t, f)
	}
	titled := strings.Contains(u.Text, "in:title")
	e := expr{op: "phrase"}
	ok := false
	switch u.Reason {
	case query.MissingWord:
		words := rows(t, bareText(u.Text))
		if u.Word != "" {
			words = rows(t, u.Word)
		}
		e.words = words
		ok = len(words) == 1 && !e.holds(s.tale)
	case query.MissingPrefix:
		e = expr{op: "prefix", text: strings.TrimSuffix(bareText(u.Text), "*")}
		ok = !e.holds(s.tale)
	case query.NotAdjacent:
		e.words, e.title = rows(t, bareText(u.Text)), titled
		ok = !e.holds(s.tale) && len(u.Found) == len(e.words)
	case query.NotNear:
		ok = slices.ContainsFunc(s.nears, func(e expr) bool {
			e.title = false
			return !e.holds(s.tale) && e.kids[0].holds(s.tale) && e.kids[1].holds(s.tale) && s.apart(e) == u.Apart
		})
	case query.OtherLanguage:
		e = expr{op: "lang", code: country.Code(strings.TrimPrefix(u.Text, "lang:"))}
		ok = !e.holds(s.tale)
	case query.NotInTitle:
		if strings.Contains(u.Text, " near/") {
			ok = titled && slices.ContainsFunc(s.nears, func(e expr) bool { return e.title && !e.holds(s.tale) })
			break
		}
		ok = titled && len(u.Found) == 1 && u.Found[0].Place.Field != query.Title
		if strings.HasSuffix(u.Text, "*") {
			e = expr{op: "prefix", text: strings.TrimSuffix(bareText(u.Text), "*")}
		} else if e.words = rows(t, bareText(u.Text)); u.Word != "" {
			e.words = rows(t, u.Word)
		}
		e.title = true
		ok = ok && !e.holds(s.tale)
	case query.OnlyMentioned:
		c := country.Code(strings.TrimPrefix(u.Text, "country:"))
		ok = slices.Contains(s.mentioned, c) && !slices.Contains(s.about, c)
	case query.MissingCountry:
		c := country.Code(u.Text[strings.Index(u.Text, ":")+1:])
		ok = !slices.Contains(s.mentioned, c)
	case query.Excluded:
		ok = len(u.Found) > 0 && strings.HasPrefix(strings.TrimPrefix(u.Text, "in:title "), "-")
	case query.NoBranch:
		ok = len(u.Branches) > 1
		for _, b := range u.Branches {
			s.deny(t, b)
		}
	}
	if !ok {
		t.Fatalf("%+v is not true of %+v", u, s)
	}
}

// apart widens a near until it holds.
func (s claims) apart(e expr) int {
	for e.distance = 1; e.distance < len(s.title)+len(s.text); e.distance++ {
		if e.holds(s.tale) {
			return e.distance
		}
	}
	return 0
}

// bareText returns a leaf of a canonical form without in:title and quotes.
func bareText(part string) string {
	part = strings.TrimPrefix(strings.TrimPrefix(part, "in:title "), "in:title:")
	return strings.Trim(part, `"`)
}

// rows returns the rows of the lexicon that the words are forms of.
func rows(t *rapid.T, text string) []int {
	var out []int
	for _, word := range strings.Fields(text) {
		row := slices.IndexFunc(lexicon, func(forms []string) bool { return slices.Contains(forms, word) })
		if row < 0 {
			t.Fatalf("%q of %q is no word of the lexicon", word, text)
		}
		out = append(out, row)
	}
	return out
}
