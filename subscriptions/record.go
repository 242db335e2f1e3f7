package subscriptions

import (
	"encoding/json"
	"fmt"
	"time"

	"newsbot/subscriptions/store"
)

// recordVersion is the version of the stored form of a bucket. Fields may be
// added without a new one; a new one is for what older programs must not read.
const recordVersion = 1

// A bucketRecord is the stored form of the chats of one bucket.
type bucketRecord struct {
	Version int          `json:"v"`
	Chats   []chatRecord `json:"chats"` // in order of ids
}

type chatRecord struct {
	ID            int64                `json:"id"`
	Kind          Kind                 `json:"kind,omitempty"`
	Thread        int                  `json:"thread,omitempty"`
	Language      string               `json:"lang,omitempty"`
	TimeZone      string               `json:"zone,omitempty"`
	Subscriptions []subscriptionRecord `json:"subs,omitempty"`
	NextID        int                  `json:"next,omitempty"`
	Pause         Pause                `json:"pause,omitempty"`
	Digest        digestRecord         `json:"digest,omitzero"`
	DigestOnly    bool                 `json:"digestOnly,omitempty"`
	Each          bool                 `json:"each,omitempty"`
	Since         int64                `json:"since,omitempty"`    // Unix seconds
	Narrowed      int64                `json:"narrowed,omitempty"` // Unix seconds
	Created       int64                `json:"created,omitempty"`  // Unix seconds
	Misses        int                  `json:"misses,omitempty"`
}

type subscriptionRecord struct {
	ID      int    `json:"id"`
	Query   string `json:"q"`
	Muted   bool   `json:"muted,omitempty"`
	Created int64  `json:"created,omitempty"` // Unix seconds
}

type digestRecord struct {
	On        bool   `json:"on,omitempty"`
	Minute    int    `json:"minute,omitempty"`
	SkipEmpty bool   `json:"skipEmpty,omitempty"`
	LastDate  string `json:"lastDate,omitempty"`
	LastSeq   int64  `json:"lastSeq,omitempty"`
}

// encodeBucket returns the stored form of chats, which are in order of ids.
func encodeBucket(chats []*Chat) ([]byte, error) {
	r := bucketRecord{Version: recordVersion, Chats: make([]chatRecord, len(chats))}
	for i, c := range chats {
		r.Chats[i] = c.record()
	}
	return json.Marshal(r)
}

// decodeBucket reads what encodeBucket returned. The error wraps
// store.ErrDamaged or tells of a newer program.
func decodeBucket(b []byte) ([]*Chat, error) {
	var r bucketRecord
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	switch {
	case r.Version > recordVersion:
		return nil, fmt.Errorf("written by a newer newsbot: version %d, this one reads up to %d", r.Version, recordVersion)
	case r.Version < 1 || len(r.Chats) == 0:
		return nil, fmt.Errorf("%w: version %d, %d chats", store.ErrDamaged, r.Version, len(r.Chats))
	}
	chats := make([]*Chat, len(r.Chats))
	for i := range r.Chats {
		chats[i] = r.Chats[i].chat()
		if i > 0 && chats[i].ID <= chats[i-1].ID {
			return nil, fmt.Errorf("%w: chat %d after chat %d", store.ErrDamaged, chats[i].ID, chats[i-1].ID)
		}
	}
	return chats, nil
}

func (c *Chat) record() chatRecord {
	r := chatRecord{
		ID: c.ID, Kind: c.Kind, Thread: c.Thread, Language: c.Language, TimeZone: c.TimeZone,
		Subscriptions: make([]subscriptionRecord, len(c.Subscriptions)), NextID: c.NextID,
		Pause: c.Pause, Digest: digestRecord(c.Digest), DigestOnly: c.DigestOnly, Each: c.Each, Since: seconds(c.Since), Narrowed: seconds(c.Narrowed),
		Created: seconds(c.Created), Misses: c.Misses,
	}
	for i, s := range c.Subscriptions {
		r.Subscriptions[i] = subscriptionRecord{s.ID, s.Query, s.Muted, seconds(s.Created)}
	}
	return r
}

func (r *chatRecord) chat() *Chat {
	c := &Chat{
		ID: r.ID, Kind: r.Kind, Thread: r.Thread, Language: r.Language, TimeZone: r.TimeZone,
		NextID: r.NextID, Pause: r.Pause, Digest: Digest(r.Digest), DigestOnly: r.DigestOnly, Each: r.Each, Since: instant(r.Since), Narrowed: instant(r.Narrowed),
		Created: instant(r.Created), Misses: r.Misses,
	}
	if len(r.Subscriptions) > 0 {
		c.Subscriptions = make([]Subscription, 0, len(r.Subscriptions))
	}
	for _, s := range r.Subscriptions {
		c.Subscriptions = append(c.Subscriptions, Subscription{
			ID: s.ID, Query: s.Query, Muted: s.Muted, Created: instant(s.Created),
		})
	}
	return c
}

// seconds returns t as it is stored; the zero time is 0.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func instant(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
