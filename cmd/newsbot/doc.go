/*
Newsbot delivers news alerts on Telegram.

This comment is the tour of the architecture. Each package's own comment says
more; "newsbot help" lists what the program does.

# The way of an alert

A feed's new story becomes an alert in stages, each of them a package:

	source → feed/fetch     asks, on condition, politely and safely
	       → feed/parse     bytes to items: RSS, Atom, JSON Feed, listings
	       → feed           is the item new, or known under one of its keys?
	       → feed/country   which countries is it about, which does it mention?
	       → feed/archive   commits the numbered story with its keys; validators last
	       → bot/dispatch   follows the log after its cursor; who wants the story?
	       → bot/outbox     commits the recipients, with the cursor
	       → bot/notify     due, still wanted, paced, sent, acknowledged
	       → bot/render     headline first, in the reader's language and zone
	       → bot/telegram   the Bot API

Stages are joined by what is stored: a numbered log of stories, an outbox of
deliveries, and a cursor between them. They are not joined by channels, nor by
a goroutine started after a commit. So every stage can be stopped at any
instruction and run again: what was not committed is done again, what was
committed is not. The channels there are (Changed) only say when to look.

A feed that names a hub need not be waited for: feed/websub subscribes there,
and what is pushed has the poller ask the feed at once, by the way above. So
there is one way in for a story, and a hub need not be trusted with what it says;
all that it can do is to have the feed asked, once a minute at most. Nor is it
relied on: a feed is asked less often only while its hub tells of each story.

# The way of a command

	update → bot/telegram   one poll loop; a chat's updates in order, chats side by side
	       → bot            one table of commands; handlers return replies as values
	       → subscriptions  Book.Update: one document a chat, one Apply, then the index
	       → bot/render     in the language of whoever asked
	       → bot/telegram   sent; a note of the update, if there is one, struck out

A batch of updates is confirmed by asking for the next, once each of it is
handled or, where that takes longer, noted in the store. So a slow chat holds up
no other and a crash loses no update; one that comes again is known by its id,
and every handler leaves a chat as one run of it would.

# What is promised

No alert is lost. A story and the keys by which it is known again are one
commit, the recipients and the dispatcher's cursor are one commit, and a
delivery leaves the outbox in the commit of its outcome.

None comes twice through us. Telegram has no idempotency key, so what was on
the wire in a crash may come twice, and nothing else: a send takes one of W
slots and gives it back when its outcome is durable. An alert whose outcome is
unknown (sent, no answer) is tried once more; a digest never is.

None comes unasked. Just before a delivery is sent the chat's subscriptions are
matched once more: who unsubscribed, muted or paused meanwhile is left alone.

A story that tells what an earlier one did is hidden from nobody. Who had the
earlier one sees it listed there: an alert that was sent is edited, behind all else, for
which its message's number is kept as long as stories are joined. An edit is no
delivery: it says how things are now, so that to drop or repeat it does no harm.

# Who wants a story

A story is not asked of each subscription. subscriptions/index reads it once, into
the terms it has, and each term leads to the queries that cannot match without it.
What is a word, and which words are the same, feed/words says, to queries and
stories alike. One query and one story by themselves are query.Match's and
query.Explain's, which read the story another way; tests hold both to the same
answer, and to that of a third that shares no code with them.

# The way of a question

What a query means is asked offline too, of the same code: "newsbot match" reads
stories as "newsbot fetch --json" prints them, gives those without countries
theirs (feed/country) and shows what query.Explain says of each: the parts that
are in it and where they stand, or the first condition that does not hold.

What a query would have sent is asked of the archive, which keeps more than the
30 days that subscriptions/backtest looks through: by the answer to /subscribe,
which it follows as an edit where it takes longer, and by "newsbot backtest".

# Time

Later is one mechanism: a due time in the store. A back-off, a 429's
retry_after, a feed's next poll and a chat's digest are due times, so they hold
over restarts. Cron only says when to look (ticks.go): a look that comes late
finds what is due.

# Storage

Everything is kept through the seam in subscriptions/store: Get, Scan, and a
leader's Apply, atomic and durable, with absolute values, so that one of
unknown outcome is simply applied again. One suite, storetest, runs on every
engine; its engine in memory fails, fences and crashes on request.

# Imports

Imports run downwards: cmd → bot → subscriptions → feed → feed/country.
feed/archive, feed/websub and bot/outbox sit on subscriptions/store, which
imports nothing of ours. Each library that matters has one package that may
import it.
imports_test.go holds these rules.
*/
package main
