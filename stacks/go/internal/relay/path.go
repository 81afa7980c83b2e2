package relay

import (
	"errors"
	"fmt"
	"net"
	"sync"

	"handshakelab/go/internal/clock"
)

// Settings are what a path does to what it carries.
type Settings struct {
	Transport     string `json:"transport"`
	Target        uint16 `json:"target"`
	DelayNs       int64  `json:"delayNs"`
	BitsPerSecond *int64 `json:"bitsPerSecond"`
	Preamble      bool   `json:"preamble"`
	Fault         *Fault `json:"fault"`
	Record        bool   `json:"record"`
}

const longestDelayNs = int64(1e9)

func (s Settings) check() error {
	if s.Target == 0 {
		return errors.New("target is not a port")
	}
	if s.DelayNs < 0 || s.DelayNs > longestDelayNs {
		return fmt.Errorf("delayNs is %d, not between 0 and %d", s.DelayNs, longestDelayNs)
	}
	if s.BitsPerSecond != nil && *s.BitsPerSecond < 1 {
		return fmt.Errorf("bitsPerSecond is %d, not 1 or more", *s.BitsPerSecond)
	}
	return s.Fault.check()
}

// Path carries what comes to its port to a server's.
type Path struct {
	settings Settings
	epochNs  int64
	lateness latenessLog
	recorder recorder

	listening interface{ Close() error }
	port      uint16

	mutex  sync.Mutex
	closed bool
	open   map[interface{ Close() error }]struct{}
	seen   int
	done   sync.WaitGroup
}

// Open listens on a port of its own on 127.0.0.1.
func Open(settings Settings, epochNs int64) (*Path, error) {
	if err := settings.check(); err != nil {
		return nil, err
	}
	path := &Path{settings: settings, epochNs: epochNs, open: map[interface{ Close() error }]struct{}{}}
	path.recorder.set(settings.Record)
	switch settings.Transport {
	case "tcp":
		return path, path.listenTCP()
	case "udp":
		if settings.Fault != nil {
			return nil, errors.New("fault is for tcp: QUIC's messages cannot be told apart from outside")
		}
		return path, path.listenUDP()
	default:
		return nil, fmt.Errorf("transport is %q, neither tcp nor udp", settings.Transport)
	}
}

// Close ends the path with all its connections, and returns when nothing of it runs any more.
func (p *Path) Close() {
	_ = p.listening.Close()
	p.mutex.Lock()
	p.closed = true
	for connection := range p.open {
		_ = connection.Close()
	}
	p.mutex.Unlock()
	p.done.Wait()
}

// keep closes the connection with the path; false, where the path is closed already.
func (p *Path) keep(connection interface{ Close() error }) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.closed {
		return false
	}
	p.open[connection] = struct{}{}
	return true
}

func (p *Path) forget(connection interface{ Close() error }) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.open, connection)
}

// faulty counts connections and says whether this one has the fault.
func (p *Path) faulty() bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.seen++
	return p.settings.Fault != nil && p.seen%p.settings.Fault.Every == 0
}

func (p *Path) now() int64 { return clock.Now() - p.epochNs }

func (p *Path) newLine() line {
	made := line{delayNs: p.settings.DelayNs}
	if p.settings.BitsPerSecond != nil {
		made.bitsPerSecond = *p.settings.BitsPerSecond
	}
	return made
}

// upstreamHost is another address of the loopback interface than the workers', so that the relay can have the client's own port there: both sides
// of a handshake then report the same one.
var upstreamHost = net.IPv4(127, 0, 0, 2)

var loopback = net.IPv4(127, 0, 0, 1)
