//go:build race

package fetch_test

// raceFactor is what the race detector makes of the memory of a process.
const raceFactor = 8
