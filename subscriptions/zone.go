package subscriptions

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // zones are part of the program, not of the machine it runs on
)

// ErrZone says that a text is no time zone.
var ErrZone = errors.New("unknown time zone")

// zoneNames holds the names of the tz database that Go has; a test writes it.
//
//go:embed zones.txt
var zoneNames string

// cityZones holds what people call zones that the tz database does not name so.
//
//go:embed cities.txt
var cityZones string

// A zone is a name of the tz database with what it stands for, loaded once.
type zone struct {
	name string
	load func() *time.Location
}

// zones maps what people may write, in lower case, to zones.
var zones = sync.OnceValue(func() map[string]zone {
	table := map[string]zone{}
	var cities []zone
	for name := range strings.FieldsSeq(zoneNames) {
		z := zone{name, sync.OnceValue(func() *time.Location { return load(name) })}
		table[strings.ToLower(name)] = z
		if isCity(name) {
			cities = append(cities, z)
		}
	}
	for _, z := range cities {
		city := strings.ToLower(z.name[strings.LastIndex(z.name, "/")+1:])
		if _, taken := table[city]; !taken {
			table[city] = z
		}
	}
	for line := range strings.Lines(cityZones) {
		if city, name, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			table[city] = table[strings.ToLower(name)]
		}
	}
	return table
})

func load(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}

// isCity reports names that end in a city, as Asia/Almaty does and US/Eastern
// does not.
func isCity(name string) bool {
	switch area, _, _ := strings.Cut(name, "/"); area {
	case "Africa", "America", "Antarctica", "Asia", "Atlantic", "Europe", "Indian", "Pacific":
		return true
	}
	return name == "Australia/Sydney" || name == "Australia/Melbourne" || name == "Australia/Perth" ||
		name == "Australia/Brisbane" || name == "Australia/Adelaide" || name == "Australia/Darwin" ||
		name == "Australia/Canberra" || name == "Australia/Hobart"
}

var offset = regexp.MustCompile(`^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$`)

// ParseZone reads a time zone as people write it, in any case: a name of the tz
// database, "Asia/Almaty"; a city in one, "Almaty", "New York", "Алматы"; an
// offset from UTC, "+5", "+05:00", "UTC+5", "GMT+5:30". It returns the name to
// keep, which Location knows. The error is ErrZone.
func ParseZone(text string) (name string, loc *time.Location, err error) {
	key := strings.ToLower(strings.Join(strings.Fields(text), " "))
	if name, ok := parseOffset(key); ok {
		return name, Location(name), nil
	}
	z, ok := zones()[strings.ReplaceAll(key, " ", "_")]
	if !ok {
		return "", nil, fmt.Errorf("%q: %w", clip(text), ErrZone)
	}
	if loc = z.load(); loc == nil {
		return "", nil, fmt.Errorf("%q: %w", clip(text), ErrZone)
	}
	return z.name, loc, nil
}

// parseOffset returns "+05:00" for an offset, which people may write with a
// space or a true minus in it. Offsets in use are between -12:00 and +14:00.
func parseOffset(key string) (string, bool) {
	m := offset.FindStringSubmatch(strings.ReplaceAll(strings.ReplaceAll(key, " ", ""), "−", "-"))
	if m == nil {
		return "", false
	}
	hours, _ := strconv.Atoi(m[2])
	minutes, _ := strconv.Atoi(m[3])
	total := hours*60 + minutes
	if minutes > 59 || m[1] == "+" && total > 14*60 || m[1] == "-" && total > 12*60 {
		return "", false
	}
	if total == 0 {
		return "UTC", true
	}
	return fmt.Sprintf("%s%02d:%02d", m[1], hours, minutes), true
}

// Location returns the zone with a name that ParseZone returned, or nil if there
// is none.
func Location(name string) *time.Location {
	if m := offset.FindStringSubmatch(name); m != nil && len(name) == len("+05:00") {
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		seconds := (hours*60 + minutes) * 60
		if m[1] == "-" {
			seconds = -seconds
		}
		return time.FixedZone(name, seconds)
	}
	if z, ok := zones()[strings.ToLower(name)]; ok && z.name == name {
		return z.load()
	}
	return nil
}

// Location returns the chat's zone, or fallback where it chose none.
func (c *Chat) Location(fallback *time.Location) *time.Location {
	if loc := Location(c.TimeZone); loc != nil {
		return loc
	}
	return fallback
}

// clip cuts what a stranger wrote for an error.
func clip(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
