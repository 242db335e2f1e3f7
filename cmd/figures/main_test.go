package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestWrongUsageSaysHow(t *testing.T) {
	tests := []struct {
		name string
		args []string
		code int
		want string
	}{
		{"help names every figure", []string{"--help"}, 0, "throughput"},
		{"a figure that is none", []string{"speed"}, 2, `no figure "speed"`},
		{"a flag that is none", []string{"latency", "--yaml"}, 2, "yaml"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, progress bytes.Buffer
			code := run(t.Context(), &out, &progress, tt.args)
			if got := out.String() + progress.String(); code != tt.code || !strings.Contains(got, tt.want) {
				t.Errorf("exit code %d with %q, want %d with %q", code, got, tt.code, tt.want)
			}
		})
	}
}

func TestAFigureIsALine(t *testing.T) {
	f := below(noted("latency.p99", 1.234, "s", "240 items"), 2.5)
	f.Command = "go run ./cmd/figures latency"
	for name, want := range map[string]string{
		"text": "latency.p99 1.23 s < 2.5 s met go run ./cmd/figures latency 240 items",
		"JSON": `{"name":"latency.p99","value":1.234,"unit":"s","target":"< 2.5 s","met":true,"command":"go run ./cmd/figures latency","detail":"240 items"}`,
	} {
		var out bytes.Buffer
		printer{&out, name == "JSON"}.print(f)
		if got := strings.Join(strings.Fields(out.String()), " "); got != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestPercentilesAreValuesThatWereMeasured(t *testing.T) {
	var values []time.Duration
	for i := range 200 {
		values = append(values, time.Duration(200-i))
	}
	for share, want := range map[float64]time.Duration{0.5: 100, 0.99: 198, 1: 200} {
		if got := percentile(values, share); got != want {
			t.Errorf("percentile %v of 1 to 200: got %d, want %d", share, got, want)
		}
	}
	if got := percentile(values[:1], 0.5); got != 200 {
		t.Errorf("percentile of one value: got %d, want 200", got)
	}
}
