package subscriptions_test

import (
	"testing"

	"newsbot/subscriptions/workload"
)

func TestPostgresFindsTheSame(t *testing.T) {
	p := peer{b: t}
	defer p.close()
	server := p.start(t)
	if server == nil {
		t.Skip(p.err)
	}
	m := newMatching(t, workload.English, 2000)
	if _, err := server.Load(m.workload, m.subscriptions, m.stories); err != nil {
		t.Fatal(err)
	}
	answers, took, err := server.Match(m.stories)
	if err != nil {
		t.Fatal(err)
	}
	m.agree(t, answers)
	matched := 0
	for _, a := range answers {
		matched += a.Subscriptions
	}
	if took <= 0 || matched < len(answers) {
		t.Errorf("%d stories match %d subscriptions in %v, want one each at least, and time that is measured", len(answers), matched, took)
	}
}
