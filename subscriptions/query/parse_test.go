package query_test

import (
	"errors"
	"strings"
	"testing"

	"newsbot/subscriptions/query"
)

func TestCanonicalForm(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"words keep their case and order", "  Nuclear   energy ", "Nuclear energy"},
		{"punctuation around words goes", "gas, (oil)! ...coal?", "gas oil coal"},
		{"punctuation inside words stays", "AT&T covid-19 10:30 1,000", "AT&T covid-19 10:30 1,000"},
		{"a comma without a space parts words", "gas,oil", "gas oil"},
		{"phrases may have any quotes", `«нефть и газ» “nuclear  energy” „Gas“`, `"нефть и газ" "nuclear energy" "Gas"`},
		{"OR in any case and language", "oil or gas OR coal | нефть || уголь или торф немесе газ", "oil OR gas OR coal OR нефть OR уголь OR торф OR газ"},
		{"AND is left out", "oil AND gas и уголь және торф", "oil gas уголь торф"},
		{"NOT becomes a minus", "gas NOT oil не уголь -coal −peat —wood", "gas -oil -уголь -coal -peat -wood"},
		{"a double negation goes", "NOT -gas --oil coal", "gas -oil coal"},
		{"a dash between spaces is punctuation", "Газ — нефть – уголь", "Газ нефть уголь"},
		{"AND binds tighter than OR", "a1 b1 OR c1 d1", "a1 b1 OR c1 d1"},
		{"needed parentheses stay", "(oil OR gas) -(coal OR peat) -(wood ash)", "(oil OR gas) -(coal OR peat) -(wood ash)"},
		{"needless parentheses go", "((oil) (gas)) OR ((coal OR (peat)))", "oil gas OR coal OR peat"},
		{"a prefix", "visit* OR Визит*", "visit* OR Визит*"},
		{"a source", "source:akorda.kz SOURCE:«Wall Street Journal» source: BBC", `source:akorda.kz source:"Wall Street Journal" source:BBC`},
		{"in:title for all words", "gas in:title deal -oil", "in:title gas deal -oil"},
		{"in:title for all branches", "(gas OR oil) in:title", "in:title (gas OR oil)"},
		{"in:title for one branch", "in:title gas deal OR oil", "in:title:gas in:title:deal OR oil"},
		{"in:title for one word", "title:gas oil", "in:title:gas oil"},
		{"in:title for a phrase and a group", `in:title:"gas deal" in:title:(oil OR coal*) -in:title:peat wood`, `in:title:"gas deal" (in:title:oil OR in:title:coal*) -in:title:peat wood`},
		{"an operator's name in quotes is a word", `"or" gas title:or`, `"or" gas in:title:or`},
		{"a colon after a word is punctuation", "Breaking: OR: gas", "Breaking OR gas"},
		{"a field in any case", "IN:TITLE Gas", "in:title Gas"},
		{"invisible characters go", "\u200egas\u200b \ufeff-oil\u00ad", "gas -oil"},
		{"tags go", "<b>bold</b> <a href=\"https://example.org\">gas</a> oil<br/>coal", "bold gas oil coal"},
		{"what a usage line writes in brackets stays", "<gas> <nuclear energy> <b c>", "gas nuclear energy b c"},
		{"signs of order part words", "oil<gas >coal <", "oil gas coal"},
		{"symbols", "oil & !gas && (coal || peat) !(wood)", "oil -gas (coal OR peat) -wood"},
		{"exclamations are no operators", "Gas! (oil)! coal!! peat !", "Gas oil coal peat"},
		{"a Kazakh NOT after its word", "газ футбол ЕМЕС", "газ -футбол"},
		{"a Kazakh NOT after a group, in lower case", "газ және (футбол немесе хоккей) емес", "газ -(футбол OR хоккей)"},
		{"a Kazakh NOT before a word with none before it", "газ және емес футбол", "газ -футбол"},
		{"near in any language", "oil near/5 gas OR нефть Рядом/10 газ OR мұнай жақын/1 газ", "oil near/5 gas OR нефть near/10 газ OR мұнай near/1 газ"},
		{"near beside other words", "oil NEAR/5 pipeline Urals", "(oil near/5 pipeline) Urals"},
		{"near of phrases, prefixes and one of several", `("oil price" | gas*) near/3 (fall* OR drop)`, `("oil price" OR gas*) near/3 (fall* OR drop)`},
		{"near in the title", "in:title:oil near/5 gas coal", "(in:title:oil near/5 in:title:gas) coal"},
		{"near with in:title", "in:title oil near/5 gas", "in:title oil near/5 gas"},
		{"near and a name", "oil near/5 Italy", `oil near/5 "Italy"`},
		{"near and a name of two words", "South Korea near/5 oil", `"South Korea" near/5 oil`},
		{"near that must not be there", "coal -(oil near/5 gas)", "coal -(oil near/5 gas)"},
		{"near in quotes is a word", `"near/5" gas`, `"near/5" gas`},
		{"a tilde before a number that is none of words is punctuation", "cost ~5% OR ~6 km OR price ~500 dollars OR deal ~7 OR gas near 24/7", "cost 5 OR 6 km OR price 500 dollars OR deal 7 OR gas near 24/7"},
		{"near alone is a word", "near Moscow", "near Moscow"},
		{"a language", "gas LANG:RU -language:Kazakh", "gas lang:ru -lang:kk"},
		{"names with signs", "C++ C# .NET AT&T R&D", "C++ C# .NET AT&T R&D"},
		{"an ampersand between longer words", "oil&gas", "oil gas"},
		{"initials", "J. K. Rowling U.S. А. С. Пушкин", "J. K. Rowling U.S. А. С. Пушкин"},
		{"numbers apart that are no grouped one", "10  000 -1 AND 000 (J.K.) L.M. 5&000*", "10 (000) -1 (000) J.K. (L.M.) 5 (000*)"},
		{"a phrase on one line", "\"natural\x01 \n gas\" \"10\t000\"", `"natural gas" "10 000"`},
		{"a grouped number", "10 000 barrels", "10 000 barrels"},
		{"what was copied from a page", "oil &amp; gas &lt;b&gt;coal&lt;/b&gt; AT&amp;T &quot;natural gas&quot; a&nbsp;b", `oil gas coal AT&T "natural gas" a b`},
		{"emoji go", "gas 🔥 ⚡️oil", "gas oil"},
		{"a minus after lone punctuation", "gas … -football", "gas -football"},
		{"parentheses after lone punctuation", "~ (oil OR gas) / (coal | peat)", "(oil OR gas) (coal OR peat)"},
		{"a phrase after lone punctuation", `… "natural gas"`, `"natural gas"`},
		{"an operator after lone punctuation", "gas . OR oil", "gas OR oil"},
	} {
		t.Run(test.name, func(t *testing.T) {
			q, err := query.Parse(test.text)
			if err != nil {
				t.Fatalf("Parse(%q): %v", test.text, err)
			}
			if got := q.String(); got != test.want {
				t.Errorf("Parse(%q) = %q, want %q", test.text, got, test.want)
			}
			roundTrip(t, q)
		})
	}
}

