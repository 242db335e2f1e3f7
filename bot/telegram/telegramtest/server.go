package telegramtest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"newsbot/bot/telegram/telegramtest/spec"
)

// Defaults of Options.
const (
	DefaultToken    = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	DefaultUsername = "newsbot"
	// DefaultKeep is how many messages of each chat, and how many requests, are kept.
	DefaultKeep = 1000
)

// Options describe a Server. The zero value is a server without rate limits.
type Options struct {
	Token    string // the only one that is accepted; empty: DefaultToken
	Username string // the bot's, without "@"; empty: DefaultUsername
	Name     string // the bot's; empty: the user name

	// RateLimits enforces Telegram's limits of sending, see Limited.
	RateLimits bool
	// Now dates messages and measures rates; nil: time.Now.
	Now func() time.Time
	// Seed is that of the faults with a probability.
	Seed uint64

	KeepMessages int // the newest of each chat; 0: DefaultKeep
	KeepRequests int // the newest of all; 0: DefaultKeep, negative: none, they are only counted

	// SeesAll is a bot whose privacy mode is off: it gets everything that is
	// written in groups.
	SeesAll bool

	// OpenPrivate takes every positive chat_id as a person who has started the
	// bot, for benchmarks with more chats than are worth setting up.
	OpenPrivate bool
}

// A Server is a Bot API server with one bot. Its methods may be called at the same time.
type Server struct {
	token        string
	now          func() time.Time
	keepMessages int
	keepRequests int
	openPrivate  bool
	seesAll      bool
	rateLimits   bool
	bot          User
	spec         *spec.Spec

	listener net.Listener
	http     *http.Server
	served   chan struct{}

	mu          sync.Mutex
	chats       map[int64]*chat
	lastID      int // of a message in a private chat or a plain group
	queue       queue
	webhook     string
	menus       map[menu][]Command
	profile     map[profileKey]string
	taps        []tap // not answered yet, oldest first
	lastTap     int64
	answers     []Answer
	limiter     limiter
	faults      []*Planned
	rand        *rand.Rand // of the faults with a chance
	subscribers map[*subscriber]bool
	changed     chan struct{} // closed at the next change; nil while nobody waits
	counts      map[string]int
	delivered   int
	requests    []Request
	violations  []string
}

// New returns a server that is not listening: use it as an http.Handler, or
// through Client without any network.
func New(o Options) *Server {
	api, err := spec.Load()
	if err != nil {
		panic(err) // it is part of the program
	}
	s := &Server{
		token:        or(o.Token, DefaultToken),
		now:          o.Now,
		keepMessages: or(o.KeepMessages, DefaultKeep),
		keepRequests: or(o.KeepRequests, DefaultKeep),
		openPrivate:  o.OpenPrivate,
		seesAll:      o.SeesAll,
		rateLimits:   o.RateLimits,
		spec:         api,
		chats:        map[int64]*chat{},
		queue:        newQueue(),
		menus:        map[menu][]Command{},
		profile:      map[profileKey]string{},
		limiter:      newLimiter(),
		rand:         rand.New(rand.NewPCG(o.Seed, 0)),
		subscribers:  map[*subscriber]bool{},
		counts:       map[string]int{},
	}
	if s.now == nil {
		s.now = time.Now
	}
	username := or(o.Username, DefaultUsername)
	id, _, _ := strings.Cut(s.token, ":")
	s.bot = User{ID: atoi(id, 1), FirstName: or(o.Name, username), Username: username, IsBot: true}
	return s
}

// Start returns a server that listens on a free port of 127.0.0.1 until Close.
func Start(o Options) (*Server, error) {
	s := New(o)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("telegramtest: %w", err)
	}
	s.listener, s.served = l, make(chan struct{})
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(s.served)
		s.http.Serve(l) // always returns, with ErrServerClosed, at Close
	}()
	return s, nil
}

// URL is the address of a server that was started, for telegram.Options.APIURL.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// Token is the bot's token.
func (s *Server) Token() string { return s.token }

// Bot is the bot's own user.
func (s *Server) Bot() User { return s.bot }

// Close stops a server that was started; polls in progress end.
func (s *Server) Close() error {
	if s.http == nil {
		return nil
	}
	err := s.http.Close()
	<-s.served
	return err
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
