package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestConfigurationMistakesSayWhereAndHowToMend(t *testing.T) {
	tests := []struct {
		name, yaml string
		env        []string
		want       []string // all in the error
	}{
		{name: "an unknown key shows its line and the key that was meant",
			yaml: "home_country: KZ\ntelegram:\n  tokken: x\n", want: []string{":3:", `"tokken"`, `"token"`}},
		{name: "an unknown key like no other", yaml: "colour: red\n", want: []string{":1:", `"colour"`, "README"}},
		{name: "broken YAML", yaml: "feeds:\n  - url: [\n", want: []string{"newsbot.yaml:"}},
		{name: "a word where a number belongs", yaml: "telegram:\n  messages_per_second: many\n", want: []string{":2:"}},
		{name: "a zone that is none", yaml: "time_zone: Mars/Base\n", want: []string{":1:", "time_zone", "Asia/Almaty"}},
		{name: "a zone that makes cron panic", yaml: "time_zone: TZ=0\n", want: []string{":1:", "time_zone"}},
		{name: "a schedule that is none", yaml: "poll:\n  schedule: \"@evry 5m\"\n", want: []string{":2:", "poll.schedule", "@every 30s"}},
		{name: "a schedule that makes the library panic", yaml: "poll:\n  schedule: \"TZ=0\"\n", want: []string{":2:", "poll.schedule"}},
		{name: "a schedule that never comes", yaml: "poll:\n  schedule: \"0 0 30 2 *\"\n", want: []string{"never comes"}},
		{name: "a schedule under a second", yaml: "poll:\n  schedule: \"@every 1ms\"\n", want: []string{"poll.schedule"}},
		{name: "a negative schedule", yaml: "poll:\n  schedule: \"@every -5m\"\n", want: []string{"poll.schedule"}},
		{name: "an address without a scheme", yaml: "feeds:\n  - url: example.org/rss\n", want: []string{":2:", "feeds[0].url", "https://"}},
		{name: "the second feed's address", yaml: "feeds:\n  - url: https://a.example/\n  - name: B\n    url: gopher://b\n", want: []string{":4:", "feeds[1].url"}},
		{name: "a feed's port that is none", yaml: "feeds:\n  - url: https://a.example:99999/\n", want: []string{":2:", "feeds[0].url", "65535"}},
		{name: "a feed's host that is only a port", yaml: "feeds:\n  - url: https://:443/\n", want: []string{":2:", "feeds[0].url", "no host"}},
		{name: "a feed without an address", yaml: "feeds:\n  - name: B\n", want: []string{":2:", "no url"}},
		{name: "a format that is none", yaml: "feeds:\n  - url: https://a.example/\n    format: rrs\n", want: []string{":3:", "format"}},
		{name: "a language of unknown letters", yaml: "feeds:\n  - url: https://a.example/\n    language: zzzzz\n", want: []string{":3:", "feeds[0].language", `"zzzzz"`, "kk"}},
		{name: "a language that nobody registered", yaml: "feeds:\n  - url: https://a.example/\n  - url: https://b.example/\n    language: zz\n", want: []string{":4:", "feeds[1].language"}},
		{name: "a country for a language", yaml: "feeds: [{url: https://a.example/, language: kz}]\n", want: []string{":1:", "feeds[0].language"}},
		{name: "the name of a language", yaml: "feeds: [{url: https://a.example/, language: english}]\n", want: []string{":1:", "feeds[0].language"}},
		{name: "a language with an underscore", yaml: "feeds: [{url: https://a.example/, language: en_US}]\n", want: []string{":1:", "feeds[0].language"}},
		{name: "a language with a space", yaml: "feeds: [{url: https://a.example/, language: ' en'}]\n", want: []string{":1:", "feeds[0].language"}},
		{name: "a language that says it is none", yaml: "feeds: [{url: https://a.example/, language: und}]\n", want: []string{":1:", "feeds[0].language"}},
		{name: "a language in a variable", env: []string{"NEWSBOT_FEEDS=[{url: 'https://a.example/', language: zzzzz}]"}, want: []string{"NEWSBOT_FEEDS[0].language"}},
		{name: "a country that is none", yaml: "home_country: Kazakhstan\n", want: []string{":1:", "KZ"}},
		{name: "more than Telegram allows", yaml: "telegram:\n  messages_per_second: 300\n", want: []string{":2:", "30"}},
		{name: "a store of another kind", yaml: "store: redis://host/0\n", want: []string{":1:", "bolt:///"}},
		{name: "a listener that is none", yaml: "http:\n  listen: everywhere\n", want: []string{":2:", "127.0.0.1:8080"}},
		{name: "every mistake is told", yaml: "time_zone: X/Y\nhome_country: Z\n", want: []string{":1:", ":2:"}},
		{name: "a word where a duration belongs", yaml: "poll: {every: soon}\n", want: []string{":1:", "poll.every", "duration"}},
		{name: "a number where a duration belongs", yaml: "poll:\n  every: 5\n", want: []string{":2:", "poll.every", `"30s"`}},
		{name: "words where numbers belong", yaml: "telegram:\n  admins: [abc]\n", want: []string{":2:", "telegram.admins", "[1, 2]"}},
		{name: "a text where keys belong", yaml: "telegram: yes please\n", want: []string{":1:", "telegram", "colon"}},
		{name: "a mapping where a list belongs", yaml: "feeds:\n  url: https://a.example/\n", want: []string{":2:", "feeds", "dash"}},
		{name: "a key that stands twice", yaml: "store: bolt:a.db\nstore: bolt:b.db\n", want: []string{":2:", "second time"}},
		{name: "one feed under two addresses", yaml: "feeds:\n  - url: https://A.example:443/x\n  - url: https://a.example/x#y\n", want: []string{":3:", "feeds[1].url", "feeds[0]"}},
		{name: "a file on another machine", yaml: "feeds:\n  - url: file://etc/passwd\n", want: []string{":2:", "feeds[0].url"}},
		{name: "a port that is none", yaml: "http:\n  listen: 127.0.0.1:99999\n", want: []string{":2:", "http.listen"}},
		{name: "a slip in a variable's name", env: []string{"NEWSBOT_STORRE=x"}, want: []string{"NEWSBOT_STORRE", "NEWSBOT_STORE"}},
		{name: "an unknown key in a variable", env: []string{"NEWSBOT_FEEDS=[{url: 'https://a.example/', nam: y}]"}, want: []string{"NEWSBOT_FEEDS", `"nam"`, `"name"`}},
		{name: "a mistake within a variable", env: []string{"NEWSBOT_FEEDS=[{url: ftp://a.example/}]"}, want: []string{"NEWSBOT_FEEDS[0].url"}},
		{name: "a variable is named", env: []string{"NEWSBOT_TIME_ZONE=nowhere"}, want: []string{"NEWSBOT_TIME_ZONE"}},
		{name: "a variable that is no duration", env: []string{"NEWSBOT_POLL_EVERY=often"}, want: []string{"NEWSBOT_POLL_EVERY", "duration"}},
		{name: "a variable that is no list", env: []string{"NEWSBOT_FEEDS=x"}, want: []string{"NEWSBOT_FEEDS", "list"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := ""
			if tt.yaml != "" {
				path = writeFile(t, "newsbot.yaml", tt.yaml)
			}
			_, err := loadConfig(path, tt.env)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q lacks %q", err, want)
				}
			}
		})
	}
}

