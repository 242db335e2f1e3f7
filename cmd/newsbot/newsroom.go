package main

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

//go:embed samples.yaml
var samplesYAML []byte

// A sample is a story of the demo.
type sample struct {
	Feed     string `yaml:"feed"` // a sample source's name
	Language string `yaml:"language"`
	Title    string `yaml:"title"`
	Source   string `yaml:"source"`
	Text     string `yaml:"text"`
}

// A newsroom makes up the demo's news. A subscription that had no story yet is
// served first. Else every fourth story is for one of the subscriptions, by
// turns, and the others are the written samples and then, for ever, stories from
// templates.
type newsroom struct {
	wanted func() []*query.Query // what is subscribed to; in any order, may repeat

	mu      sync.Mutex
	samples []sample        // not used yet
	served  map[string]bool // subscriptions that had a story made for them
	number  int             // of the next story; never used again, so no two stories are one
}

// newNewsroom returns a newsroom that has published before, where before is not 0.
func newNewsroom(before int, wanted func() []*query.Query) (*newsroom, error) {
	n := &newsroom{wanted: wanted, number: before}
	if err := yaml.UnmarshalWithOptions(samplesYAML, &n.samples, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read the sample stories: %w", err)
	}
	for i := range n.samples {
		n.samples[i].Text = strings.TrimSpace(n.samples[i].Text)
	}
	n.samples = n.samples[min(before, len(n.samples)):]
	return n, nil
}

// take returns a number for a story that somebody else has written.
func (n *newsroom) take() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.number++
	return n.number - 1
}

// story returns the next story and its number.
func (n *newsroom) story() (int, sample) {
	wanted := n.wanted()
	n.mu.Lock()
	defer n.mu.Unlock()
	i := n.number
	n.number++
	if q := n.turn(i, wanted); q != nil {
		if s, ok := about(i, q); ok {
			return i, s
		}
	}
	if len(n.samples) > 0 {
		s := n.samples[0]
		n.samples = n.samples[1:]
		return i, s
	}
	return i, compose(i, countries[i*7%len(countries)], topics[i*5%len(topics)])
}

// turn returns the subscription that story i is for, or nil.
func (n *newsroom) turn(i int, wanted []*query.Query) (turn *query.Query) {
	served := make(map[string]bool, len(wanted)) // whoever comes back is served anew
	for _, q := range wanted {
		name := q.String()
		if !n.served[name] && turn == nil {
			turn = q
			served[name] = true
		}
		served[name] = served[name] || n.served[name]
	}
	n.served = served
	if turn == nil && i%4 == 0 && len(wanted) > 0 {
		turn = wanted[i/4%len(wanted)]
	}
	return turn
}

// about returns a story that a query finds, or false where none that the
// newsroom can write is.
func about(i int, q *query.Query) (sample, bool) {
	named := q.Countries()
	if len(named) == 0 {
		named = []country.Code{countries[i*7%len(countries)]}
	}
	for try := range len(topics) * len(named) {
		code := named[(i+try)%len(named)]
		s := compose(i, code, topics[(i*5+try)%len(topics)])
		if q.Match(query.NewDocument(&feed.Story{
			Item:  feed.Item{Title: s.Title, Text: s.Text, Language: s.Language},
			About: []country.Code{code}, Mentioned: []country.Code{code},
		})) {
			return s, true
		}
	}
	return sample{}, false
}

// compose writes story i. The number in it makes it another story than each of
// those about the same.
func compose(i int, about country.Code, topic string) sample {
	t := templates[i%len(templates)]
	name, count := country.Name(about, "en"), 12+i%389
	s := sample{Feed: sampleWire, Language: "en", Source: sampleWire}
	if i%3 == 0 {
		s.Feed, s.Source = sampleListing, "MFA"
	}
	s.Title = fmt.Sprintf(t.title, name, count, topic)
	s.Text = fmt.Sprintf(t.text, name, count, topic)
	return s
}

// templates are headlines and leads; the verbs are the country, a count and the
// topic.
var templates = []struct{ title, text string }{
	{"%[1]s and Kazakhstan sign %[2]d agreements on %[3]s",
		"Ministers signed the %[2]d agreements on %[3]s in Astana. Most of them begin this year, the delegation of %[1]s said."},
	{"Delegation of %[2]d companies from %[1]s discusses %[3]s in Almaty",
		"The %[2]d companies from %[1]s met partners in Almaty. The talks were about %[3]s and about training."},
	{"Ambassador to %[1]s presents %[2]d projects in %[3]s",
		"The embassy of Kazakhstan in %[1]s invited to a presentation of %[2]d projects in %[3]s."},
	{"%[2]d students from %[1]s begin a course on %[3]s",
		"The %[2]d students from %[1]s will spend a year in Astana. The course on %[3]s is held in English and Kazakh."},
	{"Conference on %[3]s draws %[2]d experts from %[1]s",
		"A conference on %[3]s opened in Almaty. The %[2]d experts from %[1]s stay for three days."},
	{"Talks with %[1]s on %[3]s end with a list of %[2]d points",
		"Delegations of %[1]s and Kazakhstan agreed on %[2]d points about %[3]s. The next round is planned for summer."},
	{"%[1]s invests %[2]d million dollars in %[3]s",
		"A fund from %[1]s will put %[2]d million dollars into %[3]s, the investment agency said."},
}

// countries are those that the stories from templates are about when nobody
// asked for one.
var countries = []country.Code{
	"IT", "UZ", "DE", "JP", "FR", "TR", "BR", "IN", "KG", "PL", "CA", "EG", "ES", "GE", "VN", "SE", "AZ", "HU", "KR",
	"MA", "MN", "CH", "AR", "FI", "TJ", "GR", "ID", "KE", "NO", "MX", "PT", "AT", "CZ", "ZA", "RO", "SG",
}

var topics = []string{
	"wind power", "food safety", "water management", "rail freight", "wheat and flour", "nuclear energy", "museums",
	"digital government", "oil and gas", "civil aviation", "rare metals", "tourism", "medical research",
}
