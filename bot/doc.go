// Package bot answers what people do in a chat: commands, taps on buttons, plain
// text, and the bot's own coming and going.
//
// A Bot takes an Update (package telegram), finds the command in one table, which
// also makes the menus and /help, checks that whoever asks may do so, and calls
// its handler. Handlers change a chat only through the Book, and return Replies:
// values, that the Bot sends when the change is durable. An update that comes
// twice leaves the chat as one did, since buttons carry the state they lead to
// and subscriptions have numbers that are never used again.
//
// The answer to a subscription tells what it would have sent lately (package backtest),
// and proposes other queries as buttons. Where looking back takes longer than people
// wait, the answer goes out without, and is edited.
//
// Texts are in package locale, what buttons carry in package taps, stories
// become messages in package render. Alerts and digests are not sent from here
// but by package notify.
//
// Keys in the store:
//
//	pending, chat → JSON {v, texts}: queries that buttons of the chat refer to
package bot
