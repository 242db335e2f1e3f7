package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/feed/country"
)

// Config is the configuration file. The keys are the yaml names; each has an
// environment variable, NEWSBOT_ and its path in capitals: telegram.token is
// NEWSBOT_TELEGRAM_TOKEN. Variables win over the file.
type Config struct {
	Telegram    TelegramConfig `yaml:"telegram"`
	Store       string         `yaml:"store"`        // bolt:///absolute/path or bolt:relative/path
	HomeCountry string         `yaml:"home_country"` // ISO 3166-1 alpha-2, or empty
	Leaders     string         `yaml:"leaders"`      // file of heads of state and government; empty: the built-in ones
	TimeZone    string         `yaml:"time_zone"`    // default for feeds and chats
	Poll        PollConfig     `yaml:"poll"`
	HTTP        HTTPConfig     `yaml:"http"`
	Feeds       []FeedConfig   `yaml:"feeds"`
}

// TelegramConfig says how to reach Telegram and how fast to send.
type TelegramConfig struct {
	Token             string  `yaml:"token"`
	TokenFile         string  `yaml:"token_file"`
	APIURL            string  `yaml:"api_url"`
	Admins            []int64 `yaml:"admins"`              // user ids that are told of trouble
	MessagesPerSecond int     `yaml:"messages_per_second"` // to all chats together; 0: no pacing at all
	PaidBroadcast     bool    `yaml:"paid_broadcast"`      // up to 1000 a second, paid in Stars
}

// PollConfig says when feeds are asked.
type PollConfig struct {
	Schedule     string        `yaml:"schedule"`      // cron: when to look which feeds are due
	Every        time.Duration `yaml:"every"`         // least time between two requests to one feed; 0: as its stories come
	AllowPrivate bool          `yaml:"allow_private"` // may feeds live on private addresses?
}

// HTTPConfig says where /healthz, /readyz and /metrics are served, and where hubs
// find us.
type HTTPConfig struct {
	Listen    string `yaml:"listen"`     // host:port; empty: off
	PublicURL string `yaml:"public_url"` // of the same server, as the internet knows it; empty: no hub is subscribed to
}

// FeedConfig is one source.
type FeedConfig struct {
	URL      string        `yaml:"url"`
	Name     string        `yaml:"name"`
	Every    time.Duration `yaml:"every"`
	Format   feed.Format   `yaml:"format"`
	TimeZone string        `yaml:"time_zone"`
	Language string        `yaml:"language"`
	Select   SelectConfig  `yaml:"select"` // of the format html
}

// SelectConfig is the CSS selectors of a page that lists stories.
type SelectConfig struct {
	Item   string `yaml:"item"`
	Title  string `yaml:"title"`
	Link   string `yaml:"link"`
	Date   string `yaml:"date"`
	Source string `yaml:"source"`
	Text   string `yaml:"text"`
}

// defaults is the configuration where neither file nor environment says otherwise.
func defaults() Config {
	return Config{
		Telegram: TelegramConfig{APIURL: "https://api.telegram.org", MessagesPerSecond: 25},
		Store:    "bolt:newsbot.db",
		TimeZone: "UTC",
		Poll:     PollConfig{Schedule: "@every 30s"},
		HTTP:     HTTPConfig{Listen: "127.0.0.1:8080"},
	}
}

// token returns the bot token from wherever the configuration keeps it.
func (c *Config) token() (string, error) {
	if c.Telegram.Token != "" {
		return c.Telegram.Token, nil
	}
	if c.Telegram.TokenFile == "" {
		return "", fmt.Errorf("no bot token: set telegram.token_file in the configuration, or NEWSBOT_TELEGRAM_TOKEN; @BotFather gives one")
	}
	data, err := readSmall(c.Telegram.TokenFile)
	if err != nil {
		return "", fmt.Errorf("telegram.token_file: %w; put the token that @BotFather gave in a file that this user can read", err)
	}
	token := strings.TrimSpace(strings.TrimPrefix(string(data), "\ufeff"))
	if token == "" {
		return "", fmt.Errorf("telegram.token_file: %s is empty: put the token that @BotFather gave in it", c.Telegram.TokenFile)
	}
	return token, nil
}

// tagger returns what finds the countries in stories.
func (c *Config) tagger() (*country.Tagger, error) {
	o := country.Options{Home: country.Code(c.HomeCountry)}
	if c.Leaders != "" {
		f, err := os.Open(c.Leaders)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if o.Leaders, err = country.ReadLeaders(f); err != nil {
			return nil, fmt.Errorf("%s: %w", c.Leaders, err)
		}
	}
	return country.NewTagger(o), nil
}

// storePath returns the file of the bolt store.
func (c *Config) storePath() string {
	return strings.TrimPrefix(strings.TrimPrefix(c.Store, "bolt:"), "//")
}

// sources returns the configured feeds as sources, the defaults filled in. The
// configuration must be valid.
func (c *Config) sources() ([]feed.Source, error) {
	sources := make([]feed.Source, 0, len(c.Feeds))
	for _, f := range c.Feeds {
		src := feed.Source{URL: f.URL, Name: f.Name, Format: f.Format, Every: f.Every, Language: f.Language, Select: feed.Selectors(f.Select)}
		if src.Format == "" {
			src.Format = feed.Auto
		}
		if src.Every == 0 {
			src.Every = c.Poll.Every
		}
		zone := f.TimeZone
		if zone == "" {
			zone = c.TimeZone
		}
		loc, err := zoneOf(zone)
		if err != nil {
			return nil, err
		}
		src.TimeZone = loc
		sources = append(sources, src)
	}
	return sources, nil
}
