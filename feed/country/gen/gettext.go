package main

import (
	"encoding/binary"
	"errors"
)

// decodeCatalog reads a compiled gettext catalog (.mo), little-endian: two
// tables of lengths and offsets, of the messages and of their translations.
func decodeCatalog(data []byte) (map[string]string, error) {
	const magic, header = 0x950412de, 20
	if len(data) < header || binary.LittleEndian.Uint32(data) != magic {
		return nil, errors.New("no gettext catalog")
	}
	word := func(at uint32) uint32 { return binary.LittleEndian.Uint32(data[at:]) }
	text := func(at uint32) (string, bool) {
		if uint64(at)+8 > uint64(len(data)) {
			return "", false
		}
		length, from := word(at), word(at+4)
		if uint64(from)+uint64(length) > uint64(len(data)) {
			return "", false
		}
		return string(data[from:][:length]), true
	}
	catalog := map[string]string{}
	for i := range word(8) {
		id, ok := text(word(12) + 8*i)
		translation, ok2 := text(word(16) + 8*i)
		if !ok || !ok2 {
			return nil, errors.New("gettext catalog is cut off")
		}
		catalog[id] = translation
	}
	return catalog, nil
}
