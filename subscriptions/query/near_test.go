package query_test

import (
	"strings"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/subscriptions/query"
)

func TestNear(t *testing.T) {
	d := query.NewDocument(&feed.Story{Item: feed.Item{
		Title:   "Oil pipeline leaks",
		Summary: "The e-mail from J. K. Rowling said one two three four five",
		Text:    "Gas came, gas went. Тоқаев спросил о цене.",
	}})
	for text, want := range map[string]string{
		"oil near/1 pipeline":                "Oil pipeline",
		"pipeline near/1 oil":                "Oil pipeline",
		"oil near/1 leaks":                   "",
		"oil near/2 leaks":                   "Oil pipeline leaks",
		"leaks near/5 email":                 "", // in two parts of the story
		"one near/4 five":                    "one two three four five",
		"one near/3 five":                    "",
		"gas near/2 gas":                     "Gas came, gas",
		"oil near/5 oil":                     "", // there is one
		`"oil pipeline" near/5 pipeline`:     "", // with a word in common
		`"oil pipeline" near/1 leak*`:        "Oil pipeline leaks",
		"email near/1 from":                  "e-mail from",
		"e-mail near/2 the":                  "The e-mail",
		"rowling near/1 jk":                  "J. K. Rowling",
		"(oil OR gas) near/1 (came OR leak)": "Gas came",
		"in:title oil near/5 leaks":          "Oil pipeline leaks",
		"in:title gas near/5 came":           "",
		"Токаев near/1 спросить":             "Тоқаев спросил",
		"тока* near/3 цена":                  "Тоқаев спросил о цене",
	} {
		why := parse(t, text).Explain(d)
		got := strings.Join(why.Words(), "; ")
		if got != want || why.Matched != (want != "") {
			t.Errorf("%q matches: %t, by %q, want %q", text, why.Matched, got, want)
		}
	}
}

func TestExplainTellsOfTheLanguage(t *testing.T) {
	d := query.NewDocument(deal)
	for text, want := range map[string]string{
		"deal lang:ru":  `{"part":"lang:ru","at":5,"reason":"other_language","has":["en"]}`,
		"deal -lang:en": `{"part":"-lang:en","at":5,"reason":"excluded","found":[lang lang:en]}`,
	} {
		why := parse(t, text).Explain(d)
		if why.Unmet == nil {
			t.Errorf("%q matches", text)
		} else if got := short(t, why.Unmet); got != want {
			t.Errorf("%q\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestNothingAPersonCanTypeIsSlow(t *testing.T) {
	common := query.NewDocument(&feed.Story{Item: feed.Item{
		Title: "a a a", Summary: strings.Repeat("a ab abc abcd ", 4000), Text: strings.Repeat("a ab-a 1 000 A. B. ", 3000),
	}})
	for _, part := range []string{
		"(", ")", "a(", "((a", "a|", "a ", "-a ", "!a", "A. ", "1 000 ", "\"a\" ", "\"a ", "&amp;", "South ", "a* near/50 ", "in:title:", "a,",
		"(a|b|c|d|e)", "(a|-b)(b|-a)", "(ab|-cd)(-ab|ef)", "a near/50 ab ", "(a*|ab|abc*) near/50 (a|ab*) ", "ab* OR ", "(a(b|(c(d|", "e-mail-",
	} {
		for _, text := range []string{strings.Repeat(part, query.MaxLength/len(part)), "a " + strings.Repeat(part, query.MaxLength/len(part)-2)} {
			took := time.Hour
			for range 3 { // the machine may be busy
				start := time.Now()
				if q, err := query.Parse(text); err == nil {
					q.Match(common)
				}
				took = min(took, time.Since(start))
			}
			if took > time.Second {
				t.Errorf("%.40q… takes %v", text, took)
			}
		}
	}
}
