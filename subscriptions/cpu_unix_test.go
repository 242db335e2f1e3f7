//go:build unix

package subscriptions_test

import (
	"syscall"
	"time"
)

// cpu returns the processor time that this process has used, all threads
// together: unlike the clock it does not count what else the machine does.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
