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

// isoDay reads the rarer forms of ISO 8601: 2026-041, 2026041, 2026-W07-2, 2026W072.
func (d *date) isoDay(w []string) ([]string, bool) {
	if d.month >= 0 {
		return nil, false
	}
	set := func(day time.Time, year int) bool {
		d.year, d.month, d.dayOfMonth = day.Year(), int(day.Month()), day.Day()
		return year == day.Year()
	}
	if len(w[0]) == 7 { // 2026041
		year := number(w[0][:4])
		return w[1:], set(time.Date(year, 1, number(w[0][4:]), 0, 0, 0, 0, time.UTC), year)
	}
	if len(w) < 3 || len(w[0]) != 4 {
		return nil, false
	}
	year, rest := number(w[0]), w[1:]
	if rest[0] == "-" {
		rest = rest[1:]
	}
	switch {
	case len(rest) > 0 && len(rest[0]) == 3 && isNumber(rest[0]) && w[1] == "-": // 2026-041
		d.yearFirst = true
		return rest[1:], set(time.Date(year, 1, number(rest[0]), 0, 0, 0, 0, time.UTC), year)
	case len(rest) < 2 || rest[0] != "w" || !isNumber(rest[1]):
		return nil, false
	}
	d.yearFirst = true
	week, day := number(rest[1]), 0
	switch {
	case len(rest[1]) == 3: // 2026W072
		week, day, rest = week/10, week%10, rest[2:]
	case len(rest) >= 4 && rest[2] == "-" && len(rest[3]) == 1 && isNumber(rest[3]):
		day, rest = number(rest[3]), rest[4:]
	default:
		return nil, false
	}
	if week < 1 || week > 53 || day < 1 || day > 7 {
		return nil, false
	}
	// The week with the fourth of January is the first.
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	set(monday.AddDate(0, 0, 7*(week-1)+day-1), year)
	return rest, true
}

// numericDay reads 2026-02-10, 20260210, 2026/02/10, 10.02.2026 and 10-02-2026.
// With slashes the day may come first or second: it is read only where that
// makes no difference.
func (d *date) numericDay(w []string) ([]string, bool) {
	if len(w[0]) == 8 && d.month < 0 {
		d.year, d.month, d.dayOfMonth = number(w[0][:4]), number(w[0][4:6]), number(w[0][6:])
		return w[1:], true
	}
	if len(w) < 5 || w[1] != w[3] || !isNumber(w[2]) || !isNumber(w[4]) || d.month >= 0 {
		return nil, false
	}
	a, b, c := number(w[0]), number(w[2]), number(w[4])
	switch sep := w[1]; {
	case len(w[0]) == 4 && (sep == "-" || sep == "/" || sep == "."):
		d.yearFirst = true
		d.year, d.month, d.dayOfMonth = a, b, c
	case len(w[4]) != 4:
		return nil, false
	case sep == "." || sep == "-":
		d.year, d.month, d.dayOfMonth = c, b, a
	case sep == "/" && (a > 12 || a == b):
		d.year, d.month, d.dayOfMonth = c, b, a
	case sep == "/" && b > 12:
		d.year, d.month, d.dayOfMonth = c, a, b
	default:
		return nil, false
	}
	return w[5:], true
}

// namedDay reads 10 Feb 2026, Feb 10, 2026, 10-Feb-26 and 2026 жылғы 10 ақпан.
// The year may stand after the clock, as asctime has it.
func (d *date) namedDay(w []string) ([]string, bool) {
	i := 0
	for ; i < len(w); i++ {
		switch word := w[i]; {
		case isNumber(word) && i+1 < len(w) && w[i+1] == ":": // the clock begins
			return w[i:], d.month > 0 && d.dayOfMonth > 0
		case isNumber(word) && len(word) == 4 && d.year == 0:
			d.year = number(word)
		case isNumber(word) && d.dayOfMonth == 0 && len(word) <= 2:
			d.dayOfMonth = number(word)
		case isNumber(word) && d.year == 0 && len(word) == 2 && d.month > 0:
			d.year = century(number(word))
		case isNumber(word):
			return w[i:], d.month > 0 && d.dayOfMonth > 0
		case monthOf(word) > 0:
			d.month = monthOf(word)
		case fillers[word] || word == "-" || word == "/":
		default:
			return w[i:], d.month > 0 && d.dayOfMonth > 0
		}
		if d.year > 0 && d.month > 0 && d.dayOfMonth > 0 {
			i++
			break
		}
	}
	return w[i:], d.month > 0 && d.dayOfMonth > 0
}

