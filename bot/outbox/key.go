package outbox

import (
	"fmt"

	"newsbot/subscriptions/store"
)

const root = "outbox"

var lastKey = store.Key(root, "last")

func jobKey(story int64) []byte             { return store.Key(root, "job", story) }
func chunkKey(story int64, n int) []byte    { return store.Key(root, "chunk", story, n) }
func progressKey(story int64, n int) []byte { return store.Key(root, "progress", story, n) }

func laterKey(due, story, chat int64) []byte { return store.Key(root, "later", due, story, chat) }

func digestKey(chat int64, slot string) []byte { return store.Key(root, "digest", chat, slot) }

func digestDueKey(due, chat int64, slot string) []byte {
	return store.Key(root, "digests", due, chat, slot)
}

func sentKey(story, n int64) []byte { return store.Key(root, "sent", story, n) }

func editKey(story int64) []byte { return store.Key(root, "edit", story) }

func editDueKey(due, story int64) []byte { return store.Key(root, "edits", due, story) }

// numbers decodes the n integers that follow a key's two names.
func numbers(key []byte, n int) ([]int64, error) {
	parts, err := store.Split(key)
	if err != nil {
		return nil, err
	}
	if len(parts) < 2+n {
		return nil, fmt.Errorf("key %x: %d parts: %w", key, len(parts), store.ErrDamaged)
	}
	out := make([]int64, n)
	for i := range out {
		v, ok := parts[2+i].(int64)
		if !ok {
			return nil, fmt.Errorf("key %x: part %d is no number: %w", key, 2+i, store.ErrDamaged)
		}
		out[i] = v
	}
	return out, nil
}
