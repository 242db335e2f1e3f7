package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"syscall"
)

// ErrPrivate is why an address that is not of the open internet is not asked.
var ErrPrivate = errors.New("not an address of the open internet")

var errPort = errors.New("the web is asked on 80 and 443, and on ports that a source's own address names")

// control checks an address when it is dialled: after the name is resolved, for each
// attempt and each hop, whatever way the address was spelt.
func (o *Options) control(_, address string, _ syscall.RawConn) error {
	if o.AllowPrivate {
		return nil
	}
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial %s: %w", address, err)
	}
	if o.except.IsValid() && ap == o.except {
		return nil
	}
	if !public(ap.Addr()) {
		return fmt.Errorf("%s: %w", ap.Addr(), ErrPrivate)
	}
	if port := int(ap.Port()); port != 80 && port != 443 && !slices.Contains(o.Ports, port) {
		return fmt.Errorf("port %d: %w", port, errPort)
	}
	return nil
}

// public reports whether an address is one that the whole internet knows. Those that
// carry an IPv4 address inside are judged by it.
func public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if nat64.Contains(a) {
		b := a.As16()
		return public(netip.AddrFrom4([4]byte(b[12:])))
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsValid()
}

var nat64 = netip.MustParsePrefix("64:ff9b::/96")

// special are the blocks of the IANA special-purpose registries (RFC 6890 and
// its updates) that lead nowhere or somewhere private, and tunnels that could.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(list ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range list {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}
