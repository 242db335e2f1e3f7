package main

import (
	"context"
	"runtime/debug"
)

// giveBack returns memory that is not in use to the system. Left to itself the
// runtime keeps as much again as is in use, which starting or a large story took,
// for as long as the bot then idles; on a small machine others need it. It costs
// one collection.
func giveBack(context.Context) error {
	debug.FreeOSMemory()
	return nil
}
