// Package country tells which countries a story is about and which it only
// names, in English, Russian and Kazakh. It also resolves what a person types
// for a country, and names countries for people.
//
// A Tagger reads a story once: it cuts title and text into words
// (internal/words), takes the longest names that the gazetteer has (match.go)
// and the leaders in office at the time (leaders_match.go), drops or moves those
// that the words beside them show to be a person, a street, money, a language or
// a namesake town (context.go), settles what is ambiguous by the rest of the
// story (resolve.go) and weighs where the rest stands (standing.go, about.go).
// Every Mention says where it is, which name matched and which rule took it;
// Explain adds the weights.
//
// The gazetteer, gazetteer.txt, is generated: see gen and names/. In memory it is
// the text itself with an index of numbers (index.go, entry.go). Russian forms
// are in it, Kazakh endings are taken off when a story is read (kazakh.go). The
// heads of state and government are in leaders.txt, with their dates and in a
// form that an operator may write as well: ReadLeaders. What weighs how much is
// the table in about.go, fitted to the stories of testdata/about.
//
// A Code is an ISO 3166-1 alpha-2 code or XK. A disputed place gets no country
// of its own: a mention of it alone tags nothing, other evidence decides. The
// same holds for states that are no more, as the USSR. Jerusalem stands for
// Israel, whose government sits there; East Jerusalem and the Golan tag nothing.
// The bodies seated in Geneva or The Hague are not Switzerland's or the
// Netherlands': a story there is about the country only by other evidence.
package country

//go:generate go run ./gen
