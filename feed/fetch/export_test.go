package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/netip"
	"time"
)

// NewTrusting returns a Fetcher that trusts the certificate of a test server.
func NewTrusting(o Options, cert *x509.Certificate) *Fetcher {
	f := New(o)
	f.transport.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool()}
	f.transport.TLSClientConfig.RootCAs.AddCert(cert)
	return f
}

// NewExcept returns a Fetcher that may ask one private address.
func NewExcept(o Options, address string) *Fetcher {
	o.except = netip.MustParseAddrPort(address)
	return New(o)
}

// NewResolving returns a Fetcher that resolves names with r.
func NewResolving(o Options, r *net.Resolver) *Fetcher {
	f := New(o)
	f.machines.resolver = r
	f.transport.DialContext = (&net.Dialer{Timeout: time.Second, Control: o.control, Resolver: r}).DialContext
	return f
}

// Dialable says why an address would not be dialled.
func Dialable(o Options, address string) error { return o.control("tcp", address, nil) }

// HubLinks reads Link headers.
var HubLinks = hubLinks