// roundTrip checks that the canonical form reads back to the same query.
func roundTrip(t interface{ Errorf(string, ...any) }, q *query.Query) {
	for name, read := range map[string]func(string) (*query.Query, error){"Parse": query.Parse, "Restore": query.Restore} {
		again, err := read(q.String())
		var e *query.Error
		switch {
		case errors.As(err, &e) && e.Code == query.TooLong && name == "Parse":
		case err != nil:
			t.Errorf("%s(%q): %v", name, q, err)
		case again.String() != q.String():
			t.Errorf("%s(%q) = %q, want the same", name, q, again)
		case again.Key() != q.Key():
			t.Errorf("%s(%q): key %q, want %q", name, q, again.Key(), q.Key())
		}
	}
}

func TestKeyIsTheSame(t *testing.T) {
	for _, test := range []struct{ name, a, b string }{
		{"in any case", "Gas", "gAS"},
		{"for forms of a word", "visits нефти", "visiting нефть"},
		{"in any order", "oil gas OR coal -peat", "-peat coal OR gas oil"},
		{"with and without quotes around one word", `"gas"`, "gas"},
		{"for a word said twice", "gas Gas", "gas"},
		{"for ё and е", "орёл", "орел"},
		{"for diacritics", "São café", "sao cafe"},
		{"for apostrophes and possessives", "O’Brien ENI's", "obrien eni"},
		{"for a word and the same in parentheses", "gas (gas OR oil)", "gas"},
		{"for a branch that another one covers", "gas OR gas oil", "gas"},
		{"for what a NOT decides", "oil (gas OR -oil)", "gas oil"},
		{"for a word that its phrase implies", `"natural gas" gas`, `"natural gas"`},
		{"for a word that is in the title anyway", "in:title:gas gas oil", "oil title:gas"},
		{"for a prefix of a prefix", "visit* OR visito*", "visit*"},
		{"for negations of several", "coal -(oil OR gas)", "coal -oil -gas"},
		{"for negations of all", "coal -(oil gas)", "coal (-oil OR -gas)"},
		{"for near in both orders", "oil near/5 gas", "gas near/5 oil"},
		{"for near in the title", "in:title:(oil near/5 gas)", "in:title:oil near/5 in:title:gas"},
		{"for near and farther", "oil near/5 gas OR oil near/7 gas", "oil near/7 gas"},
		{"for a word near another", "oil near/5 gas oil", "oil near/5 gas"},
		{"for initials", "J. K. Rowling U.N.", "J.K. Rowling UN"},
		{"for numbers", "10,000 3,5", "10000 3.5"},
		{"for languages and their regions", "gas lang:ru", "gas lang:ru-RU"},
		{"for languages and their names", "gas lang:kk", "gas lang:қазақша"},
		{"for a country and what naming it adds", "Italy mentions:IT", "Italy"},
		{"for a country named or more", "Italy OR mentions:IT", "mentions:IT"},
		{"for in:title once and everywhere", "in:title gas oil", "in:title:oil title:gas"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if a, b := parse(t, test.a), parse(t, test.b); a.Key() != b.Key() {
				t.Errorf("%q has key %q, %q has %q, want the same", test.a, a.Key(), test.b, b.Key())
			}
		})
	}
}

