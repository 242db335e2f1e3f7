package subscriptions_test

import (
	"archive/zip"
	"bufio"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newsbot/subscriptions"
)

var update = flag.Bool("update", false, "write zones.txt and golden files anew")

func TestParseZone(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a name", "Asia/Almaty", "Asia/Almaty"},
		{"a name in any case", " asia/almaty ", "Asia/Almaty"},
		{"a name with a space", "America/New York", "America/New_York"},
		{"a city", "Almaty", "Asia/Almaty"},
		{"a city of two words", "new  york", "America/New_York"},
		{"a city in Russian", "Алматы", "Asia/Almaty"},
		{"a city in Kazakh", "қызылорда", "Asia/Qyzylorda"},
		{"a city that is no zone of its own", "Astana", "Asia/Almaty"},
		{"hours", "+5", "+05:00"},
		{"hours and minutes", "+05:30", "+05:30"},
		{"a true minus", "−3", "-03:00"},
		{"without a colon", "+0545", "+05:45"},
		{"from UTC", "UTC+5", "+05:00"},
		{"from GMT, spaced", "gmt + 5:30", "+05:30"},
		{"no offset", "UTC+0", "UTC"},
		{"UTC", "utc", "UTC"},
		{"the farthest east", "+14", "+14:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			name, loc, err := subscriptions.ParseZone(test.text)
			if err != nil || name != test.want || loc == nil {
				t.Fatalf("ParseZone(%q) = %q, %v, %v, want %q", test.text, name, loc, err, test.want)
			}
			now := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
			if got := subscriptions.Location(name); got == nil || now.In(got).String() != now.In(loc).String() {
				t.Errorf("Location(%q) = %v, want %v", name, got, loc)
			}
		})
	}
}

func TestParseZoneRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "5", "TZ=0", "+15", "-13", "+5:60", "+5:5", "++5", "Asia", "Mars/Olympus", "../../etc/passwd",
		"Local", "Eastern", "Asia/Almaty\x00", "+5 +5", strings.Repeat("x", 5000),
	} {
		name, loc, err := subscriptions.ParseZone(text)
		if !errors.Is(err, subscriptions.ErrZone) || len(err.Error()) > 200 {
			t.Errorf("ParseZone(%.20q) = %q, %v, %v, want a short ErrZone", text, name, loc, err)
		}
	}
	for _, name := range []string{"", "almaty", "asia/almaty", "+5", "Local"} {
		if loc := subscriptions.Location(name); loc != nil {
			t.Errorf("Location(%q) = %v, want none", name, loc)
		}
	}
}

func TestEveryNameIsAZone(t *testing.T) {
	if *update {
		writeZones(t)
	}
	for _, name := range allZones(t) {
		if got, loc, err := subscriptions.ParseZone(strings.ToUpper(name)); err != nil || got != name || loc == nil {
			t.Errorf("ParseZone(%q) = %q, %v, %v, want %q", strings.ToUpper(name), got, loc, err, name)
		}
	}
	cities, err := os.ReadFile("cities.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(cities)) {
		city, want, _ := strings.Cut(strings.TrimSpace(line), "=")
		if got, _, err := subscriptions.ParseZone(city); err != nil || got != want {
			t.Errorf("ParseZone(%q) = %q, %v, want %q", city, got, err, want)
		}
	}
}

func allZones(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile("zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(b))
}

// writeZones takes the names from the tz database of the Go that runs the test.
func writeZones(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f, err := os.Create("zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for _, file := range r.File {
		switch {
		case strings.HasSuffix(file.Name, "/"), file.Name == "Factory":
		case file.Name == "GMT+0", file.Name == "GMT-0": // read as offsets
		default:
			w.WriteString(file.Name + "\n")
		}
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
}
