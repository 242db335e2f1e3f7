// Package index finds, for a story, the queries that match it among millions,
// without looking at the others.
//
// Everything a query can ask for is a term with a number: a stem, two stems
// beside each other, a beginning of words, a country, a word of a source's name, a
// language. A story is read once, into the set of terms it has; a term carries the
// number of the last story that had it, so to ask whether the story has a term is
// one comparison. The words of stories are kept in a table of fixed size with their
// terms, so that folding and stemming are done once a word, not once a story.
//
// A query is compiled to a few words of code over terms. Equal queries are stored
// once, with their subscribers. A query of one term stands in the term itself. Any
// other stands in the list of its anchor: of a set of terms of which every story that
// it matches has one, the set that the fewest stories have. For each term of a story
// its query and its list are gone through. An AND or AND NOT of two terms is decided
// by the one beside it in the list, others by their code.
//
// The tables hold no pointers, so that the garbage collector passes them by. The
// words and queries that a stranger can make grow are bounded elsewhere (packages
// query and subscriptions); what a story can make grow, here.
package index
