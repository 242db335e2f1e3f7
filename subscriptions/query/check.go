package query

// check refuses queries that are well formed but hopeless.
func check(root *node) *Error {
	if root.depth() > MaxDepth {
		return &Error{Code: TooDeep, Pos: root.pos}
	}
	if err := new(simplifier).impossible(root, root); err != nil {
		return err
	}
	if branch := unrequired(root); branch != nil {
		return &Error{Code: NothingRequired, Pos: branch.pos, Text: canonical(branch), Hint: requiredHint(root)}
	}
	return nil
}

// leafAfter returns the first leaf of n after the first count, or nil.
func (n *node) leafAfter(count int) *node {
	var found *node
	n.walk(func(n *node, _ bool) {
		if len(n.kids) > 0 {
			return
		}
		if count--; count < 0 && found == nil {
			found = n
		}
	})
	return found
}

// impossible complains about the first part of n that no story can fulfil, where
// one is meant to. As a hint it proposes root without a part.
func (s *simplifier) impossible(n, root *node) *Error {
	switch n.kind {
	case some:
		for i := range n.kids {
			if err := s.impossible(&n.kids[i], root); err != nil {
				return err
			}
		}
	case all:
		for i := range n.kids {
			if err := s.impossible(&n.kids[i], root); err != nil {
				return err
			}
		}
		if s.allows(n) {
			return nil
		}
		for i := range n.kids {
			upTo := node{kind: all, kids: n.kids[:i+1]}
			if kid := &n.kids[i]; !s.allows(&upTo) {
				return &Error{Code: NeverMatches, Pos: kid.pos, Text: canonical(kid), Hint: mended(root, n.kids[:i+1])}
			}
		}
	}
	return nil
}

// allows reports whether a story could fulfil n.
func (s *simplifier) allows(n *node) bool { return s.possible(s.simplified(exprOf(n, false), nil)) }

// mended returns root without one of parts, the last for which that will do, in
// canonical form; where none is left that requires anything, one that requires nothing.
func mended(root *node, parts []node) string {
	var s simplifier
	hint := ""
	for i := len(parts) - 1; i >= 0 && s.spend(0); i-- {
		out, ok := root.without(&parts[i])
		switch {
		case !ok || !s.allows(&out):
		case out.required():
			return canonical(&out)
		case hint == "":
			hint = canonical(&out)
		}
	}
	return hint
}

func (n *node) without(part *node) (node, bool) {
	if n == part {
		return node{}, false
	}
	if n.kind != all && n.kind != some {
		return *n, true
	}
	var kids []node
	for i := range n.kids {
		if kid, ok := n.kids[i].without(part); ok {
			kids = append(kids, kid)
		}
	}
	if len(kids) == 0 {
		return node{}, false
	}
	return group(n.kind, n.pos, kids), true
}

// unrequired returns the first part of n that keeps it from being required.
func unrequired(n *node) *node {
	if n.required() {
		return nil
	}
	if n.kind == some {
		for i := range n.kids {
			if found := unrequired(&n.kids[i]); found != nil {
				return found
			}
		}
	}
	return n
}
