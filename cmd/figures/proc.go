package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// memory is what a process occupies, in MB of 1,000,000 bytes.
type memory struct {
	resident  float64 // in all
	anonymous float64 // its own: heap, stacks
	file      float64 // of its binary and its store, which the system may drop
	peak      float64 // resident at the most since its start
}

// residentMemory reads what newsbot occupies. Linux alone tells.
func residentMemory(p *process) (memory, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return memory{}, fmt.Errorf("memory is read from /proc, which Linux has: %w", err)
	}
	values := map[string]float64{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		if kib, ok := strings.CutSuffix(strings.TrimSpace(value), " kB"); ok {
			if n, err := strconv.ParseFloat(strings.TrimSpace(kib), 64); err == nil {
				values[name] = n * 1024 / 1e6
			}
		}
	}
	m := memory{values["VmRSS"], values["RssAnon"], values["RssFile"], values["VmHWM"]}
	if m.resident == 0 {
		return m, errors.New("/proc does not tell the resident memory")
	}
	return m, nil
}

// ticksPerSecond is the unit of times in /proc/PID/stat, the same on every Linux.
const ticksPerSecond = 100

// cpu returns the CPU time that newsbot has used since its start.
func cpu(p *process) (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("CPU time is read from /proc, which Linux has: %w", err)
	}
	// After the name, which stands in parentheses, user time is the 12th field.
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 13 {
		return 0, errors.New("/proc does not tell the CPU time")
	}
	var ticks time.Duration
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("/proc does not tell the CPU time: %w", err)
		}
		ticks += time.Duration(n)
	}
	return ticks * time.Second / ticksPerSecond, nil
}
