package handshake

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/profile"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/record"
	"handshakelab/go/internal/sample"
	"handshakelab/go/internal/usage"
)

// Server is an endpoint that accepts handshakes, any number at a time.
type Server struct {
	settings *Settings
	listener *net.TCPListener
	held     held

	// now is how the handshakes that begin are to be recorded.
	now atomic.Pointer[recording]
	// inFlight counts the connections between accept and close.
	inFlight atomic.Int32

	// profiling is from Arm to Collect; not for concurrent use, as requests come one at a time.
	profiling profile.Profile

	mu    sync.Mutex // guards all below
	free  []*slot
	block block
	over  int
	want  int           // wakes the collector when over reaches it
	woken chan struct{} // of capacity 1
}

// recording is one block; connections accepted before it are not of it.
type recording struct {
	number     int64
	mode       record.Mode
	overlapped atomic.Bool
}

// NewServer makes a server endpoint; its memory is taken now.
func NewServer(settings *Settings) (*Server, error) {
	capacity := settings.Capacity
	if settings.Session == protocol.SessionTicket {
		// Clients fetch their first tickets inside a block, at most one for each handshake.
		capacity *= 2
	}
	store, err := sample.NewStore(capacity)
	if err != nil {
		return nil, refuse(protocol.CodeInternal, "%w", err)
	}
	s := &Server{settings: settings, block: block{store: store, gc: usage.NewGCReader()}, woken: make(chan struct{}, 1),
		held: held{config: settings.plainServerConfig()}}
	s.free = append(s.free, newSlot(s))
	return s, nil
}

// Serve binds a loopback port and begins to accept. Errors are a *Refusal.
func (s *Server) Serve() (port int, err error) {
	if s.listener == nil {
		s.listener, err = net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			return 0, refuse(protocol.CodeBindFailed, "%w", err)
		}
		go s.accept(s.listener)
	}
	return s.listener.Addr().(*net.TCPAddr).Port, nil
}

// Close stops listening. Connections under way end by themselves and are no longer recorded.
func (s *Server) Close() {
	if s.listener != nil {
		_ = s.listener.Close() // Nothing can be done about it, and nothing depends on it.
	}
	s.held.release()
	s.profiling.Discard()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.Store(nil)
	s.block.store.Close()
}

// Arm forgets what earlier connections left and records those that begin from now on. Errors are a *Refusal.
func (s *Server) Arm(number int64, observe string) error {
	if s.held.open.Load() {
		return refuse(protocol.CodeBadRequest, "connections are held: release them before a block")
	}
	s.profiling.Discard() // Of a block that was never collected.
	if err := startProfile(&s.profiling, observe); err != nil {
		return err
	}
	mode := modeOf(observe)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = 0
	s.block.begin(mode.Allocations, clock.Now())
	s.now.Store(&recording{number: number, mode: mode})
	return nil
}

// Collect waits until so many connections of the block are over, the time is out or stop is
// closed, and returns them all; the rows are valid until the next Arm. Errors are a *Refusal.
func (s *Server) Collect(number int64, expect int, timeout time.Duration, stop <-chan struct{}) (Result, error) {
	recording := s.now.Load()
	if recording == nil || recording.number != number {
		return Result{}, refuse(protocol.CodeBadRequest, "block %d is not the one being recorded", number)
	}
	s.await(expect, timeout, stop)
	s.mu.Lock()
	result := s.block.result(!recording.overlapped.Load())
	s.mu.Unlock()
	return withProfile(result, &s.profiling)
}

func (s *Server) await(expect int, timeout time.Duration, stop <-chan struct{}) {
	s.mu.Lock()
	select {
	case <-s.woken: // left by an earlier wait
	default:
	}
	s.want = expect
	reached := s.over >= expect
	s.mu.Unlock()
	if reached {
		return
	}
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-s.woken:
	case <-timer.C:
	case <-stop:
	}
}

// accept serves every connection in a goroutine of its own, as an ordinary server does. The slot
// for the next connection is ready before that comes.
func (s *Server) accept(listener *net.TCPListener) {
	for {
		slot := s.take()
		tcp, err := listener.AcceptTCP()
		acceptedNs := clock.Now()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // Such as too many open files: the client sees it as a failure.
			s.giveBack(slot)
			time.Sleep(time.Millisecond)
			continue
		}
		if s.held.open.Load() {
			s.giveBack(slot)
			s.held.underWay.Add(1)
			go s.hold(tcp)
			continue
		}
		slot.tcp, slot.acceptedNs, slot.recording = tcp, acceptedNs, s.now.Load()
		if s.inFlight.Add(1) > 1 && slot.recording != nil {
			slot.recording.overlapped.Store(true)
		}
		go slot.serve()
	}
}

