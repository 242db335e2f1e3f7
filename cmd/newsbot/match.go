package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"newsbot/feed"
	"newsbot/feed/country"
	"newsbot/subscriptions/query"
)

// maxQueries is how many queries one call of match takes.
const maxQueries = 1000

func matchCommand() command {
	return command{
		name:    "match",
		args:    "[--config FILE] [--home CODE] [--feed NAME] [--json] [--matched] [--summary] QUERY… < STORIES",
		summary: "Tell which queries match the stories on standard input, and why or why not.",
		examples: []string{
			`newsbot fetch --json https://example.org/rss.xml | newsbot match "Italy gas" "olymp* -football"`,
			`newsbot match --matched --summary '"nuclear energy"' < stories.jsonl`,
			`newsbot match --json Kazakhstan < stories.jsonl | jq 'select(.unmet.reason == "only_mentioned") | .title'`,
			`echo '{"title":"Oil prices rise","about":["SA"]}' | newsbot match oil "Saudi Arabia"`,
		},
		notes: matchNotes,
		run:   runMatch,
	}
}

const matchNotes = `A story is a line of JSON as "newsbot fetch --json" prints it: id, title, summary, text, language, source and
published are read, each of them may be missing. A line may also have about and mentioned, lists of country codes;
where it has neither, they are found in the text as "newsbot tag" does. And it may have feed and feed_url, the name
and address of the source that it came from.

With --json a line is printed for each story and query:
  {"line":1,"id":…,"title":…,"query":…,"matched":true,"found":[{"part","at","kind","place","country","source"}]}
  {"line":1,"id":…,"title":…,"query":…,"matched":false,"unmet":{"part","at","reason","word","apart","found","has","branches"}}
A kind is word, phrase, prefix, near, country, mention, source or lang; a place is {"field","start","end","from","to",
"spelling"}: bytes, then characters of the field. A reason is missing_word, missing_prefix, not_adjacent, not_near,
not_in_title, only_mentioned, missing_country, other_source, other_language, excluded or no_branch.

A query that begins with a minus goes behind "--". A line that cannot be read is told of and skipped; then the exit
code is 1. It is 2 for a query that cannot be read.`

// A matching is one call of match.
type matching struct {
	queries []asked
	tagger  *country.Tagger
	source  feed.Source // of stories that name none; may be zero
	show    func(w io.Writer, s *suppliedStory, results []query.Explanation) error
	stories int
	bad     int
}

// An asked query, with what the person wrote.
type asked struct {
	*query.Query
	text    string
	matched int // stories
}

func runMatch(ctx context.Context, s streams, flags *flag.FlagSet, args []string) error {
	path := configFlag(flags, s)
	home := flags.String("home", "", "home country `CODE`, as KZ, for stories without countries")
	feedName := flags.String("feed", "", "`NAME` or address of the feed of stories that name none")
	asJSON := flags.Bool("json", false, "print a line of JSON for each story and query")
	matched := flags.Bool("matched", false, "print only what matches")
	summary := flags.Bool("summary", false, "print at the end, to standard error, how many stories each query matched")
	operands, err := queryOperands(flags, args)
	if err != nil {
		return err
	}
	m := matching{}
	if m.queries, err = askedQueries(operands); err != nil {
		return err
	}
	cfg, err := loadConfig(configPath(*path), s.env)
	if err != nil {
		return err
	}
	if *home != "" {
		if cfg.HomeCountry = *home; !country.Valid(country.Code(*home)) {
			return usagef("%q is no country code; write two capitals as KZ", *home)
		}
	}
	if m.tagger, err = cfg.tagger(); err != nil {
		return err
	}
	if *feedName != "" {
		configured, err := cfg.sources()
		if err != nil {
			return err
		}
		m.source = feedOf(configured, *feedName)
	}
	m.show = m.printer(*asJSON, *matched)
	if err := m.answer(ctx, s); err != nil {
		return err
	}
	if *summary {
		m.summarise(s.err)
	}
	if m.bad > 0 {
		return fmt.Errorf("%s could not be read", counted(m.bad, "line"))
	}
	return nil
}

