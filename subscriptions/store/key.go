package store

import (
	"encoding/binary"
	"fmt"
)

// Tags of the parts of a key. Their order is the order between kinds of parts.
const (
	tagString = 0x02
	tagInt    = 0x05
)

// Key encodes parts, each a string, []byte, int, int64, uint64 or uint32, so that
// keys sort as their parts do and a key of fewer parts is a prefix of those that
// continue it. It panics on a part of another type or a uint64 over 1<<63-1:
// both are mistakes in the calling code, as keys are never made from a type that
// a stranger chooses.
func Key(parts ...any) []byte { return AppendKey(nil, parts...) }

// AppendKey appends the encoding of parts to key, as Key does.
func AppendKey(key []byte, parts ...any) []byte {
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			key = appendString(key, p)
		case []byte:
			key = appendString(key, string(p))
		case int:
			key = appendInt(key, int64(p))
		case int64:
			key = appendInt(key, p)
		case uint32:
			key = appendInt(key, int64(p))
		case uint64:
			if p > 1<<63-1 {
				panic(fmt.Sprintf("store.Key: %d is out of range", p))
			}
			key = appendInt(key, int64(p))
		default:
			panic(fmt.Sprintf("store.Key: part of type %T", p))
		}
	}
	return key
}

// A zero byte in a string becomes 00 FF and the string ends with 00 01, so a
// string sorts before every longer string that begins with it.
func appendString(key []byte, s string) []byte {
	key = append(key, tagString)
	for i := range len(s) {
		if key = append(key, s[i]); s[i] == 0 {
			key = append(key, 0xFF)
		}
	}
	return append(key, 0, 1)
}

// The sign bit is flipped, so that negative numbers sort first.
func appendInt(key []byte, n int64) []byte {
	return binary.BigEndian.AppendUint64(append(key, tagInt), uint64(n)^1<<63)
}

// Split decodes a key made by Key into its parts: strings and int64s.
func Split(key []byte) ([]any, error) {
	var parts []any
	for rest := key; len(rest) > 0; {
		switch tag := rest[0]; {
		case tag == tagInt && len(rest) >= 9:
			parts = append(parts, int64(binary.BigEndian.Uint64(rest[1:9])^1<<63))
			rest = rest[9:]
		case tag == tagString:
			s, n := splitString(rest[1:])
			if n < 0 {
				return nil, fmt.Errorf("key %x: string without an end: %w", key, ErrDamaged)
			}
			parts, rest = append(parts, s), rest[1+n:]
		default:
			return nil, fmt.Errorf("key %x: part with tag %#x: %w", key, tag, ErrDamaged)
		}
	}
	return parts, nil
}

// splitString decodes a string and returns the bytes it took, or -1.
func splitString(b []byte) (string, int) {
	var out []byte
	for i := 0; i < len(b); i++ {
		if b[i] != 0 {
			out = append(out, b[i])
			continue
		}
		if i+1 == len(b) {
			return "", -1
		}
		switch i++; b[i] {
		case 0xFF:
			out = append(out, 0)
		case 1:
			return string(out), i + 1
		default:
			return "", -1
		}
	}
	return "", -1
}
