package taps_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"newsbot/bot/taps"
)

func TestDataComesBackAsItWas(t *testing.T) {
	data := taps.Data(taps.MuteAlert, math.MaxInt, int64(math.MaxInt64), true)
	if len(data) > taps.MaxData {
		t.Errorf("data %q has %d bytes, want at most %d", data, len(data), taps.MaxData)
	}
	tap, err := taps.Parse(data)
	if err != nil || tap.Verb != taps.MuteAlert {
		t.Fatalf("Parse(%q) = %v, %v", data, tap, err)
	}
	if n, err := tap.Int(0); n != math.MaxInt || err != nil {
		t.Errorf("Int(0) = %d, %v", n, err)
	}
	if n, err := tap.Story(1); n != math.MaxInt64 || err != nil {
		t.Errorf("Story(1) = %d, %v", n, err)
	}
}

func TestWantedIsOneOrNought(t *testing.T) {
	tap, _ := taps.Parse(taps.Data(taps.SetEmpty, false))
	if wanted, err := tap.Wanted(0); wanted || err != nil {
		t.Errorf("Wanted = %v, %v, want false", wanted, err)
	}
	if _, err := tap.Wanted(1); !errors.Is(err, taps.ErrStale) {
		t.Errorf("Wanted of what is not there: %v, want ErrStale", err)
	}
}

func TestAZoneMayHoldAColon(t *testing.T) {
	tap, err := taps.Parse(taps.Data(taps.SetZone, "+05:30"))
	if err != nil || tap.Rest() != "+05:30" {
		t.Errorf("Rest = %q, %v, want +05:30", tap.Rest(), err)
	}
}

func TestWhatIsNoDataOfOursIsStale(t *testing.T) {
	for _, data := range []string{"", "1", "1:", "0:home", "2:home", "v1:home", "home", strings.Repeat("1:", 40)} {
		if tap, err := taps.Parse(data); !errors.Is(err, taps.ErrStale) {
			t.Errorf("Parse(%q) = %v, %v, want ErrStale", data, tap, err)
		}
	}
	tap, _ := taps.Parse("1:rm:x:-1")
	if _, err := tap.Int(0); !errors.Is(err, taps.ErrStale) {
		t.Errorf("Int of a word: %v, want ErrStale", err)
	}
	if _, err := tap.Story(1); !errors.Is(err, taps.ErrStale) {
		t.Errorf("Story of a negative number: %v, want ErrStale", err)
	}
	if _, err := tap.Int(2); !errors.Is(err, taps.ErrStale) {
		t.Errorf("Int of what is not there: %v, want ErrStale", err)
	}
}