func (s *Server) take() *slot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last := len(s.free) - 1; last >= 0 {
		slot := s.free[last]
		s.free = s.free[:last]
		return slot
	}
	return newSlot(s)
}

func (s *Server) giveBack(slot *slot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, slot)
}

// keep stores a slot's sample, if its block is still the one being recorded.
func (s *Server) keep(slot *slot, alpn, failure string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slot.recording != nil && slot.recording == s.now.Load() {
		s.block.add(&slot.recorder.Sample, alpn, failure)
		s.block.secrets = append(s.block.secrets, slot.recorder.Secrets()...)
	}
}

// finish counts a closed connection and takes its slot back.
func (s *Server) finish(slot *slot) {
	cpu := usage.CPUNs()
	s.mu.Lock()
	defer s.mu.Unlock()
	if slot.recording != nil && slot.recording == s.now.Load() {
		s.block.endedCPU = max(s.block.endedCPU, cpu)
		if s.over++; s.over == s.want {
			select {
			case s.woken <- struct{}{}:
			default:
			}
		}
	}
	slot.recording = nil
	s.free = append(s.free, slot)
}

// slot serves one connection at a time. Everything it needs for them is made once.
type slot struct {
	server   *Server
	config   *tls.Config
	recorder record.Recorder
	conn     record.Conn
	scratch  []byte // for requests

	tcp        *net.TCPConn
	acceptedNs int64
	recording  *recording
}

func newSlot(server *Server) *slot {
	s := &slot{server: server}
	s.config = server.settings.serverConfig(&s.recorder)
	if server.settings.Own != nil {
		s.scratch = make([]byte, recordBytes)
	}
	s.recorder.Reset(record.Mode{})
	return s
}

// serve is one connection: handshake, then close_notify and FIN.
func (s *slot) serve() {
	hooks := s.server.settings.Hooks
	r, tcp := &s.recorder, s.tcp
	mode := record.Mode{}
	if s.recording != nil {
		mode = s.recording.mode
	}
	r.Reset(mode)
	r.BeginAt(s.acceptedNs)
	deadline := tcp.SetDeadline(handshakeDeadline())
	var stream net.Conn = tcp
	if hooks {
		s.conn.Attach(tcp, r)
		stream = &s.conn
	}
	conn := tls.Server(stream, s.config)
	err := conn.Handshake()
	r.Mark(sample.End)
	s.conn.Detach()

	if err == nil {
		err = deadline
	}
	alpn, failure := "", ""
	if err == nil && s.server.settings.Own != nil {
		failure = s.exchange(conn)
	}
	r.Sample.Port = int32(tcp.RemoteAddr().(*net.TCPAddr).Port)
	if err != nil {
		failure = s.server.settings.describeFailure(&r.Sample, conn, err)
	} else {
		alpn = settle(r, conn, false)
	}
	s.server.keep(s, alpn, failure)

	// From here on the peer may see the end and begin its next handshake.
	s.server.inFlight.Add(-1)
	if err == nil {
		_ = conn.Close() // A peer that is gone has nothing to be told.
	} else if s.server.settings.Mutual {
		awaitEnd(tcp)
	}
	_ = tcp.Close() // Closed twice where TLS did it.
	s.server.finish(s)
}

// readAll reads so many bytes of application data, and lets go of them.
func readAll(conn *tls.Conn, scratch []byte, length int) error {
	for left := length; left > 0; {
		n, err := conn.Read(scratch[:min(left, len(scratch))])
		if left -= n; err != nil && left > 0 {
			return err
		}
	}
	return nil
}

// awaitEnd lets a client whose certificate was refused read the alert: closing with its request unread would reset the connection.
func awaitEnd(tcp *net.TCPConn) {
	_ = tcp.CloseWrite()
	_, _ = io.Copy(io.Discard, tcp) // Until its end, or the deadline.
}

// exchange reads the whole request and answers it.
func (s *slot) exchange(conn *tls.Conn) (failure string) {
	settings, at := s.server.settings, &s.recorder.Sample.At
	if err := readAll(conn, s.scratch, settings.PeerBytes); err != nil {
		return protocol.Server + ": reading the request: " + describeCause(nil, err)
	}
	at[sample.RequestRead] = clock.Now()
	if _, err := conn.Write(settings.Own); err != nil {
		return protocol.Server + ": writing the response: " + describeCause(nil, err)
	}
	at[sample.ResponseSent] = clock.Now()
	return ""
}
