package parse

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// header is the first line of a listing's entry.
type header struct {
	when     time.Time
	views    int64 // -1: absent or unreadable
	viewsErr error // why they could not be read
}

// maxHeader is the length in bytes of the longest line that is looked at as a header.
const maxHeader = 120

// looksHeader reports whether a line is meant as a header, readable or not:
// it begins with a date, and holds nothing but figures and the signs between
// them, save perhaps for one word where the views should be. "25.02.2026 the
// court …" is a paragraph.
func looksHeader(line string) bool {
	if len(line) > maxHeader {
		return false
	}
	ended := strings.HasSuffix(strings.TrimSpace(line), ",")
	line = tidyHeader(line)
	dots, spaces, letters := 0, 0, false
	for i, r := range line {
		switch {
		case r >= '0' && r <= '9':
		case i == 0:
			return false
		case r == '.' && spaces == 0:
			dots++
		case r == ' ':
			if letters {
				return false // a word, and then another
			}
			spaces++
		case r == ',' || r == ':' || r == '.' || r == '\'' || r == '’':
		case spaces >= 2 && strings.Contains(line, ":"):
			letters = true
		default:
			return false
		}
	}
	day, rest, _ := strings.Cut(line, " ")
	return dots == 2 && strings.Count(day, ".") == 2 && (rest != "" || ended)
}

// tidyHeader puts one space between the parts of a header, with or without
// a comma after the date.
func tidyHeader(line string) string { return squeeze(strings.Replace(line, ",", " ", 1)) }

// cutHeader reports whether the last line of a document that does not end
// it is the beginning of a header: the document was cut off there.
func cutHeader(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= 2 && len(line) <= len("25.02.2026") && strings.Trim(line, "0123456789.") == "" &&
		strings.Contains(line[:min(len(line), 3)], ".") && strings.Count(line, ".") <= 2
}

// readHeader reads DD.MM.YYYY, HH:MM VIEWS.
func readHeader(line string, zone *time.Location) (header, error) {
	if zone == nil {
		zone = time.UTC
	}
	h := header{views: -1}
	day, rest, _ := strings.Cut(tidyHeader(line), " ")
	clock, views, _ := strings.Cut(rest, " ")
	line = squeeze(line)
	d, err := readDay(day)
	if err != nil {
		return h, fmt.Errorf("entry %q: %w", line, err)
	}
	if err := readClock(&d, clock); err != nil {
		return h, fmt.Errorf("entry %q: %w", line, err)
	}
	h.when = time.Date(d.year, time.Month(d.month), d.dayOfMonth, d.hour, d.minute, 0, 0, zone).UTC()
	if views != "" {
		if h.views, err = readViews(views); err != nil {
			h.viewsErr = fmt.Errorf("entry %q, kept without its views: %w", line, err)
		}
	}
	return h, nil
}

var (
	errDay   = errors.New("no such day: a date is DD.MM.YYYY")
	errClock = errors.New("no such time: a time is HH:MM, from 00:00 to 24:00")
	errViews = errors.New("views are a whole number")
)

func readDay(s string) (date, error) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 4 {
		return date{}, errDay
	}
	var d date
	for i, field := range []*int{&d.dayOfMonth, &d.month, &d.year} {
		if !isNumber(parts[i]) {
			return date{}, errDay
		}
		*field = number(parts[i])
	}
	if !d.valid() {
		return date{}, errDay
	}
	return d, nil
}

func readClock(d *date, s string) error {
	hour, minute, ok := strings.Cut(s, ":")
	if !ok || !isNumber(hour) || !isNumber(minute) || len(hour) > 2 || len(minute) != 2 {
		return errClock
	}
	d.hour, d.minute = number(hour), number(minute)
	if !d.valid() {
		return errClock
	}
	return nil
}

// readViews reads a number, its thousands perhaps set apart: 14346, 14 346,
// 14,346, 14.346, 14'346.
func readViews(s string) (int64, error) {
	groups := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,.'’", r) })
	for i, g := range groups {
		if strings.IndexFunc(g, func(r rune) bool { return !unicode.IsDigit(r) || r > '9' }) >= 0 {
			return -1, errViews
		}
		if i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return -1, errViews
		}
	}
	n, err := strconv.ParseInt(strings.Join(groups, ""), 10, 64)
	if err != nil {
		return -1, errViews
	}
	return n, nil
}
