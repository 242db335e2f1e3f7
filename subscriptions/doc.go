// Package subscriptions keeps what chats want to hear of, and finds for a story
// the chats that want it.
//
// A Chat is one document: settings and Subscriptions. The Book holds all of
// them in memory, so that reading never waits for the store, and changes one
// with Update: a copy is changed, checked, stored in one Apply and only then
// seen. An index inside the Book is kept in step; Book.Match asks it. When a
// chat wants its digest is Digest.Due's to say, in the time zone that ParseZone
// reads.
//
// Keys, made with store.Key:
//
//	"chats", bucket → the chats of one bucket, JSON. A chat's bucket is a hash
//	                  of its id, 0 to 16383; a bucket without chats has no key.
//	"moved", id     → the id that the chat has now, decimal, where Telegram
//	                  replaced its id by another one.
package subscriptions
