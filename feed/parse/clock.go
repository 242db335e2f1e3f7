package parse

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
