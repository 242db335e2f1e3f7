package store_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"newsbot/subscriptions/store"
)

// part draws a string or an int64, with the zero byte, 0xFF and the ends of the
// range often among them.
func part(t *rapid.T) any {
	if rapid.Bool().Draw(t, "number") {
		return rapid.Int64().Draw(t, "n")
	}
	return string(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 2, 5, 'a', 0xFE, 0xFF}), 0, 4).Draw(t, "s"))
}

func parts(t *rapid.T, name string) []any {
	return rapid.SliceOfN(rapid.Custom(part), 0, 4).Draw(t, name)
}

// compare orders parts: strings before numbers, a beginning before what goes on.
func compare(a, b []any) int {
	return slices.CompareFunc(a, b, func(a, b any) int {
		switch a := a.(type) {
		case string:
			if b, ok := b.(string); ok {
				return strings.Compare(a, b)
			}
			return -1
		default:
			if b, ok := b.(int64); ok {
				switch a := a.(int64); {
				case a < b:
					return -1
				case a > b:
					return 1
				}
				return 0
			}
			return 1
		}
	})
}

func TestKeysSortAsTheirParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := parts(t, "a"), parts(t, "b")
		if got, want := bytes.Compare(store.Key(a...), store.Key(b...)), compare(a, b); got != want {
			t.Fatalf("key(%q) against key(%q) = %d, want %d", a, b, got, want)
		}
	})
}

func TestSplitUndoesKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := parts(t, "parts")
		got, err := store.Split(store.Key(want...))
		if err != nil || compare(got, want) != 0 {
			t.Fatalf("split = %q, %v; want %q", got, err, want)
		}
	})
}

func TestFewerPartsAreAPrefixOfTheirContinuationAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := parts(t, "a"), parts(t, "b")
		got := bytes.HasPrefix(store.Key(b...), store.Key(a...))
		want := len(a) <= len(b) && compare(a, b[:min(len(a), len(b))]) == 0
		if got != want {
			t.Fatalf("key(%q) a prefix of key(%q): %v, want %v", a, b, got, want)
		}
	})
}

func TestAppendKeyContinuesKey(t *testing.T) {
	got := store.AppendKey(store.Key("a", 1), []byte("b"), int64(-2), uint32(3), uint64(4))
	want := store.Key("a", int64(1), "b", -2, 3, 4)
	if !bytes.Equal(got, want) {
		t.Errorf("appended key = %x, want %x", got, want)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(store.Key("a\x00b", -1))
	f.Add([]byte{0x02, 'a', 0})
	f.Add([]byte{0x02, 'a', 0, 7})
	f.Add([]byte{0x05, 1, 2})
	f.Add([]byte{0x99})
	f.Fuzz(func(t *testing.T, key []byte) {
		parts, err := store.Split(key)
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) {
				t.Errorf("split %x: %v, want ErrDamaged", key, err)
			}
			return
		}
		if again := store.Key(parts...); !bytes.Equal(again, key) {
			t.Errorf("key(split(%x)) = %x", key, again)
		}
	})
}
