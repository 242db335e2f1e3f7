package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"golang.org/x/text/language"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/feed/parse"
	"newsbot/subscriptions"
)

// Telegram allows about 30 messages a second, and 1000 when they are paid for
// (https://core.telegram.org/bots/faq).
const (
	maxRate     = 30
	maxPaidRate = 1000
)

// maxLanguage is how many bytes a language tag may need (RFC 5646, 4.4.1).
const maxLanguage = 35

// validate returns every mistake in cfg, joined.
func validate(cfg *Config, at *places) error {
	var errs []error
	wrong := func(key, format string, args ...any) { errs = append(errs, at.wrong(key, format, args...)) }

	if !isHTTP(cfg.Telegram.APIURL) {
		wrong("telegram.api_url", "%q is no http or https address; leave the key out for Telegram's own server", cfg.Telegram.APIURL)
	}
	rate, most := cfg.Telegram.MessagesPerSecond, maxRate
	if cfg.Telegram.PaidBroadcast {
		most = maxPaidRate
	}
	if rate < 0 || rate > most {
		wrong("telegram.messages_per_second", "%d is not between 0 and %d", rate, most)
	}
	if rest, ok := strings.CutPrefix(cfg.Store, "bolt:"); !ok || strings.TrimPrefix(rest, "//") == "" {
		wrong("store", "%q names no store; write bolt:///var/lib/newsbot/newsbot.db", feed.ShownURL(cfg.Store))
	}
	if cfg.HomeCountry != "" && !country.Valid(country.Code(cfg.HomeCountry)) {
		wrong("home_country", "%q is no country code; write two capitals as KZ", cfg.HomeCountry)
	}
	if _, err := cfg.tagger(); err != nil {
		wrong("leaders", "%v", err)
	}
	if _, err := zoneOf(cfg.TimeZone); err != nil {
		wrong("time_zone", "%v", err)
	}
	if _, err := schedule(cfg.Poll.Schedule); err != nil {
		wrong("poll.schedule", "%v", err)
	}
	if cfg.Poll.Every < 0 || cfg.Poll.Every > 0 && cfg.Poll.Every < time.Second {
		wrong("poll.every", "%v is under a second; write 5m, or leave it out", cfg.Poll.Every)
	}
	if cfg.HTTP.Listen != "" {
		_, port, err := net.SplitHostPort(cfg.HTTP.Listen)
		if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
			wrong("http.listen", "%q is no address; write 127.0.0.1:8080, or \"\" for none", cfg.HTTP.Listen)
		}
	}
	if err := checkPublicURL(cfg); err != nil {
		wrong("http.public_url", "%v", err)
	}
	first := map[string]int{}
	for i, f := range cfg.Feeds {
		key := fmt.Sprintf("feeds[%d]", i)
		mistakes := validateFeed(f, key, at)
		errs = append(errs, mistakes...)
		if id, err := feed.FoldURL(f.URL); err == nil && len(mistakes) == 0 {
			if j, known := first[id]; known {
				wrong(key+".url", "is the address of feeds[%d], too; remove one of the two", j)
			} else {
				first[id] = i
			}
		}
	}
	return errors.Join(errs...)
}

