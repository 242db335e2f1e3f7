// Package spec holds requests against the specification of the Telegram Bot
// API: unknown, missing and null parameters, their types down to the last nested
// object, unions, enumerations, ranges and lengths. It keeps every method and the
// types that requests are made of.
//
// The data is botapi.json.gz, written by package gen. Its origin is the npm
// package @gramio/types (MIT) with the number types of
// PaulSonOfLars/telegram-bot-api-spec (MIT), see NOTICE.
package spec

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed botapi.json.gz
var data []byte

// A Spec is the specification. It is never changed.
type Spec struct {
	Version string            `json:"version"` // as "Bot API 10.3"
	Methods map[string]Fields `json:"methods"`
	Types   map[string]Type   `json:"types"`
}

// Fields are the parameters of a method or the fields of an object.
type Fields map[string]Field

// A Type is an object with fields, or one of several other types.
type Type struct {
	Fields Fields   `json:"f,omitempty"`
	OneOf  []string `json:"o,omitempty"`
}

// A Field says what one value may be. Numbers that are nil set no limit.
type Field struct {
	Types    []string `json:"t"` // Integer, Float, String, Boolean, True, "Array of …" or a name in Spec.Types
	Required bool     `json:"r,omitempty"`
	Enum     []any    `json:"e,omitempty"`

	Min       *float64 `json:"min,omitempty"`
	Max       *float64 `json:"max,omitempty"`
	MinLength *int     `json:"minl,omitempty"`
	MaxLength *int     `json:"maxl,omitempty"`
	Bytes     bool     `json:"b,omitempty"` // lengths are in bytes, not in characters
	MaxItems  *int     `json:"maxi,omitempty"`
}

// Load returns the specification; it is read once.
var Load = sync.OnceValues(func() (*Spec, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("specification of the Bot API: %w", err)
	}
	var s Spec
	if err := json.NewDecoder(z).Decode(&s); err != nil {
		return nil, fmt.Errorf("specification of the Bot API: %w", err)
	}
	return &s, nil
})
