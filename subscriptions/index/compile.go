package index

import "newsbot/subscriptions/query"

// compile returns the code of a normal form, and holds its terms. The code is that of
// the last call only until the next.
func (x *Index) compile(e *query.Expr) code {
	x.code = x.append(x.code[:0], e)
	return x.code
}

func (x *Index) append(w code, e *query.Expr) code {
	switch e.Op {
	case query.All:
		return x.appendKids(w, opAll, e.Kids)
	case query.Some:
		return x.appendKids(w, opSome, e.Kids)
	case query.Not:
		return x.appendKids(w, opNot, e.Kids)
	case query.Near:
		at := len(w)
		w = w.begin(opNear, e.Distance)
		for i := range e.Kids {
			from := len(w)
			w = x.appendPlaced(w, &e.Kids[i], e.Title)
			w[from:].eachTerm(x.watch)
		}
		return w.end(at)
	}
	return x.appendLeaf(w, e, e.Title)
}

func (x *Index) appendKids(w code, o op, kids []query.Expr) code {
	at := len(w)
	w = w.begin(o, 0)
	for i := range kids {
		w = x.append(w, &kids[i])
	}
	return w.end(at)
}

// appendPlaced appends an operand of a near.
func (x *Index) appendPlaced(w code, e *query.Expr, title bool) code {
	if e.Op != query.Some {
		return x.appendLeaf(w, e, title)
	}
	at := len(w)
	w = w.begin(opSome, 0)
	for i := range e.Kids {
		w = x.appendLeaf(w, &e.Kids[i], title)
	}
	return w.end(at)
}

func (x *Index) appendLeaf(w code, e *query.Expr, title bool) code {
	switch e.Op {
	case query.About:
		return append(w, x.hold(about, e.Code))
	case query.Mentions:
		return append(w, x.hold(mentioned, e.Code))
	case query.Lang:
		return append(w, x.hold(language, e.Code))
	case query.Source:
		return append(w, x.holdSequence(source, e.Terms))
	case query.Prefix:
		return append(w, x.titled(x.hold(beginning, e.Terms[0]), title))
	}
	id := x.titled(x.holdSequence(stem, e.Terms), title)
	if e.Joined == "" {
		return append(w, id)
	}
	at := len(w)
	w = w.begin(opSome, 0)
	return append(w, id, x.titled(x.hold(stem, e.Joined), title)).end(at)
}

// holdSequence returns the term for words beside each other, and holds it.
func (x *Index) holdSequence(k kind, texts []string) termID {
	id := x.hold(k, texts[0])
	for _, text := range texts[1:] {
		a, b := id, x.hold(k, text)
		id = x.holdPhrase(a, b)
		x.release(a)
		x.release(b)
	}
	return id
}

// titled returns id, or in its stead the term for it in the title.
func (x *Index) titled(id termID, title bool) termID {
	if !title {
		return id
	}
	t := x.holdTitle(id)
	x.release(id)
	return t
}

// drop lets go of what code holds.
func (x *Index) drop(w code) {
	for len(w) > 0 {
		switch w.op() {
		case opTerm:
			x.release(w.term())
			w = w[1:]
		case opNear:
			w.operands().eachTerm(x.unwatch)
			w = w[1:]
		default:
			w = w[1:]
		}
	}
}

// eachTerm visits the terms of code.
func (w code) eachTerm(visit func(termID)) {
	for len(w) > 0 {
		if w.op() == opTerm {
			visit(w.term())
		}
		w = w[1:]
	}
}
