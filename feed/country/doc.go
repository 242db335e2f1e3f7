// Package country tells which countries a story is about and which it only
// names, in English, Russian and Kazakh. It also resolves what a person types
// for a country, and names countries for people.
//
// A Tagger reads a story once: it cuts title and text into words
// (internal/words), takes the longest names that the gazetteer has (match.go),
// drops or moves those that the words beside them show to be a person, a
// street, money or a namesake town (context.go), settles what is ambiguous by
// the rest of the story (resolve.go) and weighs where the rest stands
// (about.go). Every Mention says where it is and which rule took it.
//
// The gazetteer, gazetteer.txt, is generated: see gen and names/.
//
// A Code is an ISO 3166-1 alpha-2 code or XK. A disputed place gets no country
// of its own: a mention of it alone tags nothing, other evidence decides. The
// same holds for states that are no more, as the USSR. Jerusalem stands for
// Israel, whose government sits there; East Jerusalem and the Golan tag nothing.
package country

//go:generate go run ./gen
