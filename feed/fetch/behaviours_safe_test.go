package fetch_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"newsbot/feed"
	"newsbot/feed/feedtest"
	"newsbot/feed/fetch"
)

func TestBehavioursOfSafety(t *testing.T) {
	refusesAll := func(hosts ...string) func(*testing.T) {
		return func(t *testing.T) {
			f := fetch.New(fetch.Options{})
			defer f.Close()
			for _, host := range hosts {
				if failed := failure(t, f, feed.Request{URL: "http://" + host + "/feed"}); !errors.Is(failed, fetch.ErrPrivate) {
					t.Errorf("%s: got %v, want %v", host, failed, fetch.ErrPrivate)
				}
			}
		}
	}
	checkBehaviours(t, []behaviour{
		{38, "private IPv4 is refused", refusesAll("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0")},
		{38, "private IPv6 is refused", refusesAll("[::1]", "[fc00::1]", "[fe80::1]")},
		{38, "IPv4 inside IPv6 is refused", refusesAll("[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]")},
		{38, "localhost is refused", refusesAll("localhost")},
		{38, "decimal, octal and hexadecimal hosts and a dot at the end reach nothing", func(t *testing.T) {
			o := origin(t)
			_, port, _ := strings.Cut(strings.TrimPrefix(o.URL(""), "http://"), ":")
			f := fetch.New(fetch.Options{})
			defer f.Close()
			for _, host := range []string{"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost.", "127.0.0.1."} {
				failure(t, f, feed.Request{URL: "http://" + host + ":" + port + path})
			}
			if got := o.Count(""); got != 0 {
				t.Errorf("%d requests reached this machine, want none", got)
			}
		}},
		{38, "a name that is public at first and private then is refused", func(t *testing.T) {
			o := origin(t)
			_, port, _ := strings.Cut(strings.TrimPrefix(o.URL(""), "http://"), ":")
			names := &names{answers: []netip.Addr{netip.MustParseAddr("93.184.215.14"), netip.MustParseAddr("127.0.0.1")}}
			f := fetch.NewResolving(fetch.Options{}, names.start(t))
			defer f.Close()
			failed := failure(t, f, feed.Request{URL: "http://rebinding.example:" + port + path})
			if !errors.Is(failed, fetch.ErrPrivate) || o.Count("") != 0 {
				t.Errorf("got %v after %d requests, want %v and none", failed, o.Count(""), fetch.ErrPrivate)
			}
			names.mu.Lock()
			defer names.mu.Unlock()
			if names.asked < 2 {
				t.Errorf("the name was resolved %d times, want twice", names.asked)
			}
		}},
		{38, "a redirect to a private address is refused", func(t *testing.T) {
			o, secret := origin(t), origin(t)
			for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"} {
				o.Misbehave(path, feedtest.Fault{Kind: feedtest.Redirect, Location: strings.Replace(secret.URL(path), "127.0.0.1", host, 1)})
				f := fetch.NewExcept(fetch.Options{}, strings.TrimPrefix(o.URL(""), "http://"))
				failed := failure(t, f, feed.Request{URL: o.URL(path)})
				f.Close()
				if !errors.Is(failed, fetch.ErrPrivate) || secret.Count("") != 0 {
					t.Errorf("%s: got %v after %d requests, want %v and none", host, failed, secret.Count(""), fetch.ErrPrivate)
				}
			}
		}},
		{38, "private addresses are asked where that is allowed", func(t *testing.T) {
			o := origin(t)
			get(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path)})
		}},
		{39, "only http and https are asked", func(t *testing.T) {
			f := fetch.New(fetch.Options{})
			defer f.Close()
			for _, address := range []string{"ftp://example.org/", "gopher://example.org/", "data:,x", "javascript:1"} {
				if failed := failure(t, f, feed.Request{URL: address}); !strings.Contains(failed.Error(), "scheme") {
					t.Errorf("%s: got %v, want the scheme in it", address, failed)
				}
			}
		}},
		{39, "only the ports 80 and 443 and those of the list are asked", func(t *testing.T) {
			// A public address, so that the port alone decides; nothing is sent to it.
			for _, tt := range []struct {
				port    string
				ports   []int
				refused bool
			}{{"22", nil, true}, {"25", []int{8080}, true}, {"8080", nil, true}} {
				f := fetch.New(fetch.Options{Ports: tt.ports})
				failed := failure(t, f, feed.Request{URL: "http://93.184.215.14:" + tt.port + "/"})
				f.Close()
				if got := strings.Contains(failed.Error(), "port "+tt.port); got != tt.refused {
					t.Errorf("port %s with the list %v: got %v, refused should be %v", tt.port, tt.ports, failed, tt.refused)
				}
			}
		}},
		{39, "a port of the list is asked", func(t *testing.T) {
			if err := fetch.Dialable(fetch.Options{Ports: []int{8080}}, "93.184.215.14:8080"); err != nil {
				t.Errorf("got %v, want none", err)
			}
			for _, port := range []string{"80", "443"} {
				if err := fetch.Dialable(fetch.Options{}, "93.184.215.14:"+port); err != nil {
					t.Errorf("port %s: got %v, want none", port, err)
				}
			}
		}},
		{40, "a proxy of the environment is not used", func(t *testing.T) {
			for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"} {
				t.Setenv(name, "http://127.0.0.1:1")
			}
			o := origin(t)
			get(t, fetcher(t, fetch.Options{}), feed.Request{URL: o.URL(path)})
		}},
		{40, "what an answer that is refused says is not shown", func(t *testing.T) {
			for _, status := range []int{200, 401, 403, 404, 410, 418, 429, 500, 503} {
				s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Encoding", "gzip")
					w.Header().Set("X-Secret", "s3cret")
					w.WriteHeader(status)
					w.Write([]byte("\x1f\x8b\x08s3cret s3cret s3cret"))
				})
				if failed := failure(t, fetcher(t, fetch.Options{}), feed.Request{URL: s.URL}); strings.Contains(failed.Error(), "s3cret") {
					t.Errorf("status %d: got %v", status, failed)
				}
			}
		}},
	})
}

// names is a name server that gives an answer after the other, and then the last
// for ever.
type names struct {
	answers []netip.Addr
	mu      sync.Mutex
	asked   int
}

// start returns a resolver that asks it.
func (n *names) start(t *testing.T) *net.Resolver {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		packet := make([]byte, 1500)
		for {
			size, from, err := conn.ReadFrom(packet)
			if err != nil {
				return
			}
			var query dnsmessage.Message
			if query.Unpack(packet[:size]) != nil || len(query.Questions) != 1 {
				continue
			}
			if reply, err := n.reply(query); err == nil {
				_, _ = conn.WriteTo(reply, from) // one that is lost is asked for again
			}
		}
	}()
	t.Cleanup(func() { conn.Close(); <-done })
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func (n *names) reply(query dnsmessage.Message) ([]byte, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	question := query.Questions[0]
	answer := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: query.ID, Response: true, Authoritative: true},
		Questions: query.Questions,
	}
	if question.Type == dnsmessage.TypeA {
		answer.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: question.Name, Type: question.Type, Class: question.Class, TTL: 0},
			Body:   &dnsmessage.AResource{A: n.answers[min(n.asked, len(n.answers)-1)].As4()},
		}}
		n.asked++
	}
	return answer.Pack()
}
