package notify

import (
	"container/heap"
	"time"

	"newsbot/bot/outbox"
)

// An item is a delivery in the window.
type item struct {
	delivery outbox.Delivery
	chat     int64 // whom it is for now: a group may have moved
	lineup   *lineup
	slot     bool // it takes one
}

// A lineup is the deliveries of one priority that are in the window: a queue for
// each chat, and the chats in the order in which they are ready.
type lineup struct {
	priority Priority
	chats    map[int64]*queue
	ready    readyHeap
	size     int // deliveries here, on their way, or with an outcome that is not durable

	drained bool      // the outbox has no more until something changes
	next    time.Time // or until then; zero: unknown
}

// A queue is a chat's deliveries, first in, first out.
type queue struct {
	chat  int64
	items []*item
	at    time.Time // when to look at it
	index int       // in the heap; -1: not there, as its chat is being sent to
}

func newLineup(p Priority) *lineup { return &lineup{priority: p, chats: map[int64]*queue{}} }

// waiting returns how many deliveries to the chat wait here.
func (l *lineup) waiting(chat int64) int {
	if q := l.chats[chat]; q != nil {
		return len(q.items)
	}
	return 0
}

// push appends a delivery to its chat's queue; busy says that its chat is being
// sent to.
func (l *lineup) push(it *item, busy bool) {
	q := l.chats[it.chat]
	if q == nil {
		q = &queue{chat: it.chat, index: -1}
		l.chats[it.chat] = q
		if !busy {
			heap.Push(&l.ready, q)
		}
	}
	q.items = append(q.items, it)
}

// pop takes the first delivery of a queue.
func (l *lineup) pop(q *queue) *item {
	it := q.items[0]
	q.items[0] = nil
	if q.items = q.items[1:]; len(q.items) == 0 {
		l.remove(q)
	}
	return it
}

// remove takes a chat out and returns what waited for it.
func (l *lineup) remove(q *queue) []*item {
	if q.index >= 0 {
		heap.Remove(&l.ready, q.index)
	}
	delete(l.chats, q.chat)
	return q.items
}

// rest takes the chat out of the order until wake.
func (l *lineup) rest(chat int64) {
	if q := l.chats[chat]; q != nil && q.index >= 0 {
		heap.Remove(&l.ready, q.index)
	}
}

// wake puts the chat back in the order.
func (l *lineup) wake(chat int64) {
	if q := l.chats[chat]; q != nil && q.index < 0 {
		q.at = time.Time{}
		heap.Push(&l.ready, q)
	}
}

// put moves a chat in the order to the time at.
func (l *lineup) put(q *queue, at time.Time) {
	q.at = at
	heap.Fix(&l.ready, q.index)
}

// readyHeap is the queues by the time to look at them.
type readyHeap []*queue

func (h readyHeap) Len() int           { return len(h) }
func (h readyHeap) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h readyHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *readyHeap) Push(x any) {
	q := x.(*queue)
	q.index = len(*h)
	*h = append(*h, q)
}

func (h *readyHeap) Pop() any {
	old := *h
	q := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	q.index = -1
	return q
}
