package telegram

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
)

// maxUpdate is the longest update taken, in bytes. Telegram's are far shorter,
// as a text has 4096 characters at most.
const maxUpdate = 256 << 10

// errStale is a batch that does not move on; asking on at once would spin.
var errStale = errors.New("only updates that were received already")

// sort reads a batch: the updates not received yet, by id, and the highest id.
// Telegram gives updates in order; a gateway need not. Updates that cannot be
// read are logged and left out.
func (p *poller) sort(batch []json.RawMessage) (fresh []received, last int, err error) {
	ids, known := map[int]bool{}, 0
	for _, raw := range batch {
		id, err := updateID(raw)
		if err != nil {
			p.log.Error("skipped an update without a readable id", slog.Any("error", err))
			continue
		}
		if known++; known == 1 || id > last {
			last = id
		}
		if ids[id] || p.seen.has(id) || p.window.has(id) {
			continue
		}
		ids[id] = true
		u, err := decode(raw)
		if err == nil && len(raw) > maxUpdate {
			err = fmt.Errorf("it has %d bytes, %d are the most", len(raw), maxUpdate)
		}
		if err != nil {
			p.log.Error("skipped an update that cannot be read", slog.Int("update", id), slog.Any("error", err))
			continue
		}
		fresh = append(fresh, received{u, raw})
	}
	if known == 0 {
		return nil, 0, fmt.Errorf("none of %d updates has a readable id", len(batch))
	}
	slices.SortFunc(fresh, func(a, b received) int { return cmp.Compare(a.ID, b.ID) })
	return fresh, last, nil
}
