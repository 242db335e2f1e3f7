package spec

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// limits checks a value of the right type against the field's enumeration,
// range and length.
func (f Field) limits(path string, value any) []string {
	var wrong []string
	say := func(format string, args ...any) {
		wrong = append(wrong, path+": "+fmt.Sprintf(format, args...))
	}
	switch v := value.(type) {
	case string:
		if len(f.Enum) > 0 && !slices.Contains(f.Enum, value) {
			say("%q is none of %v", v, f.Enum)
		}
		n, unit := utf8.RuneCountInString(v), "characters"
		if f.Bytes {
			n, unit = len(v), "bytes"
		}
		if f.MinLength != nil && n < *f.MinLength {
			say("%d %s, at least %d", n, unit, *f.MinLength)
		}
		if f.MaxLength != nil && n > *f.MaxLength {
			say("%d %s, at most %d", n, unit, *f.MaxLength)
		}
	case []any:
		if f.MaxItems != nil && len(v) > *f.MaxItems {
			say("%d items, at most %d", len(v), *f.MaxItems)
		}
	default:
		n, ok := number(value)
		if !ok {
			break
		}
		if len(f.Enum) > 0 && !slices.Contains(f.Enum, any(n)) {
			say("%v is none of %v", n, f.Enum)
		}
		if f.Min != nil && n < *f.Min {
			say("%v, at least %v", n, *f.Min)
		}
		if f.Max != nil && n > *f.Max {
			say("%v, at most %v", n, *f.Max)
		}
	}
	return wrong
}

func number(value any) (float64, bool) {
	switch v := value.(type) {
	case float64:
		return v, true
	case json.Number:
		n, err := v.Float64()
		return n, err == nil
	}
	return 0, false
}