func TestKeyDiffers(t *testing.T) {
	for _, test := range []struct{ name, a, b string }{
		{"for the letters of Kazakh", "қала", "кала"},
		{"for й", "йод", "иод"},
		{"for a word and a prefix", "gas", "gas*"},
		{"for a word and one in the title", "gas", "in:title gas"},
		{"for words and a phrase", "nuclear energy", `"nuclear energy"`},
		{"for AND and OR", "oil gas", "oil OR gas"},
		{"for a source and a word", "akorda", "source:akorda"},
		{"for names with signs and their letters", "C++", "c"},
		{"for near and a phrase", "oil near/1 gas", `"oil gas"`},
		{"for near and farther", "oil near/5 gas", "oil near/6 gas"},
		{"for a word near and twice", "oil near/5 oil", "oil"},
		{"for phrases near that one of them implies", `("oil price" OR oil) near/2 gas`, "oil near/2 gas"},
		{"for languages", "gas lang:ru", "gas lang:kk"},
		{"for a hyphenated word and a phrase", "e-mail", `"e mail"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if a, b := parse(t, test.a), parse(t, test.b); a.Key() == b.Key() {
				t.Errorf("%q and %q both have key %q, want two", test.a, test.b, a.Key())
			}
		})
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name, text string
		code       query.Code
		pos        int
		hint       string
	}{
		{"nothing", " \n ", query.Empty, 0, ""},
		{"only punctuation", " ?! — ", query.NoWords, 0, ""},
		{"only emoji", "🔥🔥", query.NoWords, 0, ""},
		{"over the limit", strings.Repeat("я", 257), query.TooLong, 256, ""},
		{"a quote not closed", `газ "nuclear energy`, query.UnclosedQuote, 4, `газ "nuclear energy"`},
		{"a quote not closed after in:title", `in:title "nuclear`, query.UnclosedQuote, 9, `in:title "nuclear"`},
		{"an empty phrase", `gas "?!"`, query.EmptyQuotes, 4, "gas"},
		{"a parenthesis not closed", "oil (gas (coal", query.UnclosedGroup, 9, "oil (gas (coal))"},
		{"a parenthesis not opened", "oil) gas", query.UnopenedGroup, 3, "oil gas"},
		{"empty parentheses", "gas ( )", query.EmptyGroup, 4, "gas"},
		{"OR at the end", "gas OR", query.DanglingOperator, 4, "gas"},
		{"OR at the beginning", "| gas", query.DanglingOperator, 0, "gas"},
		{"OR twice", "gas OR OR oil", query.DanglingOperator, 7, "gas OR oil"},
		{"AND before OR", "gas AND OR oil", query.DanglingOperator, 4, "gas OR oil"},
		{"AND at the end of parentheses", "(gas AND) oil", query.DanglingOperator, 5, "(gas ) oil"},
		{"NOT at the end", "gas NOT", query.DanglingNot, 4, "gas"},
		{"NOT before OR", "gas NOT OR oil", query.DanglingNot, 4, "gas OR oil"},
		{"a minus apart from its word", "gas - football", query.DanglingNot, 4, "gas -football"},
		{"an exclamation mark apart from its word", "gas ! football", query.DanglingNot, 4, "gas -football"},
		{"a Kazakh NOT that could belong to either word", "газ ЕМЕС футбол", query.DanglingNot, 4, "-газ футбол"},
		{"a Kazakh NOT alone", "емес", query.DanglingNot, 0, "energy -football"},
		{"an ampersand at the end", "gas &", query.DanglingOperator, 4, "gas"},
		{"only an ampersand", "&", query.DanglingOperator, 0, "oil AND gas"},
		{"only NOT", "NOT football", query.NothingRequired, 0, "energy -football"},
		{"only NOT, in parentheses", "-(gas oil)", query.NothingRequired, 0, "energy -(gas oil)"},
		{"only NOT in a branch", "gas OR -football", query.NothingRequired, 7, "gas -football"},
		{"a star in a word", "gas vis*t", query.MisplacedStar, 4, "gas vis*"},
		{"a star before a word", "*gas", query.MisplacedStar, 0, "gas*"},
		{"a star alone", "gas *", query.MisplacedStar, 4, "gas"},
		{"a star in a phrase", `"big gas*"`, query.MisplacedStar, 0, `"big gas"`},
		{"a star after two words", "covid-1*", query.MisplacedStar, 0, `"covid-1"`},
		{"a short prefix", "g*", query.PrefixTooShort, 0, "g"},
		{"an unknown field", "author:smith", query.UnknownField, 0, `"author:smith"`},
		{"a language and nothing else", "lang:en", query.NothingRequired, 0, "energy lang:en"},
		{"a language in one branch", "gas OR lang:ru", query.NothingRequired, 7, "gas lang:ru"},
		{"no language", "gas lang:xx1", query.UnknownLanguage, 4, "gas lang:en"},
		{"a language without its value", "gas lang:", query.MissingValue, 4, "gas lang:en"},
		{"near without a number", "oil near/ gas", query.BadDistance, 4, "oil near/5 gas"},
		{"near with a word for a number", "oil near/far gas", query.BadDistance, 4, "oil near/5 gas"},
		{"near with no distance", "oil near/0 gas", query.BadDistance, 4, "oil near/5 gas"},
		{"near with a word right behind its distance", "oil near/5gas", query.BadDistance, 4, "oil near/5 gas"},
		{"near apart from its distance", "oil near/ 7 gas", query.BadDistance, 4, "oil near/7 gas"},
		{"near apart from its distance and the slash", "oil near /5 gas", query.MiswrittenNear, 4, "oil near/5 gas"},
		{"near apart from all", "нефть Рядом / 7 газ", query.MiswrittenNear, 6, "нефть near/7 газ"},
		{"near apart from a distance too far", "oil near /51 gas", query.MiswrittenNear, 4, "oil near/50 gas"},
		{"near apart from its distance, in parentheses", "coal -(oil near /5 gas)", query.MiswrittenNear, 11, "coal -(oil near/5 gas)"},
		{"near apart from its distance, at the end", "oil near /5", query.MiswrittenNear, 4, "oil"},
		{"a tilde for near", "oil ~5 gas", query.MiswrittenNear, 4, "oil near/5 gas"},
		{"a tilde for near after a phrase", `coal "oil gas"~5`, query.MiswrittenNear, 14, `coal ("oil" near/5 "gas")`},
		{"a tilde for near after a longer phrase", `"big oil gas"~5`, query.MiswrittenNear, 13, `"big oil gas"`},
		{"a Kazakh NOT between others", "алтын мұнай емес (газ OR көмір)", query.DanglingNot, 12, "алтын -мұнай (газ OR көмір)"},
		{"near too far", "oil near/51 gas", query.BadDistance, 4, "oil near/50 gas"},
		{"near at the end", "oil near/5", query.DanglingOperator, 4, "oil"},
		{"near at the beginning", "near/5 oil", query.DanglingOperator, 0, "oil"},
		{"near before OR", "oil near/5 OR gas", query.DanglingOperator, 4, "oil OR gas"},
		{"only near", "near/5", query.DanglingOperator, 0, "oil near/5 pipeline"},
		{"near something that must not be there", "oil near/5 -gas", query.MisplacedNear, 11, "oil -gas"},
		{"near after something that must not be there", "-oil near/5 gas", query.MisplacedNear, 0, "energy -(oil near/5 gas)"},
		{"near a source", "oil near/5 source:bbc", query.MisplacedNear, 11, "oil source:bbc"},
		{"near a country", "oil near/5 country:IT", query.MisplacedNear, 11, `oil near/5 "Italy"`},
		{"near words in any order", "oil near/5 (gas coal)", query.MisplacedNear, 12, "oil gas coal"},
		{"near of three", "oil near/5 gas near/3 coal", query.MisplacedNear, 22, "(oil near/5 gas) (gas near/3 coal)"},
		{"too many on one side of near", "x near/5 (a|b|c|d|e|f|g|h|i)", query.TooManyWords, 26, ""},
		{"a word and its opposite", "gas -gas", query.NeverMatches, 4, "gas"},
		{"a word in another form and its opposite", "oil -visits gas visit", query.NeverMatches, 16, "oil -visits gas"},
		{"a word in the title but nowhere", "in:title:gas -gas", query.NeverMatches, 13, "in:title gas"},
		{"a word in the title but nowhere, with one in:title", "in:title gas -gas oil", query.NeverMatches, 13, "in:title gas oil"},
		{"two languages", "gas lang:en lang:ru", query.NeverMatches, 12, "gas lang:en"},
		{"a phrase without its word", `"natural gas" -gas`, query.NeverMatches, 14, `"natural gas"`},
		{"a near without its word", `oil near/5 gas -oil`, query.NeverMatches, 15, `oil near/5 gas`},
		{"each of two that must be one", "(oil OR gas) -oil -gas", query.NeverMatches, 18, "(oil OR gas) -oil"},
		{"by cases", "(a | b) (a | -b) (-a | b) (-a | -b)", query.NeverMatches, 27, "(a OR b) (a OR -b) (-a OR b)"},
		{"a branch that cannot be", "oil OR gas -gas", query.NeverMatches, 11, "oil OR gas"},
		{"deep and not closed", "((((((((((gas", query.UnclosedGroup, 9, "gas"},
		{"a field without its value", "gas source:", query.MissingValue, 4, "gas source:akorda"},
		{"in:title alone", "in:title", query.TitleWithoutWords, 0, "in:title gas"},
		{"in:title with no word", "in:title source:bbc", query.TitleWithoutWords, 0, "in:title gas"},
		{"NOT in:title", "gas -in:title", query.MisplacedTitle, 5, "gas -in:title:gas"},
		{"in: something else", "gas in:text", query.MisplacedTitle, 4, "gas in:title:text"},
		{"only a parenthesis", "(", query.UnclosedGroup, 0, "(oil OR gas)"},
		{"only a closing parenthesis", ")", query.UnopenedGroup, 0, "(oil OR gas)"},
		{"only empty parentheses", "()", query.EmptyGroup, 0, "(oil OR gas)"},
		{"only a minus and a word", "-football", query.NothingRequired, 0, "energy -football"},
		{"only a minus and the word of the hint", "-Energy", query.NothingRequired, 0, "gas -Energy"},
		{"NOT in every branch", "-oil OR -gas", query.NothingRequired, 0, "energy (-oil OR -gas)"},
		{"only a minus", "-", query.DanglingNot, 0, "energy -football"},
		{"only OR", "OR", query.DanglingOperator, 0, "oil OR gas"},
		{"only a bar", "|", query.DanglingOperator, 0, "oil OR gas"},
		{"only AND", "AND", query.DanglingOperator, 0, "oil AND gas"},
		{"only quotes", `""`, query.EmptyQuotes, 0, `"nuclear energy"`},
		{"only a quote", `"`, query.UnclosedQuote, 0, `"nuclear energy"`},
		{"title: alone", "title:", query.MissingValue, 0, "in:title:gas"},
		{"an error after what was copied from a page", "oil &amp; gas OR", query.DanglingOperator, 14, "oil & gas"},
		{"two mistakes", "! oil", query.DanglingNot, 0, "energy -oil"},
		{"three mistakes", `gas -(oil OR "coal`, query.UnclosedQuote, 13, `gas -(oil OR "coal")`},
		{"OR at the end of what must not be there", "gas -(oil OR", query.DanglingOperator, 10, "gas -(oil)"},
		{"a minus at the end", "gas -", query.DanglingNot, 4, "gas"},
		{"a quote at the end", `oil"`, query.UnclosedQuote, 3, "oil"},
		{"a star alone among others", "* (oil OR gas)", query.MisplacedStar, 0, "(oil OR gas)"},
		{"a star in a phrase among others", `gas -"oil*" coal`, query.MisplacedStar, 5, `gas -"oil" coal`},
		{"a star in a source", `gas source:"radio free*" oil`, query.MisplacedStar, 4, `gas source:"radio free" oil`},
		{"a star in the title", "gas in:title:vis*t", query.MisplacedStar, 4, "gas in:title:vis*"},
		{"NOT in:title before a word", "gas -in:title oil", query.MisplacedTitle, 5, "gas -in:title:oil"},
		{"only NOT in:title", "NOT in:title oil", query.MisplacedTitle, 4, "energy -in:title:oil"},
		{"in: something else before words", "in:headline gas oil", query.MisplacedTitle, 0, "in:title gas oil"},
		{"in: a word", "oil in:gas", query.MisplacedTitle, 4, "oil in:title:gas"},
		{"the title without in:", "oil intitle:gas", query.UnknownField, 4, "oil in:title:gas"},
		{"an unknown field among others", "gas author:smith oil", query.UnknownField, 4, `gas "author:smith" oil`},
		{"no language, apart from its field", "lang: xx1 gas", query.UnknownLanguage, 0, "lang:en gas"},
		{"no language and nothing else", "lang:xx1", query.UnknownLanguage, 0, "energy lang:en"},
		{"the beginning of a language", "lang:рус газ", query.UnknownLanguage, 0, "lang:ru газ"},
		{"a word near what it cannot stand near, among others", "coal OR oil near/5 -gas", query.MisplacedNear, 19, "coal OR (oil -gas)"},
		{"near two countries", "country:IT near/5 country:FR coal", query.MisplacedNear, 0, `("Italy" near/5 "France") coal`},
		{"two languages and nothing else", "lang:ru lang:en", query.NeverMatches, 8, "energy lang:ru"},
		{"a word or not", "-gas OR gas", query.NothingRequired, 0, "gas"},
		{"too deep", "a(b|(c(d|(e(f|(g(h|(i(k|l)))))))))", query.TooDeep, 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			q, err := query.Parse(test.text)
			var e *query.Error
			if !errors.As(err, &e) {
				t.Fatalf("Parse(%q) = %v, %v, want code %q", test.text, q, err, test.code)
			}
			if e.Code != test.code || e.Pos != test.pos || e.Hint != test.hint {
				t.Errorf("Parse(%q): code %q at %d, hint %q; want %q at %d, hint %q (%v)",
					test.text, e.Code, e.Pos, e.Hint, test.code, test.pos, test.hint, e)
			}
			if s := e.Error(); strings.Contains(s, "%!") || s == "" {
				t.Errorf("Parse(%q): text %q", test.text, s)
			}
		})
	}
}

// More mistakes than are mended one by one leave the words.
func TestAHintForAQueryOfManyMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"gas" + strings.Repeat(" OR", 9) + " oil":                                 "gas oil",
		"a:b1 a:b2 a:b3 a:b4 a:b5 a:b6 a:b7 a:b8 a:b9":                            "b1 b2 b3 b4 b5 b6 b7 b8",
		strings.Repeat("v*t ", 2) + "*gas w*d x*d y*d z*d oil* *coal *peat":       "vt gas wd xd yd zd oil coal",
		`in:title:g*s -o*l NOT p*t c*l емес "" "" "" "" "" "" near/5 d*l source:`: "gs dl",
		strings.Repeat("OR ", 20):                                                 "oil OR gas",
		strings.Repeat("() ", 20):                                                 "(oil OR gas)",
		strings.Repeat("! OR ", 20) + "gas":                                       "gas",
	} {
		_, err := query.Parse(text)
		var e *query.Error
		if !errors.As(err, &e) || e.Hint != want {
			t.Errorf("Parse(%q) = %v, want the hint %q", text, err, want)
		}
	}
}

func parse(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return q
}
