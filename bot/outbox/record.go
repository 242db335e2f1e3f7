package outbox

import (
	"encoding/json"
	"fmt"
	"time"

	"newsbot/subscriptions/store"
)

// The records stored as JSON. Fields are only ever added.

const recordVersion = 1

type jobRecord struct {
	V        int   `json:"v"`
	Chunks   int   `json:"chunks"`
	Total    int   `json:"total"`    // recipients
	Enqueued int64 `json:"enqueued"` // unix ms
}

type laterRecord struct {
	V        int    `json:"v"`
	Enqueued int64  `json:"enqueued"`
	Attempt  int    `json:"attempt,omitempty"`
	Since    int64  `json:"since,omitempty"`
	Why      string `json:"why,omitempty"`
	Unknown  bool   `json:"unknown,omitempty"`
}

type digestState string

const (
	waiting digestState = "waiting"
	sending digestState = "sending" // a part of Used stories is under way, or its outcome was not stored
	ended   digestState = "ended"   // kept until due, so that the date is not enqueued again
)

type digestRecord struct {
	laterRecord
	Date    string      `json:"date"`
	Asked   bool        `json:"asked,omitempty"`
	State   digestState `json:"state"`
	Due     int64       `json:"due"`
	Stories []int64     `json:"stories,omitempty"`
	Sent    int         `json:"sent,omitempty"`
	Total   int         `json:"total,omitempty"`
	Used    int         `json:"used,omitempty"`
}

// An editRecord is kept as long as alerts of its story may be edited, so that they
// are not too often.
type editRecord struct {
	V       int   `json:"v"`
	Newest  int64 `json:"newest"`            // the story that joined last
	Due     int64 `json:"due,omitempty"`     // unix ms; 0: nothing is to be done
	Rest    int64 `json:"rest,omitempty"`    // unix ms: nothing is to be done before
	Attempt int   `json:"attempt,omitempty"` // passes in a row that left something undone
}

func newLater(enqueued time.Time, r Retry) laterRecord {
	return laterRecord{V: recordVersion, Enqueued: enqueued.UnixMilli(),
		Attempt: r.Attempt, Since: millis(r.Since), Why: r.Why, Unknown: r.Unknown}
}

func (l *laterRecord) retry() Retry {
	return Retry{Attempt: l.Attempt, Since: moment(l.Since), Why: l.Why, Unknown: l.Unknown}
}

// encode encodes a record, which always can be: it holds numbers and strings.
func encode(record any) []byte {
	b, err := json.Marshal(record)
	if err != nil {
		panic(fmt.Sprintf("outbox: encode %T: %v", record, err))
	}
	return b
}

// decode decodes the record that key had as its value.
func decode[R any](e store.Entry) (R, error) {
	var r R
	var v struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(e.Value, &v); err != nil {
		return r, fmt.Errorf("key %x: %v: %w", e.Key, err, store.ErrDamaged)
	}
	if v.V != recordVersion {
		return r, fmt.Errorf("key %x: version %d, this program reads %d: %w", e.Key, v.V, recordVersion, store.ErrDamaged)
	}
	if err := json.Unmarshal(e.Value, &r); err != nil {
		return r, fmt.Errorf("key %x: %v: %w", e.Key, err, store.ErrDamaged)
	}
	return r, nil
}

// millis and moment keep the zero time as 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
