package subscriptions_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
	"newsbot/subscriptions/store/storetest"
)

// A newsroom writes stories and subscriptions with words as unevenly spread as
// in a language: the n-th word is n times rarer than the first.
type newsroom struct {
	random *rand.Rand
	zipf   *rand.Zipf
	words  []string
}

func newNewsroom() *newsroom {
	random := rand.New(rand.NewPCG(1, 2))
	r := &newsroom{random: random, zipf: rand.NewZipf(random, 1.07, 8, 39_999)}
	for range 40_000 {
		word := ""
		for range 1 + random.IntN(3) {
			word += string("bcdfghklmnprstvz"[random.IntN(16)]) + string("aeiou"[random.IntN(5)])
		}
		r.words = append(r.words, word+string("lmnrsd"[random.IntN(6)]))
	}
	return r
}

func (r *newsroom) word() string { return r.words[r.zipf.Uint64()] }

// keyword is one that people subscribe to: not among the commonest 200.
func (r *newsroom) keyword() string { return r.words[(200+r.zipf.Uint64())%uint64(len(r.words))] }

func (r *newsroom) country() country.Code {
	all := country.All()
	return all[r.zipf.Uint64()%uint64(len(all))]
}

// story has about 300 words.
func (r *newsroom) story() *feed.Story {
	text := make([]string, 250+r.random.IntN(100))
	for i := range text {
		text[i] = r.word()
	}
	about := []country.Code{r.country()}
	return &feed.Story{
		Item:   feed.Item{Title: strings.Join(text[:10], " "), Text: strings.Join(text[10:], " ")},
		Source: "Example News", SourceURL: "https://example.org/rss",
		About: about, Mentioned: append(about, r.country()),
	}
}

// query is a word in half of the cases, else a country, a phrase, an AND, an
// AND with a NOT, an OR or a prefix.
func (r *newsroom) query() string {
	switch n := r.random.IntN(100); {
	case n < 50:
		return r.keyword()
	case n < 65:
		return "country:" + string(r.country())
	case n < 80:
		return fmt.Sprintf("%q", r.keyword()+" "+r.keyword())
	case n < 90:
		return r.keyword() + " " + r.keyword()
	case n < 95:
		return r.keyword() + " -" + r.keyword()
	case n < 98:
		return r.keyword() + " OR " + r.keyword()
	}
	return r.keyword() + "*"
}

// BenchmarkMatch measures what one story costs, from reading it to the list of
// chats, and the same without reading it.
func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		r := newNewsroom()
		var disk storetest.Memory
		book, _ := open(b, &disk)
		for chat := range int64(n / 10) {
			mustUpdate(b, book, chat+1, func(c *subscriptions.Chat) error {
				for range 10 {
					if err := subscribe(r.query())(c); err != nil && err != subscriptions.ErrSubscribed {
						return err
					}
				}
				return nil
			})
		}
		stories := make([]*feed.Story, 1000)
		documents := make([]*query.Document, len(stories))
		for i := range stories {
			stories[i] = r.story()
			documents[i] = query.NewDocument(stories[i])
		}
		run := func(name string, match func(i int) []subscriptions.Match) {
			b.Run(fmt.Sprintf("%d subscriptions/%s", n, name), func(b *testing.B) {
				matched, i := 0, 0
				begin := cpu()
				for b.Loop() {
					matched += len(match(i % len(stories)))
					i++
				}
				b.ReportMetric(float64(i)/(cpu()-begin).Seconds(), "stories/CPU-s")
				b.ReportMetric(float64(matched)/float64(i), "chats/story")
			})
		}
		run("with reading", func(i int) []subscriptions.Match { return book.Match(query.NewDocument(stories[i])) })
		run("read", func(i int) []subscriptions.Match { return book.Match(documents[i]) })
	}
}
