// Package webchat is a chat page in the browser over a telegramtest.Server: the
// people's side of the demo. Handler is the whole of it. The page shows several
// chats at once, with the bot's messages as Telegram would show them, its
// buttons, its command menu and its answers to taps, and it can publish a story.
//
// The page is one HTML file with its style and scripts, all embedded: it needs
// no network and no build. What happens reaches it as server-sent events, and
// each connection begins with everything there is, so that one that was cut
// needs no record of what it missed.
//
// Whoever opens the page speaks for every person in it. That is meant for a
// program on one's own machine; guard.go keeps the pages of other sites out.
//
// Nothing is stored.
package webchat
