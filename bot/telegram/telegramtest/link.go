package telegramtest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// linkError says in Telegram's words why something is no link.
type linkError string

func (e linkError) Error() string { return string(e) }

// checkLink brings a link into Telegram's own form, or says why it is none.
// Links are http, https (which may be left out), tg, ton and tonsite.
func checkLink(link string) (string, error) {
	scheme := ""
	for _, s := range []string{"tg", "ton", "tonsite"} {
		if strings.HasPrefix(lower(link), s+":") {
			scheme, link = s, strings.TrimPrefix(link[len(s)+1:], "//")
			break
		}
	}
	a, err := parseAddress(link)
	if err != nil {
		return "", err
	}
	if scheme != "" {
		return a.internal(scheme, link)
	}
	if !strings.Contains(a.host, ".") && !a.ipv6 {
		return "", linkError("Wrong HTTP URL")
	}
	return a.String(), nil
}

// internal is the form of a link into Telegram itself.
func (a address) internal(scheme, link string) (string, error) {
	if strings.HasPrefix(lower(link), "http://") || a.https || a.user != "" || a.port != 0 || a.ipv6 {
		if scheme == "tg" {
			return "", linkError("Wrong tg URL")
		}
		return "", linkError("Wrong ton URL")
	}
	for i := range len(a.host) {
		c := a.host[i]
		if !alphanumeric(c) && c != '-' && c != '_' && (c != '.' || scheme != "tonsite") {
			return "", linkError("Unallowed characters in URL host")
		}
	}
	if strings.HasPrefix(a.path, "/?") {
		a.path = a.path[1:]
	}
	return scheme + "://" + a.host + a.path, nil
}

// address is a web address taken apart.
type address struct {
	https      bool
	user, host string
	ipv6       bool
	port       int // 0: not given
	path       string
}

func (a address) String() string {
	s := "http://"
	if a.https {
		s = "https://"
	}
	if a.user != "" {
		s += a.user + "@"
	}
	s += a.host
	if a.port != 0 {
		s += ":" + strconv.Itoa(a.port)
	}
	return s + a.path
}

func parseAddress(link string) (address, error) {
	var a address
	if i := strings.IndexAny(link, ":/?#@[]"); i >= 0 && strings.HasPrefix(link[i:], "://") {
		switch lower(link[:i]) {
		case "http":
		case "https":
			a.https = true
		default:
			return a, linkError("Unsupported URL protocol")
		}
		link = link[i+3:]
	}
	end := strings.IndexAny(link, "/?#")
	if end < 0 {
		end = len(link)
	}
	where, err := a.takePort(link[:end])
	if err != nil {
		return a, err
	}
	a.host = where
	if at := strings.LastIndexByte(where, '@'); at >= 0 {
		a.user, a.host = where[:at], where[at+1:]
	}
	a.path = pathOf(link[end:])
	return a, a.check()
}

// takePort reads the port behind the last colon and returns what stands before it.
func (a *address) takePort(where string) (string, error) {
	i := strings.LastIndexAny(where, ":]@")
	if i <= 0 || where[i] != ':' {
		return where, nil
	}
	digits := where[i+1:]
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	port, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || port == 0 {
		return "", linkError("Wrong port number specified in the URL")
	}
	a.port = int(port)
	return where[:i], nil
}

// check looks at the parts and brings the host into lower case.
func (a *address) check() error {
	switch a.host {
	case "":
		return linkError("URL host is empty")
	case ".":
		return linkError("Host is invalid")
	}
	a.ipv6 = a.host[0] == '[' && a.host[len(a.host)-1] == ']' && len(a.host) > 1
	host := a.host
	a.host = lower(host)
	if a.ipv6 {
		ip, err := netip.ParseAddr(host[1 : len(host)-1])
		if err != nil || !ip.Is6() || ip.Zone() != "" {
			return linkError("Wrong IPv6 address specified in the URL")
		}
		return nil
	}
	if err := checkPart(a.host, "host", ""); err != nil {
		return err
	}
	return checkPart(a.user, "userinfo", ":")
}

// checkPart allows the characters of RFC 3986 and, beyond it, all of Unicode.
func checkPart(part, name, more string) error {
	for i := 0; i < len(part); i++ {
		c := part[i]
		if alphanumeric(c) || c >= 0x80 || strings.IndexByte(".-_!$,~*'();&+="+more, c) >= 0 {
			continue
		}
		if c != '%' {
			return linkError("Disallowed character in URL " + name)
		}
		if i+2 >= len(part) || digit(part[i+1]) < 0 || digit(part[i+2]) < 0 {
			return linkError("Wrong percent-encoded symbol in URL " + name)
		}
		i += 2
	}
	return nil
}

// pathOf is what follows the host, with white space and control characters escaped.
func pathOf(s string) string {
	s = strings.TrimRight(s, " \t\r\n\v\x00")
	var path strings.Builder
	if !strings.HasPrefix(s, "/") {
		path.WriteByte('/')
	}
	for i := range len(s) {
		if s[i] <= ' ' {
			fmt.Fprintf(&path, "%%%02X", s[i])
		} else {
			path.WriteByte(s[i])
		}
	}
	return path.String()
}

// mentionedUser is the person in a link like tg://user?id=1, or 0.
func mentionedUser(link string) int64 {
	rest, ok := strings.CutPrefix(lower(link), "tg:")
	if !ok {
		return 0
	}
	if rest, ok = strings.CutPrefix(strings.TrimPrefix(rest, "//"), "user"); !ok {
		return 0
	}
	if rest, ok = strings.CutPrefix(strings.TrimPrefix(rest, "/"), "?"); !ok {
		return 0
	}
	rest, _, _ = strings.Cut(rest, "#")
	for parameter := range strings.SplitSeq(rest, "&") {
		if id, ok := strings.CutPrefix(parameter, "id="); ok {
			n, ok := exactNumber(id)
			if !ok || n <= 0 || n > maxUserID {
				return 0
			}
			return n
		}
	}
	return 0
}

// maxUserID is the highest identifier a person can have.
const maxUserID = 1<<40 - 1
