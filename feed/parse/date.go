package parse

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// readDate reads the date of an entry: RFC 822, 1123, 850, 3339, ISO 8601, asctime,
// DD.MM.YYYY, and what publishers make of them, month names in seven languages
// included. A time without a zone is in zone (nil: UTC). What can be read in two ways, or
// names a zone that is not known, is not read.
func readDate(s string, zone *time.Location) (time.Time, bool) {
	if zone == nil {
		zone = time.UTC
	}
	if len(s) > 100 {
		return time.Time{}, false
	}
	d := date{month: -1}
	words := cutDate(s)
	clockFirst := len(words) > 3 && isNumber(words[0]) && len(words[0]) <= 2 && words[1] == ":"
	if clockFirst {
		d.clock(&words)
	}
	if len(words) == 0 || !d.day(&words) {
		return time.Time{}, false
	}
	if !clockFirst {
		d.clock(&words)
	}
	d.yearAfter(&words)
	if d.year == 0 || !d.valid() {
		return time.Time{}, false
	}
	return d.in(words, zone)
}

// A date is what has been read so far.
type date struct {
	yearFirst                  bool // in figures: what follows may be an offset
	year, month, dayOfMonth    int
	hour, minute, second, nano int
}

// cutDate cuts a date into numbers, words and signs, in lower case:
// "Tue, 10 Feb 2026 21:05:00 +0300" → tue 10 feb 2026 21 : 05 : 00 + 0300.
func cutDate(s string) []string {
	words := make([]string, 0, 16)
	s = strings.ReplaceAll(strings.ToLower(s), "i\u0307", "i") // the small form of İ
	for i := 0; i < len(s); {
		rest := s[i:]
		if n := runOf(rest, unicode.IsDigit); n > 0 {
			i += n
			if n == 14 || n == 12 { // 20260210210500
				words = append(words, rest[:8])
				rest, n = rest[8:], n-8
			}
			words = append(words, rest[:n])
			continue
		}
		r, size := utf8.DecodeRuneInString(rest)
		if sign, ok := ideographs[r]; ok {
			i += size
			if sign != "" {
				words = append(words, sign)
			}
			continue
		}
		if n := runOf(rest, unicode.IsLetter); n > 0 {
			words = append(words, rest[:n])
			i += n
			continue
		}
		switch r {
		case ':', '+', '-', '/', '.':
			words = append(words, string(r))
		case '−', '–': // typographic signs of a zone
			words = append(words, "-")
		case ',': // of a fraction
			if i > 0 && isNumber(s[i-1:i]) && isNumber(s[i+1:min(i+2, len(s))]) {
				words = append(words, ".")
			}
		}
		i += size
	}
	return words
}

// ideographs stand after the number they name, in Chinese, Japanese and Korean.
var ideographs = map[rune]string{'年': "-", '月': "-", '日': "", '時': ":", '时': ":", '点': ":", '分': "", '秒': "",
	'년': "-", '월': "-", '일': "", '시': ":", '분': "", '초': ""}

func runOf(s string, is func(rune) bool) int {
	for i, r := range s {
		if !is(r) {
			return i
		}
	}
	return len(s)
}

// day reads the calendar day at the front: what stands before it
// and is no month is the name of a weekday.
func (d *date) day(words *[]string) bool {
	w := *words
	for len(w) > 0 && !isNumber(w[0]) {
		if m := monthOf(w[0]); m > 0 {
			d.month = m // the last one: "mar" is a Tuesday in French, and March
		}
		w = w[1:]
	}
	if len(w) == 0 {
		return false
	}
	rest, ok := d.isoDay(w)
	if !ok {
		rest, ok = d.numericDay(w)
	}
	if !ok {
		rest, ok = d.namedDay(w)
	}
	*words = rest
	return ok
}

func (d *date) valid() bool {
	if d.year < 1900 || d.year > 9999 || d.month < 1 || d.month > 12 || d.dayOfMonth < 1 {
		return false
	}
	if d.hour > 24 || d.minute > 59 || d.second > 60 || d.hour == 24 && (d.minute > 0 || d.second > 0) {
		return false
	}
	day := time.Date(d.year, time.Month(d.month), d.dayOfMonth, 0, 0, 0, 0, time.UTC)
	return day.Day() == d.dayOfMonth
}

// in places the date in the zone that the rest of the words name. 24:00 is the
// end of the day.
func (d *date) in(words []string, zone *time.Location) (time.Time, bool) {
	t, ok := d.placed(words, zone)
	if !ok || isPlaceholder(t) {
		return time.Time{}, false
	}
	return t, true
}

// isPlaceholder knows what a publisher's program writes where it has no date: the
// zero of Unix time, in whatever zone, the second before it, and the first day of
// 1900. Taken for a date it would make of any news an old story.
func isPlaceholder(t time.Time) bool {
	const zones = 14 * time.Hour // the farthest from UTC
	return t.Sub(time.Unix(0, 0)).Abs() <= zones || t.Sub(time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)).Abs() <= zones
}

func (d *date) placed(words []string, zone *time.Location) (time.Time, bool) {
	at := func(l *time.Location) time.Time {
		return time.Date(d.year, time.Month(d.month), d.dayOfMonth, d.hour, d.minute, d.second, d.nano, l)
	}
	for len(words) > 0 && fillers[words[0]] {
		words = words[1:]
	}
	if len(words) == 0 {
		return at(zone).UTC(), true
	}
	if l, ok := readOffset(words); ok {
		return at(l).UTC(), true
	}
	if abbreviation, _ := at(zone).Zone(); strings.EqualFold(abbreviation, words[0]) && len(words) == 1 {
		return at(zone).UTC(), true
	}
	if l, ok := namedZone(words, at); ok {
		return at(l).UTC(), true
	}
	return time.Time{}, false
}

func isNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' && len(s) < 10 }

func number(s string) int {
	n, _ := strconv.Atoi(s) // only of what isNumber holds to be one
	return n
}
