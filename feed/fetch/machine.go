package fetch

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	machineFor    = 5 * time.Minute // a name is known to stand for a machine
	maxMachines   = 20_000          // names known at a time
	lookUpTimeout = 5 * time.Second
)

// A machine is what answers under a name. Names that share an address, and the
// addresses of one name, are one machine: it is what connections are counted by.
type machine struct {
	key     string // its lowest address; of a name that cannot be resolved, the name
	private bool
	until   time.Time
}

// machines remembers what machine a name stands for. The address that is dialled
// in the end is looked up and checked anew: this is for manners, not for safety.
type machines struct {
	resolver *net.Resolver // nil: the system's
	mu       sync.Mutex
	known    map[string]machine
}

func (m *machines) find(ctx context.Context, name string, now time.Time) machine {
	name = strings.ToLower(name)
	if address, err := netip.ParseAddr(name); err == nil {
		return machineAt(address)
	}
	m.mu.Lock()
	found, ok := m.known[name]
	m.mu.Unlock()
	if ok && now.Before(found.until) {
		return found
	}
	found = m.lookUp(ctx, name)
	found.until = now.Add(machineFor)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= maxMachines {
		m.known = make(map[string]machine)
	}
	m.known[name] = found
	return found
}

func (m *machines) lookUp(ctx context.Context, name string) machine {
	ctx, cancel := context.WithTimeout(ctx, lookUpTimeout)
	defer cancel()
	resolver := m.resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	addresses, err := resolver.LookupNetIP(ctx, "ip", name)
	if err != nil || len(addresses) == 0 {
		return machine{key: name}
	}
	return machineAt(slices.MinFunc(addresses, netip.Addr.Compare))
}

func machineAt(a netip.Addr) machine {
	return machine{key: a.Unmap().String(), private: !public(a)}
}
