package main

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"newsbot/feed/country"
)

//go:embed samples.yaml
var samplesYAML []byte

// A sample is a story of the demo.
type sample struct {
	Feed   string `yaml:"feed"` // a sample source's name
	Title  string `yaml:"title"`
	Source string `yaml:"source"`
	Text   string `yaml:"text"`
}

// A newsroom makes up the demo's news: first the written samples, then for
// ever stories from templates, every second of them about a country that
// somebody follows, so that each subscription is soon served.
type newsroom struct {
	followed func() []country.Code // in any order, may repeat

	mu      sync.Mutex
	samples []sample
	next    int // of all stories so far
}

func newNewsroom(followed func() []country.Code) (*newsroom, error) {
	n := &newsroom{followed: followed}
	if err := yaml.UnmarshalWithOptions(samplesYAML, &n.samples, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read the sample stories: %w", err)
	}
	for i := range n.samples {
		n.samples[i].Text = strings.TrimSpace(n.samples[i].Text)
	}
	return n, nil
}

// templates are headlines and leads; the three verbs are the country, a
// number that makes the headline new, and the topic.
var templates = []struct{ title, text string }{
	{"%[1]s and Kazakhstan open round %[2]d of talks on %[3]s", "Delegations of %[1]s and Kazakhstan met for round %[2]d of their talks on %[3]s."},
	{"Delegation %[2]d from %[1]s visits Astana to discuss %[3]s", "Guests from %[1]s were received in Astana. The talks were about %[3]s."},
	{"Ambassador to %[1]s presents plan no. %[2]d for %[3]s", "The embassy of Kazakhstan in %[1]s presented a plan for %[3]s."},
	{"Exhibition %[2]d on %[3]s opens with guests from %[1]s", "An exhibition on %[3]s opened in Almaty. The guests of honour come from %[1]s."},
}

var topics = []string{
	"wind power", "student exchange", "water management", "rail freight", "wheat and flour", "nuclear safety",
	"museums", "digital government", "civil aviation", "rare metals", "tourism", "medical research",
}

// story returns the next story.
func (n *newsroom) story() sample {
	n.mu.Lock()
	defer n.mu.Unlock()
	i := n.next
	n.next++
	wanted := n.followed()
	if i < len(n.samples) && (i%2 == 0 || len(wanted) == 0) {
		return n.samples[i]
	}
	all := country.All()
	about := all[i*37%len(all)]
	if len(wanted) > 0 && i%2 == 1 {
		about = wanted[i/2%len(wanted)]
	}
	t := templates[i%len(templates)]
	topic := topics[i*5%len(topics)]
	s := sample{Feed: sampleWire, Source: "Steppe Wire"}
	if i%3 == 0 {
		s.Feed, s.Source = sampleListing, "MFA"
	}
	s.Title = fmt.Sprintf(t.title, country.Name(about, "en"), i, topic)
	s.Text = fmt.Sprintf(t.text, country.Name(about, "en"), i, topic)
	return s
}
