package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A figure is a value that was measured, beside what was promised.
type figure struct {
	Name    string  `json:"name"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit,omitempty"`
	Target  string  `json:"target,omitempty"` // as "< 2.5 s"; empty: nothing was promised
	Met     *bool   `json:"met,omitempty"`    // with a Target
	Command string  `json:"command"`
	Detail  string  `json:"detail,omitempty"` // how it was measured
}

// noted is a figure of which nothing was promised.
func noted(name string, value float64, unit, detail string) figure {
	return figure{Name: name, Value: value, Unit: unit, Detail: detail}
}

// below and above promise a value under or over a limit, atMost one up to it.
func below(f figure, limit float64) figure  { return f.promise("<", limit, f.Value < limit) }
func above(f figure, limit float64) figure  { return f.promise(">", limit, f.Value > limit) }
func atMost(f figure, limit float64) figure { return f.promise("≤", limit, f.Value <= limit) }

func (f figure) promise(relation string, limit float64, met bool) figure {
	f.Target = strings.TrimSpace(relation + " " + strconv.FormatFloat(limit, 'f', -1, 64) + " " + f.Unit)
	f.Met = &met
	return f
}

func quantity(value float64, unit string) string {
	digits := -1
	switch {
	case value != float64(int64(value)) && value < 10:
		digits = 2
	case value != float64(int64(value)):
		digits = 1
	}
	text := strconv.FormatFloat(value, 'f', digits, 64)
	if unit != "" {
		text += " " + unit
	}
	return text
}

// A printer writes figures, each on a line.
type printer struct {
	out  io.Writer
	json bool
}

func (p printer) print(f figure) {
	if p.json {
		e := json.NewEncoder(p.out)
		e.SetEscapeHTML(false)
		_ = e.Encode(f) // as with Fprintf, a reader that has gone is no concern of this
		return
	}
	verdict := ""
	if f.Met != nil {
		verdict = map[bool]string{true: "met", false: "MISSED"}[*f.Met]
	}
	fmt.Fprintf(p.out, "%-26s %-16s %-14s %-7s %-34s %s\n", f.Name, quantity(f.Value, f.Unit), f.Target, verdict, f.Command, f.Detail)
}

// percentile returns the value that a share of the values, as 0.99, does not
// exceed (the nearest rank). There must be values.
func percentile(values []time.Duration, share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(share * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// perSecond is the rate of n events between the first and the last of them.
func perSecond(n int, first, last time.Time) float64 {
	span := last.Sub(first).Seconds()
	if n < 2 || span <= 0 {
		return 0
	}
	return float64(n-1) / span
}
