package fetch

import (
	"crypto/tls"
	"crypto/x509"
)

// NewTrusting returns a Fetcher that trusts the certificate of a test server.
func NewTrusting(o Options, cert *x509.Certificate) *Fetcher {
	f := New(o)
	f.transport.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool()}
	f.transport.TLSClientConfig.RootCAs.AddCert(cert)
	return f
}
