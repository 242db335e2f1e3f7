package boltstore_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"newsbot/subscriptions/store"
)

// Calls that come together share a commit: many callers store far more a second
// than one does.
func BenchmarkApply(b *testing.B) {
	for _, callers := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("%d callers", callers), func(b *testing.B) {
			db := open(b, filepath.Join(b.TempDir(), "newsbot.db"))
			var n atomic.Int64
			value := make([]byte, 100)
			b.SetParallelism(callers)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					ops := []store.Op{store.Set(store.Key("k", n.Add(1)), value)}
					if err := db.Apply(context.Background(), ops); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
