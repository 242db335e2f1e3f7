package parse

import "time"

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