// century completes a year of two digits as RFC 2822 has it.
func century(y int) int {
	if y < 50 {
		return 2000 + y
	}
	return 1900 + y
}

// clock reads 21:05, 21:05:00.123, 210500, 21h05, 21.05, 9:05 pm, 9 p.m.
func (d *date) clock(words *[]string) {
	w := *words
	for len(w) > 0 && (fillers[w[0]] || w[0] == "t" || w[0] == "-" && !d.yearFirst) {
		w = w[1:]
	}
	switch {
	case len(w) >= 3 && isNumber(w[0]) && isClockSign(w[1]) && isNumber(w[2]) && len(w[2]) <= 2:
		d.hour, d.minute = number(w[0]), number(w[2])
		sign := w[1]
		w = w[3:]
		if len(w) >= 2 && w[0] == sign && isNumber(w[1]) {
			d.second = number(w[1])
			w = w[2:]
		}
	case len(w) >= 1 && isNumber(w[0]) && (len(w[0]) == 4 || len(w[0]) == 6) && d.year != 0:
		d.hour, d.minute = number(w[0][:2]), number(w[0][2:4])
		if len(w[0]) == 6 {
			d.second = number(w[0][4:])
		}
		w = w[1:]
	case len(w) >= 2 && isNumber(w[0]) && len(w[0]) <= 2 && d.namesHour(*words, w):
		d.hour = number(w[0])
		w = w[1:]
	default:
		*words = w
		return
	}
	if len(w) >= 2 && w[0] == "." && isNumber(w[1]) {
		d.nano = number((w[1] + "000000000")[:9])
		w = w[2:]
	}
	*words = d.halfDay(w)
}

func isClockSign(s string) bool { return s == ":" || s == "." || s == "h" }

// namesHour reports whether a number alone is an hour: T21Z, 9 pm, 21 h.
func (d *date) namesHour(all, w []string) bool {
	half, _ := halfOf(w[1:])
	return half != "" || w[1] == "h" || w[1] == "uhr" || len(all) > len(w) && all[0] == "t" && len(w[0]) == 2
}

// halfOf returns am or pm at the front of words, and how many words it takes.
func halfOf(w []string) (half string, n int) {
	switch {
	case len(w) >= 1 && (w[0] == "am" || w[0] == "pm"):
		return w[0], 1
	case len(w) >= 3 && (w[0] == "a" || w[0] == "p") && w[1] == "." && w[2] == "m":
		return w[0] + "m", 3
	}
	return "", 0
}

// halfDay applies am and pm. With an hour after 12 they say nothing that is not said.
func (d *date) halfDay(w []string) []string {
	half, n := halfOf(w)
	if half == "" || d.hour > 23 {
		return w
	}
	if d.hour <= 12 {
		d.hour %= 12
		if half == "pm" {
			d.hour += 12
		}
	}
	return w[n:]
}

// yearAfter reads the year of asctime, after the clock and perhaps the zone.
func (d *date) yearAfter(words *[]string) {
	w := *words
	if d.year != 0 {
		return
	}
	if n := len(w); n > 0 && isNumber(w[n-1]) && len(w[n-1]) == 4 && (n < 2 || w[n-2] != "+" && w[n-2] != "-") {
		d.year = number(w[n-1])
		*words = w[:n-1]
	}
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