func TestConfigurationErrorsNeverShowTheToken(t *testing.T) {
	const token = "123456:SECRET-part-of-the-token-000000000"
	for _, text := range []string{
		"telegram:\n  token: " + token + "\n  bad: 1\n",
		"telegram:\n  token: [" + token + "]\n",
		"telegram:\n  token: \"" + token + "\n",
		"telegram: " + token + "\n",
		"telegram:\n  messages_per_second: " + token + "\n",
		"telegram:\n  token: *" + token + "\n",
		"telegram:\n  token: &x " + token + "\n  token: *x\n",
		"feeds:\n  - url: ftp://user:" + token + "@example.org/\n",
	} {
		_, err := loadConfig(writeFile(t, "newsbot.yaml", text), nil)
		if err == nil {
			t.Errorf("no error for %q", text)
		} else if strings.Contains(err.Error(), "SECRET") {
			t.Errorf("the error shows the token: %v", err)
		}
	}
}

func TestEnvironmentWinsOverTheFile(t *testing.T) {
	path := writeFile(t, "newsbot.yaml", "time_zone: Asia/Almaty\npoll: {every: 7m}\n")
	cfg, err := loadConfig(path, []string{
		"NEWSBOT_TIME_ZONE=Europe/Rome", "NEWSBOT_TELEGRAM_TOKEN=1:a", "NEWSBOT_TELEGRAM_ADMINS=[7, 8]",
		"NEWSBOT_TELEGRAM_MESSAGES_PER_SECOND=12", "NEWSBOT_POLL_ALLOW_PRIVATE=true",
		"NEWSBOT_FEEDS=[{url: 'https://a.example/rss', every: 2m, time_zone: '+05:00'}]", "OTHER=1",
	})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.TimeZone != "Europe/Rome" || cfg.Telegram.Token != "1:a" || cfg.Telegram.MessagesPerSecond != 12 || !cfg.Poll.AllowPrivate {
		t.Errorf("variables were not taken: %+v", cfg)
	}
	if got := cfg.Telegram.Admins; len(got) != 2 || got[0] != 7 || got[1] != 8 {
		t.Errorf("admins %v, want [7 8]", got)
	}
	if cfg.Poll.Every != 7*time.Minute {
		t.Errorf("poll.every %v, want the file's 7m", cfg.Poll.Every)
	}
	sources, err := cfg.sources()
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) != 1 || sources[0].Every != 2*time.Minute {
		t.Fatalf("sources %+v, want one, every 2m", sources)
	}
	if _, offset := time.Now().In(sources[0].TimeZone).Zone(); offset != 5*3600 {
		t.Errorf("zone offset %d, want 18000", offset)
	}
}

