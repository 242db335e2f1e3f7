package country

// A Code is an ISO 3166-1 alpha-2 code in upper case, or XK. The zero Code is
// no country.
type Code string
