package group_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/feed/group"
)

// A stream numbers stories and passes each to a Grouper as the archive does.
type stream struct {
	*group.Grouper
	log []feed.Story
}

func newStream() *stream { return &stream{Grouper: group.New()} }

// add returns the numbers of what the story was joined with, and by what.
func (s *stream) add(story feed.Story) ([]int64, feed.Join) {
	if story.Found.IsZero() {
		story.Found = noon.Add(time.Duration(len(s.log)) * time.Minute)
	}
	s.Join(&story)
	story.Seq = int64(len(s.log) + 1)
	s.Add(&story)
	s.log = append(s.log, story)
	return story.Earlier, story.Join
}

// restarted returns a stream that was told the log again.
func (s *stream) restarted() *stream {
	again := &stream{Grouper: group.New(), log: s.log}
	for i := range again.log {
		again.Add(&again.log[i])
	}
	return again
}

func from(source, title, lead string) feed.Story {
	return feed.Story{SourceURL: "https://" + source + ".example/rss", Item: feed.Item{Title: title, Summary: lead}}
}

func linked(link string, s feed.Story) feed.Story {
	s.Link = link
	return s
}

func about(code country.Code, s feed.Story) feed.Story {
	s.About, s.Mentioned = []country.Code{code}, []country.Code{code}
	return s
}

const (
	dam      = "Dam bursts near Zhem, two thousand people evacuated"
	damLead  = "Rescuers evacuated about two thousand residents after a dam on the river Zhem gave way on Sunday, flooding three villages."
	damTold  = "Zhem: residents of three flooded villages evacuated as dam bursts"
	damOther = "Two thousand residents of three villages on the Zhem were evacuated by rescuers when the dam gave way."
)

func TestStoriesAreJoined(t *testing.T) {
	tests := []struct {
		name    string
		stories []feed.Story
		want    []int64 // what the last is joined with
		by      feed.Join
	}{
		{"one page under two addresses", []feed.Story{
			linked("https://x.example/news/1?utm_source=rss", from("a", "Dam bursts", "")),
			linked("http://X.example/news/1/", from("b", "What we know of the flood", "")),
		}, []int64{1}, feed.SameLink},
		{"one headline with other quotation marks", []feed.Story{
			from("a", "“Salt Road” wins the Golden Leopard", "One text."), from("b", `"Salt Road" wins the golden leopard!`, "Another."),
		}, []int64{1}, feed.SameHeadline},
		{"one event in other words", []feed.Story{from("a", dam, damLead), from("b", damTold, damOther)}, []int64{1}, feed.SameEvent},
		{"a third joins both", []feed.Story{
			from("a", dam, damLead), from("b", damTold, damOther), from("c", dam, "Details follow."),
		}, []int64{1, 2}, feed.SameHeadline},
		{"one event in other words of Kazakh", []feed.Story{
			from("a", "Қызылордада мың орындық мектеп ашылды", "Дүйсенбі күні Арай шағын ауданында мың оқушыға арналған жаңа мектеп ашылды, деп хабарлады әкімдік."),
			from("b", "Арай шағын ауданының мың орындық мектебі ашылды", "Дүйсенбіде Қызылорданың Арай ауданында мың оқушыға арналған мектептің есігі ашылды."),
		}, []int64{1}, feed.SameEvent},
		{"within three days", []feed.Story{from("a", dam, damLead), at(71*time.Hour, from("b", damTold, damOther))}, []int64{1}, feed.SameEvent},
		{"the lead is at the beginning of the text", []feed.Story{
			from("a", dam, damLead), {SourceURL: "b", Item: feed.Item{Title: damTold, Text: damOther}},
		}, []int64{1}, feed.SameEvent},
		{"a language declared by mistake", []feed.Story{
			from("a", dam, damLead), {SourceURL: "b", Item: feed.Item{Title: damTold, Summary: damOther, Language: "ru-RU"}},
		}, []int64{1}, feed.SameEvent},
	}
	for _, tt := range tests {
		s := newStream()
		var got []int64
		var by feed.Join
		for _, story := range tt.stories {
			got, by = s.add(story)
		}
		if !slices.Equal(got, tt.want) || by != tt.by {
			t.Errorf("%s: joined with %v by %q, want %v by %q", tt.name, got, by, tt.want, tt.by)
		}
	}
}

func at(d time.Duration, s feed.Story) feed.Story {
	s.Found = noon.Add(d)
	return s
}

