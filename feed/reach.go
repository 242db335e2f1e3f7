package feed

// A Reach is how far a question came that brought no feed: it says who is to blame.
type Reach uint8

const (
	// NoAnswer: an unknown name, a connection that was not made, time that ran out
	// before the first byte. It may be the origin, our own network, or the way.
	NoAnswer Reach = iota
	// NotAsked: it is not for us to ask, as for a private address or by robots.txt.
	NotAsked
	// Answered: with a status, with redirects that lead nowhere, with a certificate
	// that is not valid, with what is no HTTP.
	Answered
)
