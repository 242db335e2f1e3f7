package main

import (
	"context"
	"net/http"

	"newsbot/bot/telegram/telegramtest"
	"newsbot/bot/webchat"
	"newsbot/subscriptions"
	"newsbot/subscriptions/query"
)

// openPage returns the page: three people and a group that they share.
func (d *demo) openPage() (*webchat.Handler, error) {
	person := func(id int64, name, language string) telegramtest.User {
		return telegramtest.User{ID: id, FirstName: name, LanguageCode: language}
	}
	giulia, aigerim, pavel := person(101, "Giulia", "en"), person(102, "Aigerim", "kk"), person(103, "Pavel", "ru")
	alone := func(u telegramtest.User, place string, suggestions ...string) webchat.Chat {
		return webchat.Chat{
			Chat: telegramtest.PrivateChat(u), People: []telegramtest.User{u},
			Place: place, Zone: d.zone, Suggestions: suggestions,
		}
	}
	desk := telegramtest.Chat{ID: -1001, Type: telegramtest.Supergroup, Title: "News desk"}
	d.telegram.AddToGroup(desk, giulia)
	d.telegram.Promote(desk.ID, giulia, giulia)
	return webchat.New(d.telegram, webchat.Options{
		Title: "newsbot demo",
		Chats: []webchat.Chat{
			alone(giulia, "Embassy", "/start", "/subscribe Italy", "/latest", "/digest now"),
			alone(aigerim, "Press office", "/start", "/subscribe", "/subscribe nuclear energy"),
			alone(pavel, "Reader", "/start", "/subscribe Узбекистан OR Kyrgyzstan", "/settings"),
			{
				Chat: desk, People: []telegramtest.User{giulia, aigerim, pavel}, Place: "Group; Giulia is its admin", Zone: d.zone,
				Suggestions: []string{"/subscribe oil OR gas", "/subscriptions"},
			},
		},
		Sources: []string{sampleWire, sampleListing},
		Publish: func(_ context.Context, s webchat.Story) error {
			d.publish(d.room.take(), sample{Feed: s.Source, Title: s.Headline, Text: s.Text})
			return nil
		},
	})
}

// handler serves the page, the feeds and the wire's stories.
func (d *demo) handler(page *webchat.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", page)
	mux.Handle("GET "+feedsPath+"/", http.StripPrefix(feedsPath, d.origin))
	mux.HandleFunc("GET "+articlePath+"{number}", d.article)
	return mux
}

// wanted returns what is subscribed to.
func (d *demo) wanted() (wanted []*query.Query) {
	d.app.book.Each(func(chat *subscriptions.Chat) bool {
		for _, s := range chat.Subscriptions {
			if q, err := query.Parse(s.Query); err == nil && !s.Muted {
				wanted = append(wanted, q)
			}
		}
		return true
	})
	return wanted
}
