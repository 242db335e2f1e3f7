package query_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"newsbot/feed"
	"newsbot/subscriptions/query"
)

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`Italy gas OR "nuclear energy" -football`, `in:title (oil | gas*) country:KZ`, "🇮🇹🇫🇷 -🇪🇺",
		`South "Korea" -South Korea South (Korea)`, "((((a b))))", "source:«Wall Street» mentions:it", "−—–-a",
		"in:title:in:title:x", "a:b:c 10:30", "нефть и газ НЕ уголь ЕМЕС", "北京 e-mail's ﷺ½", "source:\"Smreet \" tenti it", "country: South Korea x",
		"Trinidad and Tobago or Bosnia and Herzegovina", "in:title South Korea", `title:"x" -(a -(b OR -c)) *`,
		`oil near/5 (gas | "coal mine" | peat*) lang:ru -lang:kk`, "South Korea near/51 -a", "in:title:a near/3 b емес", "not a емес b",
		"AT&T oil&gas &amp; R&amp;D &#33;x !y", "J. K. U.S. 10 000 3,5 C++ .NET*", "(a|b) -a -b c", "a near/2 b near/3 c", "lang:xx язык:ru",
		"0ﷺ\xff!2½",
		`<b>bold</b> -<a href="x">gas</a> <Italy> <`, "-energy OR -gas", "country:ZZ",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text)
		if err != nil {
			checkError(t, text, err)
			return
		}
		roundTrip(t, q)
		if !requires(q.Expr()) {
			t.Errorf("%q requires nothing of a story: %s", q, q.Key())
		}
		story := &feed.Story{Item: feed.Item{Title: text, Summary: text, Text: text}, Source: text}
		d := query.NewDocument(story)
		checkExplanation(t, q, d, story)
	})
}

func checkError(t *testing.T, text string, err error) {
	var e *query.Error
	if !errors.As(err, &e) {
		t.Fatalf("Parse(%q): %T, want *query.Error", text, err)
	}
	if e.Pos < 0 || e.Pos > utf8.RuneCountInString(text) {
		t.Errorf("Parse(%q): position %d is not in the text", text, e.Pos)
	}
	if e.Error() == "" {
		t.Errorf("Parse(%q): an error of code %q without a text", text, e.Code)
	}
	if e.Hint == "" {
		return
	}
	if _, err := query.Parse(e.Hint); err != nil {
		t.Errorf("Parse(%q): the hint %q is no query: %v", text, e.Hint, err)
	}
}

func FuzzNewDocument(f *testing.F) {
	f.Add("Italy’s gas-deal", "e-mail\u0301\u200d-x 北京 ﷺ", "https://example.org/%zz")
	f.Add("'s's's", "----а-б-в-г-д-е", "::")
	f.Fuzz(func(t *testing.T, title, text, address string) {
		story := &feed.Story{Item: feed.Item{Title: title, Text: text}, SourceURL: address}
		d := query.NewDocument(story)
		for _, text := range []string{`"a b"`, "a*b", "in:title gas", "a-b", "source:x", "-a b"} {
			if q, err := query.Parse(text); err == nil {
				checkExplanation(t, q, d, story)
			}
		}
	})
}
