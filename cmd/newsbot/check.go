package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/feed/parse"
	"newsbot/subscriptions"
	"newsbot/subscriptions/store"
	"newsbot/subscriptions/store/boltstore"
)

func checkCommand() command {
	return command{
		name:     "check",
		args:     "[--config FILE]",
		summary:  "Check configuration, token, store and feeds; say what is wrong and how to mend it.",
		examples: []string{"newsbot check --config newsbot.yaml"},
		run:      runCheck,
	}
}

// errFound ends a check that found something; what it found was printed.
var errFound = errors.New("see above")

func runCheck(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := configFlag(flags, s)
	if err := noOperands(flags, args); err != nil {
		return err
	}
	r := report{w: s.out}
	file := configPath(*path)
	cfg, err := loadConfig(file, s.env)
	if err != nil {
		for _, e := range unjoin(err) {
			r.line("configuration", "", e)
		}
		return errFound
	}
	where := file
	if where == "" {
		where = "from the environment"
	}
	r.line("configuration", where, nil)
	r.line("telegram", "", checkToken(ctx, cfg, &r))
	r.line("store", cfg.storePath(), checkStore(ctx, cfg, &r))
	r.line("http.listen", cfg.HTTP.Listen, checkListen(cfg, &r))
	if cfg.HTTP.PublicURL != "" {
		r.line("http.public_url", cfg.HTTP.PublicURL, checkReached(ctx, cfg, &r))
	}
	if err := checkFeeds(ctx, cfg, &r); err != nil {
		return err
	}
	if r.wrong {
		return errFound
	}
	return nil
}

// A report prints what was checked, a line each.
type report struct {
	w     io.Writer
	wrong bool
	said  string // what the check now under way has to say when all is well
}

func (r *report) line(what, good string, err error) {
	if err != nil {
		r.wrong = true
		fmt.Fprintf(r.w, "✗ %s: %s\n", what, oneLine(err.Error()))
		return
	}
	if r.said != "" {
		good, r.said = r.said, ""
	}
	fmt.Fprintf(r.w, "✓ %s: %s\n", what, good)
}

func checkToken(ctx context.Context, cfg *Config, r *report) error {
	token, err := cfg.token()
	if err != nil {
		return err
	}
	client, err := telegram.New(telegram.Options{Token: token, APIURL: cfg.Telegram.APIURL})
	if err != nil {
		return err
	}
	me, err := identify(ctx, client, cfg.Telegram.APIURL)
	if err != nil {
		return err
	}
	r.said = "@" + me.Username
	hook, err := client.Webhook(ctx)
	if err != nil {
		return err
	}
	if hook != "" {
		r.said += "; a webhook is set, which \"newsbot run\" removes"
	}
	return nil
}

// checkStore opens the store and reads every chat with its subscriptions.
func checkStore(ctx context.Context, cfg *Config, r *report) (err error) {
	path := cfg.storePath()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		r.said = path + " is not there yet: \"newsbot run\" makes it"
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return fmt.Errorf("there is no folder %s: make it, or set store to another path", filepath.Dir(path))
		}
		return nil
	}
	s, err := boltstore.Open(path)
	if errors.Is(err, store.ErrLocked) {
		return fmt.Errorf("%w; stop the running newsbot to have its store checked", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	w, err := s.Lead(ctx)
	if err != nil {
		return err
	}
	book, err := subscriptions.OpenBook(ctx, w)
	if err != nil {
		return err
	}
	return errors.Join(book.Problems()...)
}

func checkListen(cfg *Config, r *report) error {
	if cfg.HTTP.Listen == "" {
		r.said = "off"
		return nil
	}
	l, err := net.Listen("tcp", cfg.HTTP.Listen)
	if err != nil {
		return fmt.Errorf("%w; set http.listen to another address, or stop what listens there", err)
	}
	return l.Close()
}

func checkFeeds(ctx context.Context, cfg *Config, r *report) error {
	sources, err := cfg.sources()
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		r.line("feeds", "", errors.New("none are configured: set feeds in the configuration"))
	}
	fetcher := newFetcher(cfg, sources, "", nil)
	defer fetcher.Close()
	for _, src := range sources {
		good, err := checkFeed(ctx, fetcher, src)
		r.line("feed "+feed.ShownURL(src.URL), good, err)
	}
	return nil
}

func checkFeed(ctx context.Context, fetcher feed.Fetcher, src feed.Source) (string, error) {
	resp, err := fetcher.Fetch(ctx, feed.Request{URL: src.URL, Robots: src.Format == feed.HTML})
	if err != nil {
		return "", withHint(err)
	}
	doc, err := parse.New().Parse(src, resp)
	if err != nil {
		return "", err
	}
	good := fmt.Sprintf("%s, %s", doc.Format, storiesIn(doc))
	newest := time.Time{}
	for _, item := range doc.Items {
		if item.Published.After(newest) {
			newest = item.Published
		}
	}
	if !newest.IsZero() {
		which := ", of "
		if len(doc.Items) > 1 {
			which = ", the newest of "
		}
		good += which + newest.In(src.TimeZone).Format("2006-01-02 15:04")
	}
	if resp.Moved != "" {
		good += "; " + movedTo(resp.Moved)
	}
	var lost, cut []feed.Problem
	for _, p := range doc.Problems {
		if p.Kept {
			cut = append(cut, p)
		} else {
			lost = append(lost, p)
		}
	}
	return good + troubled(lost, "cannot be read") + troubled(cut, "read in part"), nil
}

// troubled says how many entries there is something wrong with, and what with the first.
func troubled(problems []feed.Problem, how string) string {
	switch n := len(problems); n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("; 1 entry %s: %v", how, problems[0])
	default:
		return fmt.Sprintf("; %d entries %s, the first: %v", n, how, problems[0])
	}
}

// movedTo says that an address is another by now (301 and 308). The program follows
// it as long as the old one leads there.
func movedTo(address string) string {
	return "moved for good to " + feed.ShownURL(address) + ": write that into the configuration"
}

// unjoin returns the errors that were joined into err.
func unjoin(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}