func validateFeed(f FeedConfig, key string, at *places) (errs []error) {
	wrong := func(name, format string, args ...any) {
		errs = append(errs, at.wrong(strings.TrimPrefix(key+"."+name, "."), format, args...))
	}
	if u, err := url.Parse(f.URL); f.URL == "" {
		errs = append(errs, at.wrong(key, "has no url"))
	} else if err != nil || !slices.Contains([]string{"http", "https", "file"}, u.Scheme) {
		wrong("url", "%q is no address; write https://… or file:///…", feed.ShownURL(f.URL))
	} else if u.Scheme != "file" && u.Hostname() == "" || u.Scheme == "file" && u.Path == "" {
		wrong("url", "%q names no host or file", feed.ShownURL(f.URL))
	} else if port, err := strconv.Atoi(u.Port()); u.Port() != "" && (err != nil || port < 1 || port > 65535) {
		wrong("url", "%q: a port is 1 to 65535", feed.ShownURL(f.URL))
	} else if _, err := feed.FoldURL(f.URL); err != nil {
		wrong("url", "%v", err)
	}
	formats := []feed.Format{"", feed.Auto, feed.RSS, feed.Atom, feed.JSON, feed.Listing, feed.HTML}
	if !slices.Contains(formats, f.Format) {
		wrong("format", "%q is none of auto, rss, atom, json, listing and html", f.Format)
	}
	if f.Format == feed.HTML {
		if err := parse.CheckSelectors(feed.Selectors(f.Select)); err != nil {
			for _, e := range unjoin(err) {
				wrong("select", "%v", e)
			}
		}
	} else if f.Select != (SelectConfig{}) {
		wrong("select", "is for pages; write format: html beside it")
	}
	if f.Every < 0 || f.Every > 0 && f.Every < time.Second {
		wrong("every", "%v is under a second; write 2m", f.Every)
	}
	if f.TimeZone != "" {
		if _, err := zoneOf(f.TimeZone); err != nil {
			wrong("time_zone", "%v", err)
		}
	}
	if f.Language != "" && !isLanguage(f.Language) {
		wrong("language", "%q is no language; write en, ru, kk or another code of BCP 47", f.Language)
	}
	return errs
}

// isLanguage reports whether s is a tag of BCP 47 whose parts are all registered, and
// that names a language.
func isLanguage(s string) bool {
	if len(s) > maxLanguage || strings.Contains(s, "_") { // which language.Parse takes for a hyphen
		return false
	}
	tag, err := language.Parse(s)
	if err != nil {
		return false
	}
	_, sure := tag.Base()
	return sure == language.Exact
}

func isHTTP(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}

// zoneOf returns the zone that a configuration names.
func zoneOf(name string) (*time.Location, error) {
	_, loc, err := subscriptions.ParseZone(name)
	if err != nil {
		return nil, fmt.Errorf("%q is no time zone; write Asia/Almaty or +05:00", name)
	}
	return loc, nil
}

// schedule parses the operator's cron schedule. robfig/cron v3.0.1 panics on
// some zone prefixes, reads periods under a second as one second, and accepts
// dates that never come: all are refused here.
func schedule(spec string) (s cron.Schedule, err error) {
	const hint = `write "@every 30s" or five fields as "*/2 * * * *"`
	defer func() {
		if recover() != nil {
			s, err = nil, fmt.Errorf("%q is no schedule; %s", spec, hint)
		}
	}()
	if strings.Contains(spec, "TZ=") {
		return nil, fmt.Errorf("%q sets a zone, which is of no use here; %s", spec, hint)
	}
	if every, ok := strings.CutPrefix(spec, "@every "); ok {
		if d, err := time.ParseDuration(strings.TrimSpace(every)); err != nil || d < time.Second {
			return nil, fmt.Errorf("%q is not every second or more; %s", spec, hint)
		}
	}
	if s, err = cron.ParseStandard(spec); err != nil {
		return nil, fmt.Errorf("%q is no schedule; %s", spec, hint)
	}
	if s.Next(time.Now()).IsZero() {
		return nil, fmt.Errorf("%q never comes; %s", spec, hint)
	}
	return s, nil
}

// nearest returns the word of words that is one edit away from word (one letter
// more or less, another one, or two neighbours swapped), or "".
func nearest(word string, words []string) string {
	for _, w := range words {
		if w != word && oneEdit(word, w) {
			return w
		}
	}
	return ""
}

func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch ra, rb := a[i:], b[i:]; {
	case len(b)-len(a) > 1:
		return false
	case len(b)-len(a) == 1:
		return ra == rb[1:]
	case len(ra) < 2:
		return true
	default:
		return ra[1:] == rb[1:] || ra[0] == rb[1] && ra[1] == rb[0] && ra[2:] == rb[2:]
	}
}
