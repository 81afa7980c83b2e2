package handshake

import (
	"crypto/tls"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/protocol"
)

// held are connections that are kept open and idle, with nothing beside them: no recorder and no goroutine. They share one
// configuration without hooks, as an ordinary program's do: that of a lane or slot would keep its recorder in memory.
type held struct {
	config *tls.Config
	// open: connections are wanted. Changed under mu alone.
	open atomic.Bool
	// underWay counts connections whose handshake is not over.
	underWay atomic.Int32

	mu    sync.Mutex // guards conns
	conns []*tls.Conn
}

// keep takes a connection; false where none are wanted.
func (h *held) keep(conn *tls.Conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	open := h.open.Load()
	if open {
		h.conns = append(h.conns, conn)
	}
	return open
}

func (h *held) setOpen() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open.Store(true)
}

func (h *held) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.conns)
}

// release closes them all and keeps no more.
func (h *held) release() {
	h.mu.Lock()
	conns := h.conns
	h.conns = nil
	h.open.Store(false)
	h.mu.Unlock()
	for _, conn := range conns {
		_ = conn.Close() // A peer that is gone has nothing to be told.
	}
}

// admit shakes hands over a connection and keeps it; false: it was closed.
func (h *held) admit(settings *Settings, tcp *net.TCPConn, side func(net.Conn, *tls.Config) *tls.Conn) bool {
	conn := side(tcp, h.config)
	if tcp.SetDeadline(handshakeDeadline()) != nil || conn.Handshake() != nil || exchangeUnseen(settings, conn) != nil ||
		tcp.SetDeadline(time.Time{}) != nil || !h.keep(conn) {
		_ = tcp.Close()
		return false
	}
	return true
}

// exchangeUnseen is the endpoint's exchange, of which nothing is recorded.
func exchangeUnseen(settings *Settings, conn *tls.Conn) error {
	if settings.Own == nil {
		return nil
	}
	scratch := make([]byte, min(settings.PeerBytes, recordBytes))
	if settings.Role == protocol.Server {
		if err := readAll(conn, scratch, settings.PeerBytes); err != nil {
			return err
		}
		_, err := conn.Write(settings.Own)
		return err
	}
	if _, err := conn.Write(settings.Own); err != nil {
		return err
	}
	return readAll(conn, scratch, settings.PeerBytes)
}

// Hold keeps connections open from now on, in place of recording them, and returns how many it has: those whose handshake is under way are waited
// for until the time is out.
func (s *Server) Hold(timeout time.Duration) (connections int) {
	s.held.setOpen()
	for until := clock.Now() + int64(timeout); s.held.underWay.Load() > 0 && clock.Now() < until; {
		time.Sleep(time.Millisecond)
	}
	debug.FreeOSMemory()
	return s.held.count()
}

// Release closes the connections that are held, and records again.
func (s *Server) Release() {
	s.held.release()
	debug.FreeOSMemory()
}

// hold serves a connection that is to be kept.
func (s *Server) hold(tcp *net.TCPConn) {
	defer s.held.underWay.Add(-1)
	s.held.admit(s.settings, tcp, tls.Server)
}

// Hold makes so many connections one after the other and keeps them open. It returns how many it has in all, and how many of those asked for it
// could not make; it ends early when the time is out, after too many failures in a row, or when stopping is set.
func (c *Client) Hold(want, port int, timeout time.Duration, stopping *atomic.Bool) (connections, failed int) {
	c.held.setOpen()
	server := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}
	until := clock.Now() + int64(timeout)
	made, inRow := 0, 0
	for tried := 0; tried < want && inRow < maxFailuresInARow && clock.Now() < until && !stopping.Load(); tried++ {
		if c.holdOne(server) {
			made++
			inRow = 0
		} else {
			inRow++
		}
	}
	debug.FreeOSMemory()
	return c.held.count(), want - made
}

func (c *Client) holdOne(server *net.TCPAddr) bool {
	tcp, err := net.DialTCP("tcp4", nil, server)
	if err != nil {
		return false
	}
	if c.settings.Preamble && readPreamble(tcp, make([]byte, 1)) != nil {
		_ = tcp.Close()
		return false
	}
	return c.held.admit(c.settings, tcp, tls.Client)
}

// Release closes the connections that are held.
func (c *Client) Release() {
	c.held.release()
	debug.FreeOSMemory()
}
