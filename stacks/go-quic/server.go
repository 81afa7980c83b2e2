package main

import (
	"context"
	"crypto/tls"
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

type server struct {
	settings  *settings
	socket    *net.UDPConn
	transport *quic.Transport
	listener  *quic.EarlyListener
	// streams is what the next connection's limit is, where early data is to be rejected.
	streams atomic.Int64

	mutex   sync.Mutex
	rows    []*row
	open    map[uint16]*row // by the client's port, until the connection is over
	over    int
	beganNs int64
	lastNs  int64
	changed chan struct{}
}

func newServer(s *settings) *server {
	return &server{settings: s, open: map[uint16]*row{}, changed: make(chan struct{}, 1)}
}

// manyStreams is far above what a handshake needs, and leaves room to count down from.
const manyStreams = 1 << 40

func (s *server) serve() (port int, err error) {
	if s.socket, err = net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}); err != nil {
		return 0, refuse(protocol.CodeBindFailed, "%v", err)
	}
	s.transport = &quic.Transport{Conn: s.socket}
	config := s.settings.config.Clone()
	config.GetConfigForClient = s.configFor
	quicConfig := s.settings.quic
	quicConfig.GetConfigForClient = s.quicConfigFor
	s.streams.Store(manyStreams)
	if s.listener, err = s.transport.ListenEarly(config, &quicConfig); err != nil {
		return 0, refuse(protocol.CodeBindFailed, "%v", err)
	}
	go s.accept()
	return s.socket.LocalAddr().(*net.UDPAddr).Port, nil
}

func (s *server) close() {
	if s.listener != nil {
		_ = s.listener.Close() // What it leaves is gone with the process.
		_ = s.transport.Close()
		_ = s.socket.Close()
	}
}

// quicConfigFor is called with a client's first packet: the server's handshake begins.
func (s *server) quicConfigFor(info *quic.ClientInfo) (*quic.Config, error) {
	r := newRow()
	r.mark(sample.Start)
	port := uint16(info.RemoteAddr.(*net.UDPAddr).Port)
	r.Port = int32(port)
	s.mutex.Lock()
	s.open[port] = r
	if len(s.rows) < s.settings.capacity {
		s.rows = append(s.rows, r)
	}
	s.mutex.Unlock()
	config := s.settings.quic
	if s.settings.early == earlyRejected {
		// A ticket remembers the limits that it was given with, and early data under lower ones must be rejected (RFC 9000, section 7.4.1).
		config.MaxIncomingStreams = s.streams.Add(-1)
	}
	return &config, nil
}

// configFor is called when the ClientHello has been read.
func (s *server) configFor(hello *tls.ClientHelloInfo) (*tls.Config, error) {
	if !s.settings.hooks {
		return nil, nil
	}
	r := s.rowOf(hello.Conn.RemoteAddr())
	if r == nil {
		return nil, nil
	}
	r.mark(sample.Parsed)
	config := s.settings.config.Clone()
	r.hookServer(config)
	return config, nil
}

func (s *server) rowOf(client net.Addr) *row {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.open[uint16(client.(*net.UDPAddr).Port)]
}

func (s *server) accept() {
	for {
		conn, err := s.listener.Accept(context.Background())
		if err != nil {
			return // Closed.
		}
		go s.handle(conn)
	}
}

func (s *server) handle(conn *quic.Conn) {
	r := s.rowOf(conn.RemoteAddr())
	if r == nil {
		_ = conn.CloseWithError(0, "")
		return
	}
	failure := s.converse(conn, r)
	if failure == "" {
		// The client closes when it has read all; its own limit ends it otherwise.
		<-conn.Context().Done()
	} else {
		_ = conn.CloseWithError(1, "")
	}
	r.end(failure)
	s.mutex.Lock()
	delete(s.open, uint16(r.Port))
	s.over++
	s.lastNs = clock.Now()
	s.mutex.Unlock()
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *server) converse(conn *quic.Conn, r *row) (failure string) {
	limit, cancel := context.WithTimeout(conn.Context(), deadline)
	defer cancel()
	answered := make(chan error, 1)
	if s.settings.own != nil {
		// As early data a request may be here before the handshake is over.
		go func() { answered <- s.answer(limit, conn, r) }()
	}
	select {
	case <-conn.HandshakeComplete():
		r.mark(sample.End)
	case <-limit.Done():
		return describe(protocol.Server, "handshake", context.Cause(conn.Context()))
	}
	state := conn.ConnectionState()
	r.settle(state.TLS)
	r.mutex.Lock()
	r.early = 0
	if state.Used0RTT {
		r.early = 1
	} else if s.settings.early == earlyRejected && state.TLS.DidResume {
		r.early = 2
	}
	r.mutex.Unlock()
	if s.settings.own == nil {
		if stream, err := conn.OpenUniStreamSync(limit); err == nil {
			// Nothing is sent on it but its end, and Write of nothing makes it exist.
			_ = stream.Close()
		}
		return ""
	}
	if err := <-answered; err != nil {
		return describe(protocol.Server, "exchanging request and response", err)
	}
	return ""
}

func (s *server) answer(limit context.Context, conn *quic.Conn, r *row) error {
	stream, err := conn.AcceptStream(limit)
	if err != nil {
		return err
	}
	if end, has := limit.Deadline(); has {
		_ = stream.SetDeadline(end)
	}
	got, err := io.Copy(io.Discard, stream)
	if err != nil {
		return err
	}
	if got != int64(s.settings.peerBytes) {
		return io.ErrUnexpectedEOF
	}
	r.mark(sample.RequestRead)
	if _, err := stream.Write(s.settings.own); err != nil {
		return err
	}
	r.mark(sample.ResponseSent)
	return stream.Close()
}

// arm forgets what earlier connections left.
func (s *server) arm() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.rows, s.over = nil, 0
	s.beganNs = clock.Now()
	s.lastNs = s.beganNs
}

// collect waits until so many connections are over and none is under way (those that fetched tickets count, too), or the time is out.
func (s *server) collect(expect int, timeout time.Duration, stop <-chan struct{}) (rows []*row, elapsedNs int64) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		s.mutex.Lock()
		enough := s.over >= expect && len(s.open) == 0
		s.mutex.Unlock()
		if enough {
			break
		}
		select {
		case <-s.changed:
			continue
		case <-timer.C:
		case <-stop:
		}
		break
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, r := range s.rows {
		r.mutex.Lock()
		if !r.over {
			r.failure = protocol.Server + ": handshake: not over when the block was"
		}
		r.mutex.Unlock()
		rows = append(rows, r)
	}
	return rows, s.lastNs - s.beganNs
}
