package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/quic-go/quic-go"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/sample"
)

// maxFailuresInARow ends a block early: the two sides cannot agree, and saying so more often tells nothing.
const maxFailuresInARow = 10

// ticketWait is how long a client waits for a ticket after its handshake.
const ticketWait = time.Second

type client struct {
	settings *settings
	lanes    []*lane
}

// lane makes one handshake after the other.
type lane struct {
	settings *settings
	number   int
	cache    *ticketCache
	port     int // the server's, from which the ticket is; 0: none
}

// ticketCache tells when a ticket has come.
type ticketCache struct {
	tls.ClientSessionCache
	came chan struct{} // of capacity 1
}

func newTicketCache() *ticketCache {
	return &ticketCache{tls.NewLRUClientSessionCache(1), make(chan struct{}, 1)}
}

func (c *ticketCache) Put(key string, session *tls.ClientSessionState) {
	c.ClientSessionCache.Put(key, session)
	if session != nil {
		select {
		case c.came <- struct{}{}:
		default:
		}
	}
}

func (c *client) run(request *protocol.Request, stopping *atomic.Bool) ([]*row, error) {
	for len(c.lanes) < request.Connections {
		c.lanes = append(c.lanes, &lane{settings: c.settings, number: len(c.lanes), cache: newTicketCache()})
	}
	lanes := c.lanes[:min(request.Connections, request.Handshakes)]
	server := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: request.Port}
	for _, lane := range lanes {
		if failure := lane.prime(server); failure != "" {
			return nil, refuse(protocol.CodePrimeFailed, "lane %d: %s", lane.number, failure)
		}
	}
	giveUp := clock.Now() + request.TimeoutMs*int64(time.Millisecond)
	var mutex sync.Mutex
	var rows []*row
	begun, failures := 0, 0
	take := func() bool {
		mutex.Lock()
		defer mutex.Unlock()
		if begun >= request.Handshakes || failures >= maxFailuresInARow || stopping.Load() || clock.Now() >= giveUp {
			return false
		}
		begun++
		return true
	}
	keep := func(row *row) {
		mutex.Lock()
		defer mutex.Unlock()
		rows = append(rows, row)
		if failures++; row.failure == "" {
			failures = 0
		}
	}
	var all sync.WaitGroup
	for _, lane := range lanes {
		all.Add(1)
		go func() {
			defer all.Done()
			for take() {
				keep(lane.step(server, lane.settings.tickets))
			}
		}()
	}
	all.Wait()
	return rows, nil
}

// prime fetches the lane's first ticket where one is needed.
func (l *lane) prime(server *net.UDPAddr) (failure string) {
	if !l.settings.tickets || l.port == server.Port {
		return ""
	}
	l.cache = newTicketCache()
	row := l.step(server, false)
	if row.failure != "" {
		return row.failure
	}
	if _, kept := l.cache.Get(l.settings.serverName); !kept {
		return "the server sent no ticket"
	}
	l.port = server.Port
	return ""
}

// step is one connection: handshake (timed), the exchange where there is one, until the server's side is complete too, close.
// `resumes` is false for the handshake that fetches the ticket, which takes no early data either.
func (l *lane) step(server *net.UDPAddr, resumes bool) *row {
	s := l.settings
	r := newRow()
	r.Lane = int32(l.number)
	r.early = 0
	r.end(l.connect(r, server, resumes && s.early != earlyNone))
	return r
}

func (l *lane) connect(r *row, server *net.UDPAddr, early bool) (failure string) {
	s := l.settings
	config := s.config.Clone()
	if s.tickets {
		config.ClientSessionCache = l.cache
	}
	if s.hooks {
		r.hookClient(config)
	}
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return describe(protocol.Client, "connecting", err)
	}
	defer socket.Close()
	r.Port = int32(socket.LocalAddr().(*net.UDPAddr).Port)
	transport := &quic.Transport{Conn: socket}
	defer transport.Close()
	limit, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()

	// QUIC has no connect of its own: it begins and ends with the handshake's start.
	r.mark(sample.ConnectStart)
	r.markAt(sample.ConnectEnd, r.At[sample.ConnectStart])
	r.markAt(sample.Start, r.At[sample.ConnectStart])
	for until := clock.Now() + int64(s.delay); s.delay > 0 && clock.Now() < until; {
	}
	dial := transport.Dial
	if early {
		dial = transport.DialEarly
	}
	conn, err := dial(limit, server, config, &s.quic)
	if err != nil {
		return describe(protocol.Client, "handshake", err)
	}
	defer func() { _ = conn.CloseWithError(0, "") }() // It is over either way.
	if !early {
		r.mark(sample.End)
		r.settle(conn.ConnectionState().TLS)
	}
	if s.own != nil {
		failure = l.exchange(limit, conn, r, early)
	}
	if failure == "" && early {
		failure = l.confirm(limit, conn, r)
	}
	if failure == "" && s.own == nil {
		// An empty stream of the server's says that its side is complete.
		if _, err := conn.AcceptUniStream(limit); err != nil {
			failure = describe(protocol.Client, "handshake done, but the server's was not", err)
		}
	}
	if failure == "" && s.tickets {
		select {
		case <-l.cache.came:
		case <-time.After(ticketWait):
		}
	}
	return failure
}

// confirm waits for the end of a handshake whose request has gone before it.
func (l *lane) confirm(limit context.Context, conn *quic.Conn, r *row) (failure string) {
	select {
	case <-conn.HandshakeComplete():
		r.mark(sample.End)
	case <-limit.Done():
		return describe(protocol.Client, "handshake", limit.Err())
	}
	state := conn.ConnectionState()
	r.settle(state.TLS)
	r.early = 2
	if state.Used0RTT {
		r.early = 1
	}
	return ""
}

// exchange sends the request and reads the whole response. Early data that the server rejects is sent again when the handshake is over.
func (l *lane) exchange(limit context.Context, conn *quic.Conn, r *row, early bool) (failure string) {
	s := l.settings
	// The handshake's end lies between request and answer, or before both: whoever comes first marks it.
	if early {
		go func() {
			select {
			case <-conn.HandshakeComplete():
				r.mark(sample.End)
			case <-limit.Done():
			}
		}()
	}
	r.mark(sample.RequestStart)
	err := converse(limit, conn, r, s)
	if early && errors.Is(err, quic.Err0RTTRejected) {
		var next *quic.Conn
		if next, err = conn.NextConnection(limit); err == nil {
			err = converse(limit, next, r, s)
		}
	}
	if err != nil {
		return describe(protocol.Client, "exchanging request and response", err)
	}
	return ""
}

func converse(limit context.Context, conn *quic.Conn, r *row, s *settings) error {
	stream, err := conn.OpenStreamSync(limit)
	if err != nil {
		return err
	}
	if end, has := limit.Deadline(); has {
		_ = stream.SetDeadline(end) // Of a stream of ours: it cannot fail.
	}
	if _, err := stream.Write(s.own); err != nil {
		return err
	}
	r.mark(sample.RequestSent)
	if err := stream.Close(); err != nil {
		return err
	}
	first := make([]byte, 1)
	if _, err := io.ReadFull(stream, first); err != nil {
		return err
	}
	r.mark(sample.FirstByte)
	got, err := io.Copy(io.Discard, stream)
	if err == nil && got+1 != int64(s.peerBytes) {
		err = io.ErrUnexpectedEOF
	}
	return err
}
