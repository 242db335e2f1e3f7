package main

import (
	"net/url"
	"slices"
	"strconv"

	"newsbot/feed"
	"newsbot/feed/fetch"
)

// newFetcher returns what asks the sources. A port that the address of one of
// them names is meant. The bot's name, where it is known, tells publishers where
// their stories go; subscribers, which may be nil, to how many chats.
func newFetcher(cfg *Config, sources []feed.Source, bot string, subscribers func() int) *fetch.Fetcher {
	var ports []int
	for _, src := range sources {
		u, err := url.Parse(src.URL)
		if err != nil {
			continue
		}
		if port, err := strconv.Atoi(u.Port()); err == nil && !slices.Contains(ports, port) {
			ports = append(ports, port)
		}
	}
	return fetch.New(fetch.Options{
		AllowPrivate: cfg.Poll.AllowPrivate, Ports: ports, UserAgent: userAgent(bot), Subscribers: subscribers,
	})
}

func userAgent(bot string) string {
	about := "Telegram news alerts"
	if bot != "" {
		about = "+https://t.me/" + bot + "; " + about
	}
	return "newsbot/" + version() + " (" + about + ")"
}