func TestStoriesStayApart(t *testing.T) {
	fr := func(s feed.Story) feed.Story { s.Language = "fr"; return s }
	tests := []struct {
		name    string
		stories []feed.Story
	}{
		{"of one source", []feed.Story{from("a", dam, damLead), from("a", damTold, damOther)}},
		{"when the source is in the group already", []feed.Story{
			from("a", dam, damLead), from("b", damTold, damOther), from("a", damTold, damOther),
		}},
		{"after three days", []feed.Story{from("a", dam, damLead), at(73*time.Hour, from("b", dam, damLead))}},
		{"from the first look", []feed.Story{baseline(from("a", dam, damLead)), from("b", dam, damLead)}},
		{"with a home page as their address", []feed.Story{
			linked("https://x.example/", from("a", "One thing", "")), linked("https://x.example", from("b", "Another", "")),
		}},
		{"with an address that a source gave to two", []feed.Story{
			linked("https://x.example/live", from("a", "Monday", "")), linked("https://x.example/live", from("a", "Tuesday", "")),
			linked("https://x.example/live", from("b", "Wednesday", "")),
		}},
		{"under a headline that is a rubric's", []feed.Story{from("a", "Main news", "One."), from("b", "Main news", "Two.")}},
		{"under a headline that a source used twice", []feed.Story{
			from("a", "The main news of the hour", "One."), from("a", "The main news of the hour", "Two."), from("b", "The main news of the hour", "Three."),
		}},
		{"under one headline about two countries", []feed.Story{
			about("IT", from("a", "The prime minister resigns after the vote", "")), about("FR", from("b", "The prime minister resigns after the vote", "")),
		}},
		{"about two countries", []feed.Story{
			about("CN", from("a", "Wheat exports to China double", "The ministry reports twice as much wheat sold to China since January.")),
			about("IR", from("b", "Wheat exports to Iran double", "The ministry reports twice as much wheat sold to Iran since January.")),
		}},
		{"with other figures", []feed.Story{
			from("a", "Exchange rates for 25 November", "The bank has set the official rates: dollar 521.34, euro 602.18 tenge."),
			from("b", "Exchange rates for 26 November", "The bank has set the official rates: dollar 522.91, euro 603.75 tenge."),
		}},
		{"naming others", []feed.Story{
			from("a", "Appointed: new mayor", "By decree of the president Yerlan Sadykov was appointed mayor of Shymkent."),
			from("b", "Appointed: new mayor of the city", "By decree of the president Marat Ospanov was appointed mayor of Aktobe."),
		}},
		{"in Kyrgyz, which has other letters than Kazakh", []feed.Story{
			from("a", "Нарында жаңы көпүрө ачылды", "Узундугу төрт жүз метр көпүрө дарыянын эки өйүзүн бириктирди, курулуш үч жылга созулду."),
			from("b", "Нарындагы жаңы көпүрө ачылды деп билдирди мэрия", "Узундугу төрт жүз метр көпүрө дарыянын эки өйүзүн бириктирди, курулуш үч жылга созулду."),
		}},
		{"in a language that was not measured", []feed.Story{
			fr(from("a", "Un barrage cède près de Zhem", "Trois villages inondés, deux mille personnes évacuées.")),
			fr(from("b", "Près de Zhem, un barrage cède", "Trois villages inondés, deux mille personnes évacuées.")),
		}},
		{"saying nothing", []feed.Story{from("a", "", ""), from("b", "", "")}},
	}
	for _, tt := range tests {
		s := newStream()
		var got []int64
		var by feed.Join
		for _, story := range tt.stories {
			got, by = s.add(story)
		}
		if got != nil || by != feed.Apart {
			t.Errorf("%s: joined with %v by %q, want none", tt.name, got, by)
		}
	}
}

func baseline(s feed.Story) feed.Story {
	s.Baseline = true
	return s
}

func TestAGroupIsBounded(t *testing.T) {
	s := newStream()
	for n := range 40 {
		got, _ := s.add(linked("https://x.example/1", from(fmt.Sprint(n), "Title", "")))
		if want := n % group.MaxGroup; len(got) != want {
			t.Errorf("story %d is joined with %v, want %d stories", n+1, got, want)
		}
	}
	if got := s.Later(1); len(got) != group.MaxGroup-1 || got[0] != 2 {
		t.Errorf("later than the first: %v, want 2 to 16", got)
	}
	if got := s.Later(99); got != nil {
		t.Errorf("later than an unknown one: %v, want none", got)
	}
}

