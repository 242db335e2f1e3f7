// Package telegramtest is a Telegram Bot API server for tests, benchmarks and
// the demo. It behaves as Telegram does: it keeps chats and messages, hands out
// updates by long polling, checks every request against the specification of the
// Bot API, parses HTML as strictly and answers with the same error texts. It
// misbehaves on request.
//
// Server is the whole of it: ServeHTTP is the bot's side, and its other methods
// are the people's (Say, Tap, Block, …), the test's (Messages, Await, Requests,
// Violations, Fail) and a page's (Subscribe, History). ParseHTML is Telegram's
// parser of formatted text, written anew and compared with the original, see
// package telegramtest/tdlib.
//
// Everything is held in memory and bounded: the newest messages of each chat, the
// newest requests, the undelivered updates.
package telegramtest
