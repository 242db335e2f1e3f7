// Package index finds, for a story, the queries that match it among millions,
// without looking at the others.
//
// Everything a query can ask for is a term with a number: a stem, a phrase, a
// beginning of words, a country, a word of a source's name, a language, and each of
// these in the title. A story is read once, into a set of the terms it has, a bit for
// each; phrases are found on the way, as a path from word to word. The words of stories
// are kept in a table of fixed size with their terms, so that folding and stemming are
// done once a word, not once a story.
//
// A query is compiled to a few words of code over terms. Equal queries are stored once,
// with their subscribers. A query of one term stands with the term itself. Any other
// stands in the list of its anchor: of a set of terms of which every story that it
// matches has one, the set that is thought to be in the fewest stories. For each term
// of a story its query and its list are gone through. An AND or AND NOT of two terms is
// decided by the one that stands in the list as a guard, others by their code.
//
// What most of the time goes by for is memory. So what is needed for each word and each
// candidate is small, lies together and holds no pointers; what is needed now and then
// lies apart; and loads that do not depend on each other are made in rounds of their own.
//
// The number of queries and what is in them a stranger can make grow only within the
// limits of packages subscriptions and query; what stories make grow, the words they
// bring along, is bounded here.
package index