// The labelled stories in one stream, the languages taking turns.
func TestAStreamIsGrouped(t *testing.T) {
	var right, wrong, total int
	s := newStream()
	event := map[int64]string{}
	events := map[string]int{}
	var labels [][]labelled
	longest := 0
	for _, language := range languages {
		labels = append(labels, readLabelled(t, language))
		longest = max(longest, len(labels[len(labels)-1]))
	}
	for i := range longest {
		for _, all := range labels {
			if i >= len(all) {
				continue
			}
			story := all[i].Story
			story.SourceURL, story.Found = fmt.Sprint(len(s.log)), time.Time{}
			name := story.Language + all[i].event
			joined, _ := s.add(story)
			event[int64(len(s.log))] = name
			total += events[name]
			events[name]++
			for _, earlier := range joined {
				if event[earlier] == name {
					right++
				} else {
					wrong++
				}
			}
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(total)
	t.Logf("pairs in one group: precision %.3f, recall %.3f", precision, recall)
	if precision < 0.97 || recall < 0.4 {
		t.Errorf("pairs in one group: precision %.3f, recall %.3f; want 0.97 and 0.4", precision, recall)
	}
}

func TestARestartDecidesTheSame(t *testing.T) {
	var once, again []string
	for _, restarts := range []bool{false, true} {
		s := newStream()
		var got []string
		for _, l := range readLabelled(t, "en") {
			if l.Story.Found = noon.Add(time.Duration(len(s.log)) * time.Hour); restarts && len(s.log)%7 == 0 {
				s = s.restarted()
			}
			earlier, by := s.add(l.Story)
			got = append(got, fmt.Sprint(earlier, by, s.Later(int64(len(s.log)-3))))
		}
		if restarts {
			again = got
		} else {
			once = got
		}
	}
	if !slices.Equal(once, again) {
		t.Errorf("with restarts %q\nwithout %q", again, once)
	}
}

func TestThreeDaysOfTwentyThousandStoriesAreKnown(t *testing.T) {
	const all = 3 * 20_000
	s := newStream()
	first := from("a", dam, damLead)
	first.Found = noon
	s.add(first)
	for n := range all - 1 {
		story := from(fmt.Sprint(n%400), fmt.Sprintf("w%d", n), "")
		story.Found = noon.Add(group.Window * time.Duration(n) / all)
		story.Seq = int64(n + 2)
		s.Add(&story)
	}
	last := at(group.Window-time.Minute, from("b", damTold, damOther))
	s.Join(&last)
	if !slices.Equal(last.Earlier, []int64{1}) || last.Join != feed.SameEvent {
		t.Errorf("the last of %d stories is joined with %v by %q, want the first", all, last.Earlier, last.Join)
	}
}

func TestWhatIsKeptIsBounded(t *testing.T) {
	s := newStream()
	for n := range group.MaxStories + 500 {
		story := linked(fmt.Sprintf("https://x.example/%d", n), from(fmt.Sprint(n%7), fmt.Sprintf("Title of the story w%d v%d", n, n/3), ""))
		story.Found, s.log = noon, nil
		s.add(story)
	}
	stories, stems, keys := s.Size()
	if stories != group.MaxStories || stems > 3*group.MaxStories || keys > 2*group.MaxStories {
		t.Errorf("%d stories, %d stems and %d keys, want %d stories and no more than theirs", stories, stems, keys, group.MaxStories)
	}
	s.add(at(100*time.Hour, from("z", "One more", "")))
	if stories, stems, keys := s.Size(); stories != 1 || stems > 4 || keys > 1 {
		t.Errorf("after the window: %d stories, %d stems and %d keys, want 1 and its own", stories, stems, keys)
	}
}

// Whatever publishers write, a story is joined only with earlier ones of other
// sources, and all of the memory goes with the window.
func FuzzGrouper(f *testing.F) {
	f.Add("Dam bursts", "Dam bursts near Zhem", "https://x.example/1", "en", int64(5))
	f.Add("\xff\u0301", "…", "%zz", "ru-\x00", int64(-1<<62))
	f.Add("ШЖШ шжш 12 12", "Қазақстан", "http://[::1", "", int64(1<<62))
	f.Fuzz(func(t *testing.T, title, lead, link, language string, step int64) {
		s := newStream()
		found := noon
		for n := range 6 {
			story := from(fmt.Sprint(n%4), title+[]string{"", " two"}[n%2], lead)
			story.Link, story.Language, story.Found = link, language, found
			earlier, by := s.add(story)
			if (by == feed.Apart) != (len(earlier) == 0) || !slices.IsSorted(earlier) {
				t.Fatalf("story %d: joined with %v by %q", n+1, earlier, by)
			}
			for _, e := range earlier {
				if e < 1 || e > int64(n) || s.log[e-1].SourceURL == story.SourceURL {
					t.Fatalf("story %d of source %s: joined with %v", n+1, story.SourceURL, earlier)
				}
			}
			found = found.Add(time.Duration(step))
		}
		s.add(at(1<<62, from("z", "One more", "")))
		if stories, _, _ := s.Size(); stories > 7 {
			t.Fatalf("%d stories are kept of 7", stories)
		}
	})
}