// queryOperands parses the flags of a command that takes queries.
func queryOperands(flags *flag.FlagSet, args []string) ([]string, error) {
	operands, err := operandsOf(flags, args)
	if wrong, ok := errors.AsType[usageError](err); ok && strings.Contains(wrong.text, "not defined") {
		return nil, usagef(`%s; a query that begins with "-" goes behind "--"`, wrong.text)
	}
	return operands, err
}

func askedQueries(operands []string) ([]asked, error) {
	if len(operands) == 0 {
		return nil, usagef("name a query, as \"Italy gas\"")
	}
	if len(operands) > maxQueries {
		return nil, usagef("%d queries are too many, %d at most", len(operands), maxQueries)
	}
	var queries []asked
	for i, text := range operands {
		q, err := query.Parse(text)
		var wrong *query.Error
		if errors.As(err, &wrong) {
			said := wrong.Error()
			if len(operands) > 1 {
				said = fmt.Sprintf("query %d: %s", i+1, said)
			}
			if wrong.Code == query.Empty {
				return nil, usageError{text: said}
			}
			return nil, usageError{text: said, shown: underlined(text, wrong.Pos)}
		} else if err != nil {
			return nil, err
		}
		queries = append(queries, asked{Query: q, text: text})
	}
	return queries, nil
}

// answer reads and answers story by story.
func (m *matching) answer(ctx context.Context, s streams) error {
	in := newLines(&interruptible{ctx: ctx, r: s.in}, maxLine)
	out := bufio.NewWriter(s.out)
	results := make([]query.Explanation, len(m.queries))
	for {
		if in.idle() {
			if err := out.Flush(); err != nil {
				return err
			}
		}
		line, err := in.next()
		switch {
		case errors.Is(err, io.EOF):
			return out.Flush()
		case ctx.Err() != nil:
			return out.Flush() // asked to stop
		case err == nil && isBlank(line):
			continue
		}
		if in.number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		var story *suppliedStory
		if err == nil {
			story, err = m.read(line, in.number)
		}
		if wrong, ok := errors.AsType[lineError](err); ok {
			m.bad++
			if err := out.Flush(); err != nil {
				return err
			}
			fmt.Fprintf(s.err, "newsbot match: line %d %s\n", in.number, wrong.text)
			continue
		} else if err != nil {
			return errors.Join(out.Flush(), fmt.Errorf("line %d: %w", in.number+1, err))
		}
		m.stories++
		d := query.NewDocument(&story.Story)
		for i := range m.queries {
			results[i] = m.queries[i].Explain(d)
			if results[i].Matched {
				m.queries[i].matched++
			}
		}
		if err := m.show(out, story, results); err != nil {
			return err
		}
	}
}

// read returns the story of a line, with its countries.
func (m *matching) read(line []byte, number int) (*suppliedStory, error) {
	story, err := readStory(line)
	if err != nil {
		return nil, err
	}
	story.line = number
	if story.Source == "" && story.SourceURL == "" {
		story.Source, story.SourceURL = m.source.Name, m.source.URL
	}
	if story.untagged {
		at := story.Published
		if at.IsZero() {
			at = time.Now()
		}
		tags := m.tagger.TagAt(at, story.Title, story.Body())
		story.About, story.Mentioned = tags.About, tags.Mentioned
	}
	return story, nil
}

func (m *matching) summarise(w io.Writer) {
	for _, q := range m.queries {
		fmt.Fprintf(w, "%d of %s: %s\n", q.matched, counted(m.stories, "story"), oneLine(q.text))
	}
}

// feedOf returns the configured feed of that name or address, or what is known of
// another: its address, or its name.
func feedOf(configured []feed.Source, name string) feed.Source {
	for _, src := range configured {
		if src.URL == name || src.Name == name {
			return src
		}
	}
	if strings.Contains(name, "://") {
		return feed.Source{URL: name}
	}
	return feed.Source{Name: name}
}
