package feed

import (
	"errors"
	"net/netip"
	"strings"
	"time"
)

const (
	// So many hosts, or all if there are fewer, that give no answer one after the
	// other while no other gives one, say that our own network is down.
	silentHosts = 3
	// After so long it may as well be the sources: somebody should be told.
	outageAtMost = day
)

// A network is what the answers of all hosts together say of our own. Guarded by
// Poller.mu.
type network struct {
	enough int             // hosts that make an outage
	silent map[string]bool // those that gave no answer since any last did
	since  time.Time       // when the first of them did not
}

func newNetwork(sources []*followed) network {
	hosts := make(map[string]bool)
	for _, f := range sources {
		if !isFile(f.id) {
			hosts[f.hostname()] = true
		}
	}
	return network{enough: min(silentHosts, max(2, len(hosts))), silent: make(map[string]bool)}
}

// isDown says whether no source is to blame for giving no answer.
func (n *network) isDown(now time.Time) bool {
	return len(n.silent) >= n.enough && now.Sub(n.since) < outageAtMost
}

// isSilence says whether err means that a host of the open internet gave no
// answer.
func isSilence(id string, err error) bool {
	var failed *FetchError
	return reach(err) == NoAnswer && !(errors.As(err, &failed) && failed.Private) && !isFile(id)
}

func isFile(id string) bool { return strings.HasPrefix(id, "file:") }

// silence notes that the source of the poll gave no answer, and says whether that
// is to be put down to our own network. Then those before it were not to blame
// either.
func (p *Poller) silence(f *followed, now time.Time) (ours bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	wasDown := p.network.isDown(now)
	if len(p.network.silent) == 0 {
		p.network.since = now
	}
	p.network.silent[f.place()] = true
	f.struck = f.struck || f.state.Failures == 0 && !f.retried
	if !p.network.isDown(now) {
		return false
	}
	if !wasDown {
		p.opts.Log.Warn("no host gives an answer: our own network seems to be down, and no source is blamed for it",
			"hosts", len(p.network.silent))
		for _, other := range p.followed {
			if !other.busy {
				p.acquit(other, now)
			}
		}
	}
	return true
}

// acquit takes back what a source was blamed for before the outage was seen to
// be one. The caller holds mu.
func (p *Poller) acquit(f *followed, now time.Time) {
	if f.struck && p.network.isDown(now) {
		f.state.Failures, f.state.LastError, f.state.FailingSince = 0, "", time.Time{}
	}
}

// heard notes that a host gave an answer, whatever it was. After an outage the
// sources that were well before it are asked at once, though only once: one that
// is silent again has itself to blame.
func (p *Poller) heard(f *followed, host string, now time.Time) {
	if isFile(f.id) || isNear(host) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	f.struck, f.retried = false, false
	if len(p.network.silent) == 0 {
		return
	}
	over := len(p.network.silent) >= p.network.enough
	clear(p.network.silent)
	asked := 0
	for _, other := range p.followed {
		if over && other.struck && !other.busy {
			other.state.NextCheck, other.retried = now, true
			asked++
		}
		other.struck = false
	}
	if over {
		p.opts.Log.Info("our own network answers again", "asked at once", asked)
	}
}

// isNear says whether a machine is one that answers without the internet.
func isNear(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && (a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast())
}
