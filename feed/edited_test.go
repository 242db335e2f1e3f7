package feed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsbot/feed"
)

const (
	visit = "The prime minister flew to Rome this morning and will meet the president, who had invited her in the spring of last year."
	fire  = "Forty firemen fought the flames in a warehouse at the port of Naples until the evening, and nobody was hurt, a spokesman said."
	vote  = "Members of parliament adopted the law on water with ninety votes to seven after a debate that lasted for the whole of the night."
	added = "\nA second meeting is planned for Thursday, when ministers of both countries are to sign four agreements about trade and transport."
	same  = "Read more about this and other events of the day on our site, and subscribe to our letter, which comes in the evening for free."
)

// reported returns an item published so many minutes after the start, without a
// guid and at an address made from its headline.
func reported(title, text string, minutes int) feed.Item {
	return feed.Item{
		Link: "https://example.org/" + strings.ReplaceAll(title, " ", "-"), Title: title, Text: text, Views: -1,
		Published: start.Add(time.Duration(minutes) * time.Minute),
	}
}

// entered returns the same as an entry of a listing.
func entered(title, text string, minutes int) feed.Item {
	it := reported(title, text, minutes)
	it.Link = ""
	return it
}

// Each case publishes one document after the other, with a restart in between.
// The first is the baseline; alerts holds what each of the others alerts.
func TestWhatIsEdited(t *testing.T) {
	type doc = []feed.Item
	permalink := func(it feed.Item) feed.Item { it.GUID = it.Link; return it }
	undated := func(it feed.Item) feed.Item { it.Published = time.Time{}; return it }
	on := func(days int, it feed.Item) feed.Item {
		it.Published = time.Date(2026, 11, 25+days, 0, 0, 0, 0, time.UTC)
		return it
	}
	at := func(link string, it feed.Item) feed.Item { it.Link = link; return it }
	both := func(it feed.Item, guid, link string) feed.Item { it.GUID, it.Link = guid, link; return it }
	other, third := reported("Law on water is adopted", vote, -30), reported("Warehouse burns in Naples", fire, -90)
	lOther, lThird := entered(other.Title, vote, -30), entered(third.Title, fire, -90)

	for _, test := range []struct {
		name   string
		docs   []doc
		alerts [][]string
	}{
		{"a headline edited with the address made from it is nothing new",
			[]doc{{reported("Prime minister in Rome", visit, 0), other}, {reported("Head of government meets Italy's president", visit, 0), other}},
			[][]string{{}}},
		{"nor is it in a feed of one item",
			[]doc{{reported("Prime minister in Rome", visit, 0)}, {reported("Head of government meets Italy's president", visit, 0)}},
			[][]string{{}}},
		{"a headline edited with the address that is the guid is nothing new",
			[]doc{{permalink(reported("Prime minister in Rome", visit, 0)), other}, {permalink(reported("Head of government meets Italy's president", visit, 0)), other}},
			[][]string{{}}},
		{"in a listing, an edited headline without a text is nothing new",
			[]doc{{entered("Prime minister arrives in Rome", "", 0), lOther}, {entered("Prime minister has arrived in Rome", "", 0), lOther}},
			[][]string{{}}},
		{"in a listing, a headline that became longer is nothing new",
			[]doc{{entered("Fire in Naples", "", 0), lOther}, {entered("Fire in Naples: forty men at work, nobody hurt, says a spokesman", "", 0), lOther}},
			[][]string{{}}},
		{"in a listing, an edited headline and an added paragraph are nothing new",
			[]doc{{entered("Prime minister in Rome", visit, 0), lOther}, {entered("Head of government meets Italy's president", visit+added, 0), lOther}},
			[][]string{{}}},
		{"nor when it is added before the others",
			[]doc{{entered("Prime minister in Rome", visit, 0), lOther}, {entered("Head of government meets Italy's president", added+"\n"+visit, 0), lOther}},
			[][]string{{}}},
		{"in a listing, a text that is added with an edited headline is nothing new",
			[]doc{{entered("Prime minister arrives in Rome", "", 0), lOther}, {entered("Prime minister has arrived in Rome", visit, 0), lOther}},
			[][]string{{}}},
		{"in Russian, an edited headline is nothing new",
			[]doc{{entered("Премьер-министр прибыл в Рим", "", 0)}, {entered("Премьер-министр Италии прибывает в Рим", "", 0)}},
			[][]string{{}}},
		{"edited again and again it is nothing new",
			[]doc{{reported("Prime minister in Rome", visit, 0), other}, {reported("Prime minister on her way", visit, 0), other},
				{reported("Head of government abroad", visit+added, 0), other}, {reported("Four agreements", visit+added, 0), other}},
			[][]string{{}, {}, {}}},
		{"an undated headline edited with its address is nothing new while the text stays",
			[]doc{{undated(reported("Prime minister arrives in Rome", visit, 0)), undated(other), undated(third)},
				{undated(reported("Prime minister has arrived in Rome", visit, 0)), undated(other), undated(third)}},
			[][]string{{}}},
		{"a headline, an address and a date that change at once are nothing new while the text stays",
			[]doc{{reported("Prime minister arrives in Rome", visit, 0), other, third}, {reported("Prime minister has arrived in Rome", visit, 40), other, third}},
			[][]string{{}}},
		{"two edited under one minute are nothing new",
			[]doc{{entered("Prime minister arrives in Rome", "", 0), entered("Warehouse burns in Naples", "", 0)},
				{entered("Big warehouse burns in Naples", "", 0), entered("Prime minister has arrived in Rome", "", 0)}},
			[][]string{{}}},
		{"of two that are alike under one minute one is the edited",
			[]doc{{entered("Prime minister arrives in Rome", "", 0)},
				{entered("Prime minister has arrived in Rome", "", 0), entered("Foreign minister has arrived in Rome", "", 0)}},
			[][]string{{"Foreign minister has arrived in Rome"}}},

		{"one guid and address twice in a document, once with an edited headline, are one story",
			[]doc{{third}, {both(reported("Prime minister arrives in Rome", visit, 0), "7", "https://example.org/7"),
				both(reported("Prime minister has arrived in Rome", visit, 0), "7", "https://example.org/7"), third},
				{both(reported("Prime minister has arrived in Rome", visit, 0), "7", "https://example.org/7"), third}},
			[][]string{{"Prime minister arrives in Rome"}, {}}},
		{"one guid and address twice with two headlines are two stories",
			[]doc{{third}, {both(reported("Prime minister arrives in Rome", "", 0), "7", "https://example.org/7"),
				both(reported("Law on water is adopted", "", 0), "7", "https://example.org/7"), third}},
			[][]string{{"Law on water is adopted", "Prime minister arrives in Rome"}}},

		{"two entries under one minute are two stories, though one vanishes",
			[]doc{{entered("Prime minister arrives in Rome", visit, 0), lThird}, {entered("Law on water is adopted", vote, 0), lThird}},
			[][]string{{"Law on water is adopted"}}},
		{"headlines alike under one minute over two texts are two stories, though one vanishes",
			[]doc{{entered("Italy wins the match against France", visit, 0), lThird}, {entered("Italy loses the match against France", vote, 0), lThird}},
			[][]string{{"Italy loses the match against France"}}},
		{"an edited headline beside the one before is a second story",
			[]doc{{entered("Prime minister arrives in Rome", "", 0)}, {entered("Prime minister has arrived in Rome", "", 0), entered("Prime minister arrives in Rome", "", 0)}},
			[][]string{{"Prime minister has arrived in Rome"}}},
		{"a story like the one that drops out is new",
			[]doc{{other, third, reported("Italy wins the match against France", visit, -120)}, {reported("Italy loses the match against France", fire+added, 0), other, third}},
			[][]string{{"Italy loses the match against France"}}},
		{"the next of a series is new on another day",
			[]doc{{entered("Exchange rates for 25 Nov", same, 0), lOther, lThird}, {entered("Exchange rates for 26 Nov", same, 24*60), lOther, lThird}},
			[][]string{{"Exchange rates for 26 Nov"}}},
		{"the next of a series is new on one day",
			[]doc{{reported("Exchange rates at 10 o'clock", same, 0), other, third}, {reported("Exchange rates at 15 o'clock", same, 5*60), other, third}},
			[][]string{{"Exchange rates at 15 o'clock"}}},
		{"the next of a series is new without a date",
			[]doc{{undated(reported("Exchange rates for 25 Nov", same, 0)), other, third}, {undated(reported("Exchange rates for 26 Nov", same, 0)), other, third}},
			[][]string{{"Exchange rates for 26 Nov"}}},
		{"the next of a series is new where dates have no time",
			[]doc{{on(0, entered("Rates of the euro in round 1", "", 0))}, {on(0, entered("Rates of the euro in round 2", "", 0))}},
			[][]string{{"Rates of the euro in round 2"}}},
		{"a text that all share joins none, though they are of one minute",
			[]doc{{reported("Prime minister in Rome", same, 0), reported("Law on water is adopted", same, 0)},
				{reported("Warehouse burns in Naples", same, 0), reported("Law on water is adopted", same, 0)}},
			[][]string{{"Warehouse burns in Naples"}}},
		{"a text that all share joins none without dates",
			[]doc{{undated(reported("Italy beats France at home", same, 0)), undated(reported("Law on water", same, 0)), undated(reported("Fire", same, 0))},
				{undated(reported("Italy beats Spain at home", same, 0)), undated(reported("Law on water", same, 0)), undated(reported("Fire", same, 0))}},
			[][]string{{"Italy beats Spain at home"}}},
		{"dates without a time join no two stories",
			[]doc{{on(0, reported("Prime minister in Rome", visit, 0)), on(0, other), on(0, third)}, {on(0, reported("Prime minister is back from Rome", added, 0)), on(0, other), on(0, third)}},
			[][]string{{"Prime minister is back from Rome"}}},
		{"a changed address alone is a second story where dates have no time and texts are shared",
			[]doc{{on(0, at("https://example.org/1", reported("Rates of the euro", same, 0)))}, {on(0, at("https://example.org/2", reported("Rates of the dollar", same, 0)))}},
			[][]string{{"Rates of the dollar"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			w.start()
			w.publish(test.docs[0]...)
			w.expect()
			for i, doc := range test.docs[1:] {
				w.start()
				w.publish(doc...)
				got := w.look()
				slices.Sort(got)
				if !slices.Equal(got, test.alerts[i]) {
					t.Errorf("document %d alerts %q, want %q", i+2, got, test.alerts[i])
				}
			}
			w.origin().doc.Title += "!"
			w.expect()
		})
	}
}

func TestABurstOfNewStoriesAlertsAll(t *testing.T) {
	for _, feedOf := range []struct {
		name string
		item func(title, text string, minutes int) feed.Item
	}{{"a feed", reported}, {"a listing", entered}} {
		t.Run(feedOf.name, func(t *testing.T) {
			w := newWorld(t)
			w.start()
			topics := []string{"Italy", "France", "Spain", "Norway", "Japan", "Brazil", "Kenya"}
			round := func(n int) (all []feed.Item, titles []string) {
				for i := range 210 { // more than are remembered
					title := fmt.Sprintf("President of %s receives ambassador %d of %s", topics[i%7], n*1000+i, topics[(i+n)%7])
					all = append(all, feedOf.item(title, "The meeting took place in the palace. Both sides spoke of trade, of water and of the roads. "+title, n*1000+i))
					titles = append(titles, title)
				}
				return all, titles
			}
			first, _ := round(0)
			w.publish(first...)
			w.expect()
			for n := 1; n < 4; n++ {
				items, titles := round(n)
				w.publish(items...)
				w.expect(titles...)
			}
		})
	}
}

func TestItemsDatedLongAgoAreLogged(t *testing.T) {
	w := newWorld(t)
	w.start()
	w.publish(item(1), item(0))
	w.expect()
	w.publish(item(1), with(item(9), func(it *feed.Item) { it.Published = start.Add(-30 * 24 * time.Hour) }))
	w.expect()
	if want := "archived and alert nobody"; !strings.Contains(w.log.String(), want) {
		t.Errorf("the log has no line with %q:\n%s", want, w.log.String())
	}
}
