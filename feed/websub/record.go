package websub

import (
	"encoding/json"
	"fmt"
	"time"

	"newsbot/subscriptions/store"
)

// version of the record below. A field may be added; none changes its meaning.
const version = 1

type record struct {
	Version  int       `json:"v"`
	ID       string    `json:"id"`
	Callback string    `json:"callback"`
	Secret   string    `json:"secret"`
	Source   string    `json:"source"`
	Hub      string    `json:"hub"`
	Topic    string    `json:"topic"`
	Ending   bool      `json:"ending,omitempty"`
	Asked    time.Time `json:"asked,omitzero"`
	Open     bool      `json:"open,omitempty"`
	Sure     time.Time `json:"sure,omitzero"`
	Until    time.Time `json:"until,omitzero"`
	Next     time.Time `json:"next,omitzero"`
	Failures int       `json:"failures,omitempty"`
	Down     bool      `json:"down,omitempty"`
}

func prefix() []byte       { return store.Key("websub") }
func key(id string) []byte { return store.Key("websub", id) }

func encode(s subscription) ([]byte, error) {
	return json.Marshal(record{
		Version: version, ID: s.ID, Callback: s.Callback, Secret: s.Secret, Source: s.Source, Hub: s.Hub, Topic: s.Topic,
		Ending: s.Ending, Asked: s.Asked, Open: s.Open, Sure: s.Sure, Until: s.Until, Next: s.Next,
		Failures: s.Failures, Down: s.Down,
	})
}

// decode reads a record. Its errors do not show it, as there is a secret in it.
func decode(value []byte) (subscription, error) {
	var r record
	if err := json.Unmarshal(value, &r); err != nil {
		return subscription{}, fmt.Errorf("a subscription at a hub: %w", store.ErrDamaged)
	}
	if r.Version < 1 || r.Version > version {
		return subscription{}, fmt.Errorf("a subscription at a hub: record of version %d, written by a newer newsbot (this one knows up to %d)", r.Version, version)
	}
	return subscription{
		ID: r.ID, Callback: r.Callback, Secret: r.Secret, Source: r.Source, Hub: r.Hub, Topic: r.Topic,
		Ending: r.Ending, Asked: r.Asked, Open: r.Open, Sure: r.Sure, Until: r.Until, Next: r.Next,
		Failures: r.Failures, Down: r.Down,
	}, nil
}
