package telegram

import (
	"encoding/json"
	"testing"
)

// FuzzDecode: whatever comes is an error or at most one of an update's kinds.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":"/start"}}`,
		`{"update_id":1,"callback_query":{"id":"1","from":{"id":1},"data":"x"}}`,
		`{"update_id":1,"my_chat_member":{"chat":{"id":1},"new_chat_member":{"status":"kicked"}}}`,
		`{"update_id":1e99,"message":null}`, `[]`, `null`, `{"update_id":-1}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return // a batch that holds it is not read at all
		}
		id, err := updateID(raw)
		if err == nil && id <= 0 {
			t.Fatalf("id: got %d", id)
		}
		u, err := decode(raw)
		if err != nil {
			return
		}
		kinds := 0
		for _, set := range []bool{u.Message != nil, u.Tap != nil, u.Membership != nil} {
			if set {
				kinds++
			}
		}
		if kinds > 1 {
			t.Fatalf("got %d kinds of %+v", kinds, u)
		}
		u.chat()
		if u.Message != nil {
			u.Message.Command()
		}
	})
}
