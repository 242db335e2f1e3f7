package bot

import (
	"testing"
	"time"
)

func TestFloodRemembersABoundedNumberOfChats(t *testing.T) {
	f, now := newFlood(), time.Unix(0, 0)
	for chat := range int64(3 * floodChats) {
		if got := f.judge(chat, false, now); got != answer {
			t.Fatalf("chat %d is judged %v at its first message", chat, got)
		}
	}
	if len(f.chats) > floodChats {
		t.Errorf("%d chats remembered, want at most %d", len(f.chats), floodChats)
	}
}
