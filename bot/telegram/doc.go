// Package telegram talks to Telegram's Bot API: it sends and edits messages,
// keeps the command menu, and polls for updates. It is the only importer of
// telegram-bot-api, and what it gives to the rest of the bot is small values
// of its own: Text goes out, Update comes in, Error says why something failed.
//
// A Client makes one request at a time for each call and repeats none, with
// one exception: a message whose HTML was refused, and so surely not sent, is
// sent again as plain text. Telegram knows no idempotency key, so whether to
// repeat is for the one owner of retries (package notify) to decide; Reason
// tells NotSent, where no byte went out, from Unknown.
//
// Of the library, only MakeRequest is used, which takes any method. Its
// transport is replaced (see transport.go), because it has no contexts, reads
// a gateway's HTML page as JSON and puts the token into errors; its update loop
// is replaced (see poll.go), because it confirms updates before they are
// handled; and so are its types, because they know no topics and because one
// strange field anywhere in an update would cost the whole update.
//
// What is known of Telegram's rules is at https://core.telegram.org/bots/api
// and, where that is silent, in the source of its server,
// https://github.com/tdlib/telegram-bot-api.
//
// # Updates
//
// Asking for updates from an offset confirms those before it, and while any is
// not confirmed a long poll is answered at once with it again. So an update is
// confirmed when it is received, not when it is handled, and what stands for it
// meanwhile is a note in the store: before Poll asks on, the last batch is
// handled or noted. Most updates are handled within moments and never noted. A
// note is struck out once its update is handled, and what is noted at a start is
// handled first. So a crash loses no update, at any instruction; one that was
// being handled is handled again, and one that is given twice is known by its id.
//
// A chat's updates are in line, and chats are side by side: a chat that has to be
// answered slowly, or in which a request hangs, holds up itself alone. What is
// held is bounded (see window.go). A chat's share of it shrinks with the room
// there is, what a chat asks beyond its share is given to the bot as in Excess,
// and only while nothing has room no updates are asked for.
//
// Keys in the store, all by StoredCursor:
//
//	telegram, offset → JSON {v, offset, recent}: how far updates were received
//	telegram, update, id → an update as Telegram gave it, not handled yet
package telegram
