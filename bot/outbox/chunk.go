package outbox

import (
	"encoding/binary"
	"fmt"

	"newsbot/subscriptions/store"
)

// ChunkSize is the most recipients in one chunk.
const ChunkSize = 4096

const (
	chunkVersion    = 1
	progressVersion = 1
)

// encodeChats encodes sorted chat ids: version, count, the first as a signed
// varint, then the differences. Two bytes an id are typical.
func encodeChats(chats []int64) []byte {
	out := make([]byte, 0, 16+3*len(chats))
	out = append(out, chunkVersion)
	out = binary.AppendUvarint(out, uint64(len(chats)))
	for i, c := range chats {
		if i == 0 {
			out = binary.AppendVarint(out, c)
			continue
		}
		out = binary.AppendUvarint(out, uint64(c-chats[i-1]))
	}
	return out
}

func decodeChats(b []byte) ([]int64, error) {
	count, b, err := header("chunk", b, chunkVersion)
	if err != nil {
		return nil, err
	}
	chats := make([]int64, count)
	for i := range chats {
		var n int
		if i == 0 {
			chats[i], n = binary.Varint(b)
		} else {
			var d uint64
			d, n = binary.Uvarint(b)
			chats[i] = chats[i-1] + int64(d)
		}
		if n <= 0 || i > 0 && chats[i] <= chats[i-1] {
			return nil, fmt.Errorf("chunk: recipient %d: %w", i, store.ErrDamaged)
		}
		b = b[n:]
	}
	if len(b) > 0 {
		return nil, fmt.Errorf("chunk: %d bytes after the last recipient: %w", len(b), store.ErrDamaged)
	}
	return chats, nil
}

// encodeMarks encodes version, count and the outcomes, one byte each, up to the
// last that is set.
func encodeMarks(marks []Outcome) []byte {
	for len(marks) > 0 && marks[len(marks)-1] == 0 {
		marks = marks[:len(marks)-1]
	}
	out := make([]byte, 0, 4+len(marks))
	out = append(out, progressVersion)
	out = binary.AppendUvarint(out, uint64(len(marks)))
	for _, m := range marks {
		out = append(out, byte(m))
	}
	return out
}

// decodeMarks decodes the progress of a chunk with size recipients.
func decodeMarks(b []byte, size int) ([]Outcome, error) {
	count, b, err := header("progress", b, progressVersion)
	if err != nil {
		return nil, err
	}
	if count > size || count != len(b) {
		return nil, fmt.Errorf("progress of %d recipients with %d outcomes in a chunk of %d: %w", count, len(b), size, store.ErrDamaged)
	}
	marks := make([]Outcome, size)
	for i := range b {
		if b[i] > byte(Later) {
			return nil, fmt.Errorf("progress: outcome %d of recipient %d: %w", b[i], i, store.ErrDamaged)
		}
		marks[i] = Outcome(b[i])
	}
	return marks, nil
}

// header decodes version and count, which ChunkSize bounds.
func header(what string, b []byte, version byte) (count int, rest []byte, err error) {
	if len(b) == 0 || b[0] != version {
		return 0, nil, fmt.Errorf("%s: version is not %d: %w", what, version, store.ErrDamaged)
	}
	n, size := binary.Uvarint(b[1:])
	if size <= 0 || n > ChunkSize {
		return 0, nil, fmt.Errorf("%s: count: %w", what, store.ErrDamaged)
	}
	return int(n), b[1+size:], nil
}
