package parse

import (
	"time"
)

// readOffset reads an offset from UTC at the front of words: + 03 : 00, + 0300,
// + 3, and utc or gmt or z before it or alone. What stands after it in
// parentheses is a comment.
func readOffset(words []string) (*time.Location, bool) {
	utc := words[0] == "utc" || words[0] == "gmt" || words[0] == "z" || words[0] == "ut"
	if utc {
		words = words[1:]
		if len(words) == 0 {
			return time.UTC, true
		}
	}
	if len(words) < 2 || words[0] != "+" && words[0] != "-" || !isNumber(words[1]) {
		return nil, false
	}
	var hours, minutes int
	switch digits := words[1]; {
	case len(digits) <= 2:
		hours = number(digits)
		if len(words) >= 4 && words[2] == ":" && isNumber(words[3]) {
			minutes = number(words[3])
		}
	case len(digits) <= 4:
		hours, minutes = number(digits)/100, number(digits)%100
	default:
		return nil, false
	}
	if hours > 14 || minutes > 59 {
		return nil, false
	}
	offset := hours*3600 + minutes*60
	if words[0] == "-" {
		offset = -offset
	}
	return time.FixedZone("", offset), true
}

// namedZone returns the zone of an abbreviation. Those that mean several
// zones (IST: India, Israel, Ireland) are read only where the source's own zone
// bears the name; those that RFC 822 defines mean what it says.
func namedZone(words []string, at func(*time.Location) time.Time) (*time.Location, bool) {
	if len(words) > 1 {
		// MSK (UTC+3), and MSK+2 as they write in Russia.
		if l, ok := readOffset(words[1:]); ok && zones[words[0]] != 0 {
			if (words[0] == "msk" || words[0] == "мск") && words[1] != "utc" && words[1] != "gmt" {
				_, offset := time.Time{}.In(l).Zone()
				return time.FixedZone("", 3*3600+offset), true
			}
			return l, true
		}
		return nil, false
	}
	switch words[0] {
	case "almt", "qyzt", "qost":
		// Kazakhstan went from UTC+6 to UTC+5 on 1 March 2024.
		if at(time.UTC).Before(time.Date(2024, time.March, 1, 0, 0, 0, 0, time.UTC)) {
			return time.FixedZone("", 6*3600), true
		}
		return time.FixedZone("", 5*3600), true
	case "msk":
		// Moscow kept UTC+4 from 27 March 2011 to 26 October 2014.
		when := at(time.UTC)
		if when.After(time.Date(2011, time.March, 27, 2, 0, 0, 0, time.UTC)) &&
			when.Before(time.Date(2014, time.October, 26, 2, 0, 0, 0, time.UTC)) {
			return time.FixedZone("", 4*3600), true
		}
	}
	minutes, ok := zones[words[0]]
	return time.FixedZone("", minutes*60), ok
}

// zones holds abbreviations that mean one offset, in minutes east of UTC.
var zones = map[string]int{
	"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, // RFC 822
	"akst": -540, "akdt": -480, "hst": -600, "nst": -210, "ndt": -150, "adt": -180, "brt": -180, "art": -180, "clt": -240,
	"wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "trt": 180,
	"мск": 180, "msk": 180, "msd": 240, "samt": 240, "yekt": 300, "omst": 360, "krat": 420, "novt": 420, "irkt": 480, "yakt": 540,
	"vlat": 600, "magt": 660, "pett": 720, "sast": 120, "cat": 120, "eat": 180, "wat": 60,
	"aqtt": 300, "orat": 300, "uzt": 300, "tjt": 300, "tmt": 300, "kgt": 360, "azt": 240, "amt": 240, "get": 240,
	"pkt": 300, "npt": 345, "mmt": 390, "ict": 420, "wib": 420, "wita": 480, "wit": 540, "hkt": 480, "sgt": 480, "pht": 480,
	"jst": 540, "kst": 540, "awst": 480, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}
