//go:build !race

package fetch_test

const raceFactor = 1
