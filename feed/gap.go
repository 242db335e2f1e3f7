package feed

import (
	"context"
	"fmt"
	"time"
)

const (
	// A document of fewer items is no window that stories slide through.
	windowItems = 3
	// So many older pages are read to close a gap.
	maxPages = 5
)

// slidPast says whether nothing in a document is known although there should be:
// between the last look and this one more stories may have come than it holds.
func (j *judgement) slidPast(s *State) bool {
	if !s.Baseline || s.ItemsAt.IsZero() || len(j.verdicts) < windowItems {
		return false
	}
	for _, v := range j.verdicts {
		if v.known {
			return false
		}
	}
	return true
}

// closeGap reads the pages before doc (RFC 5005) until one holds an item that is
// known, adds their items to doc and judges anew.
func (p *poll) closeGap(ctx context.Context, doc *Document, s *State, found judgement, now time.Time) (judgement, error) {
	log := p.opts.Log.With("source", ShownURL(p.id))
	first, pages := len(doc.Items), 0
	shown := found.shown // of the page that is looked at again
	seen := map[string]bool{}
	for next := doc.Next; next != "" && pages < maxPages && !seen[next] && found.slidPast(s); pages++ {
		seen[next] = true
		older, err := p.page(ctx, next)
		if err != nil {
			if ctx.Err() != nil {
				return found, ctx.Err()
			}
			log.Warn("the page before cannot be read", "address", ShownURL(next), "error", p.said(err))
			break
		}
		next = older.Next
		doc.Items = append(doc.Items, older.Items...)
		if found, err = p.judge(ctx, doc, s, now); err != nil {
			return found, err
		}
	}
	found.shown = shown
	found.endAtKnown(first)
	log.Warn("possible gap: every item is new, so that some between this look and the last may have been missed",
		"items", first, "older pages", pages, "closed", !found.slidPast(s), "every", every(&p.src, s, now))
	return found, nil
}

// page reads an older page when the host may be asked again.
func (p *poll) page(ctx context.Context, address string) (*Document, error) {
	select {
	case <-time.After(p.line.spacing):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	resp, err := p.opts.Fetcher.Fetch(ctx, Request{URL: address, Robots: p.src.Format == HTML})
	if err != nil {
		return nil, err
	}
	doc, err := p.opts.Parser.Parse(p.src, resp)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return doc, nil
}

// endAtKnown takes what an older page holds behind an item that is known for
// what it is: older than all that was ever looked at.
func (j *judgement) endAtKnown(first int) {
	known := false
	for i := range j.verdicts {
		v := &j.verdicts[i]
		known = known || v.known
		if known && !v.known && i >= first {
			v.old = true
		}
	}
}
