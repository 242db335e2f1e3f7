package feed

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
)

// FoldURL returns the identity of a source's address: what two spellings of one
// address share. Scheme and host are in lower case, a default port, a fragment
// and credentials are gone.
func FoldURL(raw string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err // without the address, which may hold a password
		}
		return "", fmt.Errorf("source address: %w", err)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	switch u.Scheme {
	case "http", "https":
		if u.Host = foldHost(u); u.Hostname() == "" {
			return "", fmt.Errorf("source address %q: no host", ShownURL(u.String()))
		}
		if u.Path == "" {
			u.Path = "/"
		}
	case "file":
		if u.Host != "" && u.Host != "localhost" || !strings.HasPrefix(u.Path, "/") {
			return "", fmt.Errorf("source address %q: a file is written file:///absolute/path", ShownURL(u.String()))
		}
		u.Host, u.Path, u.RawPath = "", path.Clean(u.Path), ""
	default:
		return "", fmt.Errorf("source address %q: neither http, https nor file", ShownURL(u.String()))
	}
	return u.String(), nil
}

// foldHost returns the host in lower case, without a default port and without
// the dot that ends an absolute name.
func foldHost(u *url.URL) string {
	host, port := strings.TrimRight(strings.ToLower(u.Hostname()), "."), u.Port()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		return host
	}
	return host + ":" + port
}

// Query parameters that say where a reader came from. A name that ends in "_"
// stands for all that begin with it.
var tracking = []string{
	"utm_", "mtm_", "pk_", "piwik_", "at_", "hsa_", "oly_",
	"fbclid", "gclid", "dclid", "gbraid", "wbraid", "yclid", "ysclid", "msclkid", "twclid", "ttclid", "igshid",
	"mc_cid", "mc_eid", "_openstat", "xtor", "spm", "cmpid", "ocid", "wt_mc",
}

func isTracking(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(tracking, func(t string) bool {
		return name == t || strings.HasSuffix(t, "_") && strings.HasPrefix(name, t)
	})
}

// canonicalLink returns what an item's address has in common with its other
// spellings. It is compared, never opened: the scheme is gone, the query is in
// order and without tracking. A fragment stays, as there are pages whose stories
// differ in nothing else, unless it tracks.
func canonicalLink(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Host == "" {
		return strings.TrimSpace(link)
	}
	var kept []string
	for parameter := range strings.SplitSeq(u.RawQuery, "&") {
		if name, _, _ := strings.Cut(parameter, "="); parameter != "" && !isTracking(name) {
			kept = append(kept, parameter)
		}
	}
	slices.Sort(kept)
	canonical := foldHost(u) + "/" + strings.Trim(u.EscapedPath(), "/")
	if len(kept) > 0 {
		canonical += "?" + strings.Join(kept, "&")
	}
	if name, _, _ := strings.Cut(u.Fragment, "="); u.Fragment != "" && !isTracking(name) {
		canonical += "#" + u.EscapedFragment()
	}
	return canonical
}
