package webchat

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// policy lets the page use its own files and nothing else, so that even a
// mistake with foreign text could load and send nothing.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guard keeps out what other sites' pages in the same browser can send:
//
//   - requests across sites, told by Sec-Fetch-Site or Origin, because
//     whatever a browser reaches on this machine a foreign page can address;
//   - requests under a host name that is not ours, because a foreign name can be
//     made to lead to this machine (DNS rebinding), which makes the foreign page
//     one of the same site. An IP address cannot.
func guard(next http.Handler, hosts []string) http.Handler {
	var cross http.CrossOriginProtection
	protected := cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cache-Control", "no-store") // the next version is served under the same address
		if !known(r.Host, hosts) {
			http.Error(w, "This page is not served under that name. Open it by its IP address or as localhost.", http.StatusMisdirectedRequest)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/api/") && r.Header.Get("Sec-Fetch-Site") == "cross-site" {
			http.Error(w, "Not from another site's page.", http.StatusForbidden)
			return
		}
		protected.ServeHTTP(w, r)
	})
}

func known(host string, hosts []string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, name) })
}
