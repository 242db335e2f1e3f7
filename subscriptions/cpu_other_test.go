//go:build !unix

package subscriptions_test

import "time"

// cpu returns the time of the clock, where processor time is not to be had.
func cpu() time.Duration { return time.Duration(time.Now().UnixNano()) }
