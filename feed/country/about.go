package country

import "slices"

// A story is about a country whose score is above zero: the sum of the weights
// of what is true of it there. The weights are fitted to the labelled stories of
// testdata/about by a logistic regression, see fit_test.go, which holds the
// table to them; nothing else goes into it.
//
// The home country is weighed by no score, as it is named in nearly every story
// of its own press: see isHome.
var weights = [...]struct {
	name   string // as Explain shows it
	weight float64
}{
	inTitle:     {"in the title", 4.8},
	inDateline:  {"in the dateline", 4.2},
	inLead:      {"in the first paragraph", 4.4},
	again:       {"named again after that, twice at most", 1.9}, // each time
	onlyCities:  {"by cities only", -4.0},
	besideTitle: {"the title names another", -4.8},
	besideHome:  {"the title names home", -3.3},
	mostNamed:   {"named most, where nothing above is true of any", 4.0},
	always:      {"to begin with", -2.0},
}

// The features of a country in a story: rows of weights.
const (
	inTitle = iota
	inDateline
	inLead
	again
	onlyCities
	besideTitle
	besideHome
	mostNamed
	always
	featureCount
)

type features [featureCount]float64

func (f *features) score() (sum float64) {
	for i, x := range f {
		sum += x * weights[i].weight
	}
	return sum
}

// Of more countries than these that are named equally often none is what a story
// is about: it lists them.
const mostTied = 2

// weigh returns the features of each country but home, in the order of standings.
func weigh(all []standing, home Code) []features {
	titled, homeTitled, placed := false, false, false
	top, tied := 0, 0
	for _, st := range all {
		if st.code == home {
			homeTitled = st.inTitle
			continue
		}
		titled = titled || st.inTitle
		placed = placed || st.inTitle || st.dateline || st.lead > 0 && st.names > 0
		switch named := st.names + st.cities; {
		case named > top:
			top, tied = named, 1
		case named == top:
			tied++
		}
	}
	found := make([]features, len(all))
	for i, st := range all {
		if st.code == home {
			continue
		}
		f := &found[i]
		set := func(feature int, is bool) {
			if is {
				f[feature] = 1
			}
		}
		named := st.names + st.cities
		set(inTitle, st.inTitle)
		set(inDateline, st.dateline)
		set(inLead, st.lead > 0)
		set(onlyCities, st.names == 0 && !st.inTitle && !st.dateline)
		set(besideTitle, titled && !st.inTitle)
		set(besideHome, homeTitled && !titled)
		set(mostNamed, !placed && !homeTitled && named == top && tied <= mostTied)
		if st.lead > 0 && st.names > 0 {
			f[again] = float64(min(named, 3) - 1)
		}
		f[always] = 1
	}
	return found
}

// about returns what the story is about.
func (s *story) about(home Code) []Code {
	all := s.standings()
	var found []Code
	for i, f := range weigh(all, home) {
		st := &all[i]
		if st.code == home && st.isHome() || st.code != home && f.score() > 0 {
			found = append(found, st.code)
		}
	}
	slices.Sort(found)
	return found
}

// A Verdict says whether a story is about a country that it names, and why.
type Verdict struct {
	Code  Code
	About bool
	// Score is the sum of the weights; the home country has none.
	Score   float64
	Reasons []Reason
}

// A Reason is one thing that is true of a country in a story, and its weight,
// as often as it counts.
type Reason struct {
	Name   string
	Weight float64
}

// verdicts are the reasons of about.
func (s *story) verdicts(home Code) []Verdict {
	all := s.standings()
	found := make([]Verdict, 0, len(all))
	for i, f := range weigh(all, home) {
		v := Verdict{Code: all[i].code}
		if v.Code == home {
			v.About = all[i].isHome()
			v.Reasons = []Reason{{Name: "home, which counts where the title, the dateline or the first paragraph names it, or twice"}}
		} else {
			v.Score = f.score()
			v.About = v.Score > 0
		}
		for k, x := range f {
			if x != 0 {
				v.Reasons = append(v.Reasons, Reason{weights[k].name, x * weights[k].weight})
			}
		}
		found = append(found, v)
	}
	return found
}
