package render

import (
	"strconv"
	"time"

	"newsbot/bot/locale"
	"newsbot/bot/markup"
	"newsbot/bot/telegram"
	"newsbot/feed"
	"newsbot/subscriptions"
)

// Digest renders as many of the stories as one message holds, and says how many
// those are: at least one where there are any. The stories are all that are still
// to be shown after the sent ones; total counts those that matched, and what of it
// is not shown the last message tells. Date is the chat's, as "2026-11-25". Without
// stories it is a digest that says that there was nothing.
func (r *Renderer) Digest(chat *subscriptions.Chat, date string, stories []feed.Report, sent, total int) (telegram.Text, int) {
	in := r.reader(chat, "")
	if len(stories) == 0 {
		t := text(in.HTML("digest.empty", locale.Data{"Date": in.day(date)})).text()
		t.Thread = chat.Thread
		return t, 0
	}
	title := in.title(date, sent, total)
	alone := func(entry block) bool { return lines("\n\n", title, entry, in.more(total)).fits() }
	message, used := title, 0
	for i := range stories {
		longer := lines("\n\n", message, in.entry(&stories[i], sent+i+1, alone))
		if !lines("\n\n", longer, in.more(total)).fits() {
			break
		}
		message, used = longer, used+1
	}
	if left := total - sent - used; used == len(stories) && left > 0 {
		message = lines("\n\n", message, in.more(left))
	}
	t := message.text()
	t.Thread = chat.Thread
	return t, used
}

func (r reader) title(date string, sent, total int) block {
	data := locale.Data{"Date": r.day(date), "Count": total}
	if sent > 0 {
		return text(r.HTML("digest.continued", locale.Data{"Date": data["Date"]}))
	}
	return text(r.HTML("digest.title", data))
}

// entry is a story of the digest with its number and the others that tell the same,
// as far as they fit; without them it always does.
func (r reader) entry(s *feed.Report, number int, fits func(block) bool) block {
	n := text(markup.HTML(strconv.Itoa(number) + ". "))
	e := lines("\n", n.plus(r.headline(&s.Story)), r.origin(&s.Story), lead(&s.Story, maxShort))
	return lines("\n", e, r.also(s, func(also block) bool { return fits(lines("\n", e, also)) }))
}

func (r reader) more(n int) block { return text(r.HTML("digest.more", locale.Data{"Count": n})) }

// day says a local date in words.
func (r reader) day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return markup.Cut(markup.Line(date), maxSource)
	}
	return r.Date(t)
}
