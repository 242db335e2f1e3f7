package feed

import "fmt"

// remark logs what an operator should know of a document.
func (p *poll) remark(found judgement, s *State) {
	log := p.opts.Log.With("source", ShownURL(p.id))
	if p.alerts > 0 || !s.Baseline {
		log.Info("source read", "items", len(found.verdicts), "new", p.alerts, "baseline", !s.Baseline)
	}
	if found.edited > 0 {
		log.Info("items are edited versions of known ones", "items", found.edited)
	}
	old := 0
	for _, v := range found.verdicts {
		if v.old {
			old++
		}
	}
	if old > 0 && s.Baseline {
		log.Info("new items that are dated long ago are archived and alert nobody", "items", old)
	}
	if found.rekeyed > 0 {
		log.Warn("the feed gave known items new identities", "items", found.rekeyed)
	}
}

// report logs the entries that could not be read, or not whole, once until they
// change. It names them by their lines: what publishers write is not for the log.
func (p *poll) report(problems []Problem) {
	const most = 10
	var all []byte
	for _, problem := range problems {
		all = fmt.Appendln(all, problem)
	}
	if sum := bodyHash(all); sum != p.problems {
		p.problems = sum
	} else {
		return
	}
	log := p.opts.Log.With("source", ShownURL(p.id))
	for i, problem := range problems {
		switch {
		case i == most:
			log.Warn("entries cannot be read, or not whole", "more", len(problems)-most)
			return
		case problem.Kept:
			log.Warn("entry is read in part", "line", problem.Line, "error", p.said(problem.Err))
		default:
			log.Warn("entry cannot be read", "line", problem.Line, "error", p.said(problem.Err))
		}
	}
}