func TestAConfigurationMayBeEmpty(t *testing.T) {
	for _, text := range []string{"", "\ufeffstore: bolt:newsbot.db\n", "feeds:\n", "# nothing yet\n", "---\n", "telegram:\n", "\n\n"} {
		cfg, err := loadConfig(writeFile(t, "newsbot.yaml", text), nil)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if cfg.Store != defaults().Store || cfg.Telegram.APIURL != defaults().Telegram.APIURL {
			t.Errorf("%q takes defaults away: %+v", text, cfg)
		}
	}
}

func TestTokenComesFromItsFile(t *testing.T) {
	path := writeFile(t, "token", "123:abc\n")
	cfg := defaults()
	if _, err := cfg.token(); err == nil || !strings.Contains(err.Error(), "BotFather") {
		t.Errorf("without a token: error %v, want one that names BotFather", err)
	}
	cfg.Telegram.TokenFile = path
	if got, err := cfg.token(); err != nil || got != "123:abc" {
		t.Errorf("token %q, %v; want the file's", got, err)
	}
	cfg.Telegram.TokenFile = path + ".missing"
	if _, err := cfg.token(); err == nil {
		t.Error("a missing token file is no error")
	}
}

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLanguagesThatMayBeConfigured(t *testing.T) {
	for _, language := range []string{"en", "ru", "kk", "EN", "en-US", "kk-Cyrl", "zh-Hant", "sr-Latn-RS", "tyv", "es-419"} {
		if _, err := loadConfig("", []string{"NEWSBOT_FEEDS=[{url: 'https://a.example/', language: " + language + "}]"}); err != nil {
			t.Errorf("%s: %v", language, err)
		}
	}
}
