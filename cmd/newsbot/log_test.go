package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestDurationsAreLoggedAsPeopleReadThem(t *testing.T) {
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, logOptions(false)) },
		"JSON": func(b *bytes.Buffer) slog.Handler { return newLog(b, false).Handler() },
	} {
		var b bytes.Buffer
		log := slog.New(handler(&b)).With("every", 5*time.Minute)
		log.Warn("poll", slog.Duration("again_in", 90*time.Second+123456*time.Nanosecond), "took", 1500*time.Microsecond,
			slog.Group("hub", "lease", 24*time.Hour), "failures", 3)
		for _, want := range []string{"again_in=1m30s", "took=1.5ms", "lease=24h0m0s", "every=5m0s", "failures=3"} {
			key, value, _ := strings.Cut(want, "=")
			inJSON := `"` + key + `":"` + value + `"`
			if key == "failures" {
				inJSON = `"failures":3`
			}
			if got := b.String(); !strings.Contains(got, want) && !strings.Contains(got, inJSON) {
				t.Errorf("%s: %s lacks %s", name, got, want)
			}
		}
	}
}

func TestDebugIsLoggedOnRequestOnly(t *testing.T) {
	for _, debug := range []bool{false, true} {
		var b bytes.Buffer
		newLog(&b, debug).Debug("detail")
		if got := b.Len() > 0; got != debug {
			t.Errorf("debug %v: logged %v", debug, got)
		}
	}
}
