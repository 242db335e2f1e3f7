package render

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// areas are where the cities of the time zone database are.
const areas = "Asia Europe America Africa Australia Pacific Atlantic Indian America/Argentina America/Indiana Antarctica"

var offset = regexp.MustCompile(`^(?i:utc|gmt)? ?([+\-−])(\d{1,2})(?:[:.]?(\d{2}))?$`)

// FindZone reads the time zone that a person means: a name of the time zone
// database in any case, the city in it alone, or an offset as "+05:00", "UTC+5".
// The name it returns is what a Chat keeps.
func FindZone(what string) (name string, zone *time.Location, err error) {
	what = strings.Join(strings.Fields(what), "_")
	if m := offset.FindStringSubmatch(strings.ReplaceAll(what, "_", " ")); m != nil {
		return fixed(m[1], m[2], m[3])
	}
	if strings.EqualFold(what, "utc") || strings.EqualFold(what, "gmt") {
		return "UTC", time.UTC, nil
	}
	if len(what) < 3 || len(what) > 40 || strings.EqualFold(what, "local") {
		return "", nil, fmt.Errorf("time zone %.40q: unknown", what)
	}
	titled := title(what)
	candidates := []string{what, titled}
	if !strings.Contains(what, "/") {
		for area := range strings.FieldsSeq(areas) {
			candidates = append(candidates, area+"/"+titled)
		}
	}
	for _, name := range candidates {
		if zone, err := time.LoadLocation(name); err == nil && strings.Contains(name, "/") {
			return zone.String(), zone, nil
		}
	}
	return "", nil, fmt.Errorf("time zone %q: unknown", what)
}

// fixed makes a zone of an offset, which is 14 hours at the most.
func fixed(sign, hours, minutes string) (string, *time.Location, error) {
	h, _ := strconv.Atoi(hours) // digits only
	m, _ := strconv.Atoi(minutes)
	seconds := h*3600 + m*60
	if seconds > 14*3600 || m > 59 {
		return "", nil, fmt.Errorf("offset %s%s:%02d: more than 14 hours", sign, hours, m)
	}
	if sign != "+" {
		seconds, sign = -seconds, "-"
	}
	name := fmt.Sprintf("%s%02d:%02d", sign, h, m)
	return name, time.FixedZone(name, seconds), nil
}

// title writes a zone's name as the database does: America/New_York, and small
// words within a name small: Africa/Dar_es_Salaam.
func title(name string) string {
	out, upper := []byte(strings.ToLower(name)), true
	for i, c := range out {
		if upper && c >= 'a' && c <= 'z' {
			out[i] = c - 'a' + 'A'
		}
		upper = c == '/' || c == '_' || c == '-'
	}
	return strings.NewReplacer("_Es_", "_es_", "_Of_", "_of_", "-Au-", "-au-").Replace(string(out))
}

// zoneOf returns the zone that a chat chose, or otherwise.
func zoneOf(name string, otherwise *time.Location) *time.Location {
	if name == "" {
		return otherwise
	}
	if _, zone, err := FindZone(name); err == nil {
		return zone
	}
	return otherwise
}
