// Package outbox keeps what has to be sent and how far that is: the deliveries
// of alerts and digests, the edits of alerts, and their outcomes.
//
// The story of an alert: EnqueueAlert commits the recipients of one story as a
// job; TakeAlerts hands its deliveries out, a bounded window at a time; Ack
// stores what became of them, many in one commit. A delivery that has to wait
// (told to by Telegram, failed for now, or its chat has more than it may be sent)
// leaves the job for a record of its own under the time it is due; there a later story
// that tells the same may take the place of one that cannot be sent. What was
// handed out and not acknowledged when the process dies is handed out again by
// the next one: an alert is never lost, and repeated only where its outcome was
// not stored.
//
// The story of a digest: DigestOps gives the operations that enqueue it, to be
// applied with the chat's document, so that there is one at most for each local
// date. Begin stores the intent before each part is sent and Ack the outcome after
// it; a part whose outcome was not stored is passed over by the next process: a
// digest's part may be lost in a crash, and is never repeated.
//
// The story of an edit: which message an alert became, and which stories that lists,
// is kept with its outcome for KeepSent. When another story joins one, EnqueueEdits
// notes that and TakeEdits goes through the messages of the alerts that list less,
// a pass at a time. What a message lists is stored with the edit's outcome; so a
// crash repeats the edits that were under way, which then change nothing.
//
// Keys, made with store.Key and all under "outbox":
//
//	"last"                        the highest story that was ever enqueued
//	"job", story                  a story's job: how many chunks, since when
//	"chunk", story, n             recipients: at most 4,096 sorted chat ids; immutable
//	"progress", story, n          the outcomes of the chunk's recipients so far
//	"later", unix ms, story, chat an alert that left its job, under its due time
//	"digest", chat, slot          a digest; its slot is the local date, or "now" if asked for
//	"digests", unix ms, chat, slot the digest's due time; empty value
//	"sent", story, n              messages that a story's alerts became: at most 256; n grows
//	"edit", story                 what is to be edited of them, and when they were last
//	"edits", unix ms, story       the due time of that; empty value
//
// Chunks are staged before the job that makes them count; those without a job are
// deleted at Open. A chunk goes with its last outcome and the job with its last chunk,
// each in the commit of that outcome.
package outbox
