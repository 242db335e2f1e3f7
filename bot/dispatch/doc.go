// Package dispatch decides who gets what: it matches new stories against the
// subscriptions and hands the outbox what is to be sent.
//
// A Dispatcher follows the story log after a cursor. A story's recipients and the
// cursor are one commit, so each story is enqueued once whatever happens. Digests
// looks which chats are due for their daily digest, picks and ranks the stories since
// their last one, and enqueues it in the commit that notes the date in the chat's
// document: there is one at most for each local date.
//
// A story that tells the same as earlier ones (package group) is for the chats that
// had none of those, and in a digest they are one entry. A chat is asked for that at
// the moment, by subscriptions.Chat.Had, which errs on the side of one alert more.
// The alerts that went out of the earlier ones are enqueued to be edited, so that they
// list it; package notify asks each of their chats once more.
//
// Keys, made with store.Key:
//
//	"dispatch", "cursor"   the number of the last story that was matched
package dispatch
