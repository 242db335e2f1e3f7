// Package storetest says what a store.Store is, as tests. Run is the
// conformance suite that every engine passes. Memory is an engine that crashes,
// fails and is fenced on request, for the tests of what stands on the seam:
// what would break on a cluster breaks in a unit test.
//
//	var disk storetest.Memory
//	disk.At(3, storetest.CrashAfter)   // the third Apply is stored, then the process dies
//	run(disk.Open())                   // every call after that returns ErrCrashed
//	run(disk.Open())                   // the process that starts next finds what was stored
package storetest

import (
	"context"
	"testing"

	"newsbot/subscriptions/store"
)

// A Disk opens one database, empty at first, as often as it is asked to.
type Disk func() (store.Store, error)

// Run runs the suite. newDisk returns an empty database, apart from all others,
// and has what it leaves behind removed when the test ends.
func Run(t *testing.T, newDisk func(t *testing.T) Disk) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, d Disk)
	}{
		{"what was applied is read back", testReadBack},
		{"a key without a value is not found", testNotFound},
		{"keys come in order", testOrder},
		{"a scan keeps to its prefix", testPrefix},
		{"a scan goes on after any key", testAfter},
		{"pages join without a gap", testPages},
		{"the last op on a key wins", testLastWins},
		{"deleting what is not there is no error", testDeleteMissing},
		{"bytes belong to the caller", testOwnership},
		{"an apply over a limit stores nothing", testLimits},
		{"an apply at the limits is stored", testAtLimits},
		{"a page of no size is refused", testPageLimits},
		{"concurrent applies are each whole", testConcurrent},
		{"a large apply does not harm its neighbours", testNeighbours},
		{"of two applies the later wins", testSequence},
		{"what was applied outlives the process", testReopen},
		{"a closed store refuses", testClosed},
		{"a cancelled context is obeyed", testCancelled},
		{"a sequence of steps matches a map", testModel},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, newDisk(t)) })
	}
}

// open opens d and takes the lead; the test closes it.
func open(t testing.TB, d Disk) (store.Store, store.Writer) {
	t.Helper()
	s, err := d()
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	w, err := s.Lead(context.Background())
	if err != nil {
		t.Fatalf("lead: %v", err)
	}
	return s, w
}

func apply(t testing.TB, w store.Writer, ops ...store.Op) {
	t.Helper()
	if err := w.Apply(context.Background(), ops); err != nil {
		t.Fatalf("apply: %v", err)
	}
}

// set returns an Op that gives a key made of one string a value.
func set(key, value string) store.Op { return store.Set([]byte(key), []byte(value)) }

// contents returns everything under prefix as "key=value" in order.
func contents(t testing.TB, r store.Reader, prefix string) []string {
	t.Helper()
	got := []string{}
	err := store.Walk(context.Background(), r, []byte(prefix), func(e store.Entry) error {
		got = append(got, string(e.Key)+"="+string(e.Value))
		return nil
	})
	if err != nil {
		t.Fatalf("walk %q: %v", prefix, err)
	}
	return got
}
