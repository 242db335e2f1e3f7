package main

import (
	"io"
	"log/slog"
	"os"
	"time"
)

// newLog logs as text on a terminal and as JSON elsewhere.
func newLog(w io.Writer, debug bool) *slog.Logger {
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return slog.New(slog.NewTextHandler(w, logOptions(debug)))
		}
	}
	return slog.New(slog.NewJSONHandler(w, logOptions(debug)))
}

func logOptions(debug bool) *slog.HandlerOptions {
	o := &slog.HandlerOptions{Level: slog.LevelInfo, ReplaceAttr: readable}
	if debug {
		o.Level = slog.LevelDebug
	}
	return o
}

// readable has JSON show a duration as text does, "1m30s": by itself it writes
// nanoseconds. From a second on, milliseconds are the smallest.
func readable(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindDuration {
		d := a.Value.Duration()
		if d >= time.Second || d <= -time.Second {
			d = d.Round(time.Millisecond)
		}
		a.Value = slog.StringValue(d.String())
	}
	return a
}
