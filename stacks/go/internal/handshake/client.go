package handshake

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
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

// maxFailuresInARow ends a block early: the two sides cannot agree, and saying so more often tells nothing.
const maxFailuresInARow = 10

// recordBytes is the most that a TLS record holds: a read of so many takes whole records.
const recordBytes = 16 << 10

// Client is an endpoint that makes handshakes.
type Client struct {
	settings *Settings
	lanes    []*lane

	// sessions are those of all lanes in mode `cache`, nil in the others.
	sessions tls.ClientSessionCache
	// hosts are the servers' names by their numbers, as far as they were asked for.
	hosts map[int64]string

	held held

	// alarm wakes for arrivals; made by the first open loop.
	alarm *clock.Alarm

	mu            sync.Mutex // guards block and failuresInARow while lanes run
	block         block
	failuresInRow int
}

// NewClient makes a client endpoint; its memory is taken now.
func NewClient(settings *Settings) (*Client, error) {
	store, err := sample.NewStore(settings.Capacity)
	if err != nil {
		return nil, refuse(protocol.CodeInternal, "%w", err)
	}
	c := &Client{settings: settings, block: block{store: store, gc: usage.NewGCReader()}, hosts: map[int64]string{},
		held: held{config: settings.plainClientConfig()}}
	if settings.Session == protocol.SessionCache {
		c.sessions = tls.NewLRUClientSessionCache(settings.CacheSize)
	}
	c.addLanes(1)
	return c, nil
}

// Close gives the memory back.
func (c *Client) Close() {
	c.held.release()
	c.block.store.Close()
	if c.alarm != nil {
		c.alarm.Close()
	}
}

// ClientBlock is what a client's block request asks for.
type ClientBlock struct {
	Handshakes, Connections, Port int
	Observe                       string
	// ScheduleNs is when each handshake is meant to begin, ns from the block's start, ascending; nil for a closed loop.
	ScheduleNs []int64
	// Names are the numbers in the names that the handshakes ask for; nil for the endpoint's own name.
	Names   []int64
	Timeout time.Duration
}

// Run makes a block of handshakes. It returns when they are over, when the time is out (a handshake
// under way is still finished), after too many failures in a row, or when stopping is set.
// The rows are valid until the next Run. Errors are a *Refusal.
func (c *Client) Run(want ClientBlock, stopping *atomic.Bool) (Result, error) {
	lanes := min(want.Connections, want.Handshakes)
	c.addLanes(lanes)
	server := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: want.Port}
	mode := modeOf(want.Observe)
	var priming []byte
	for _, lane := range c.lanes[:lanes] {
		secrets, err := lane.prime(server, mode.Secrets)
		if err != nil {
			return Result{}, refuse(protocol.CodePrimeFailed, "lane %d: %w", lane.index, err)
		}
		priming = append(priming, secrets...)
	}

	if want.ScheduleNs != nil && c.alarm == nil {
		var err error
		if c.alarm, err = clock.NewAlarm(); err != nil {
			return Result{}, refuse(protocol.CodeInternal, "%w", err)
		}
	}
	var profiling profile.Profile
	if err := startProfile(&profiling, want.Observe); err != nil {
		return Result{}, err
	}
	hosts := c.hostsOf(want.Names)
	begun := clock.Now()
	c.block.begin(mode.Allocations, begun)
	c.block.secrets = append(c.block.secrets, priming...)
	c.failuresInRow = 0
	var turns turns = &closedLoop{handshakes: int64(want.Handshakes)}
	if want.ScheduleNs != nil {
		turns = newOpenLoop(want.ScheduleNs, begun, c.alarm)
	}
	giveUp := begun + int64(want.Timeout)
	var ended atomic.Bool
	over := func() bool { return ended.Load() || stopping.Load() || clock.Now() >= giveUp }
	run := func(lane *lane) {
		for {
			arrival, more := turns.next(over)
			if !more {
				return
			}
			attempt := attempt{arrival: arrival, host: c.settings.ServerName, name: sample.Unknown, mode: mode}
			if hosts != nil {
				attempt.host, attempt.name = hosts[arrival.index], int32(want.Names[arrival.index])
			}
			alpn, failure := lane.step(server, attempt)
			turns.done()
			if c.keep(lane, alpn, failure) {
				ended.Store(true)
			}
		}
	}
	var others sync.WaitGroup
	for _, lane := range c.lanes[min(1, lanes):lanes] {
		others.Add(1)
		go func() {
			defer others.Done()
			run(lane)
		}()
	}
	if lanes > 0 {
		run(c.lanes[0])
	}
	others.Wait()
	c.block.endedCPU = usage.CPUNs()
	c.block.beginAtFirstConnect()
	return withProfile(c.block.result(lanes == 1), &profiling)
}

// keep stores the lane's sample and reports whether there were too many failures in a row.
func (c *Client) keep(lane *lane, alpn, failure string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.block.add(&lane.recorder.Sample, alpn, failure)
	c.block.secrets = append(c.block.secrets, lane.recorder.Secrets()...)
	if failure == "" {
		c.failuresInRow = 0
		return false
	}
	c.failuresInRow++
	return c.failuresInRow >= maxFailuresInARow
}

// hostsOf are the names of a block's servers, made before its first handshake.
func (c *Client) hostsOf(names []int64) []string {
	if names == nil {
		return nil
	}
	hosts := make([]string, len(names))
	for i, name := range names {
		host, known := c.hosts[name]
		if !known {
			host = fmt.Sprintf("n%d.%s", name, c.settings.ServerName)
			c.hosts[name] = host
		}
		hosts[i] = host
	}
	return hosts
}

func (c *Client) addLanes(count int) {
	for len(c.lanes) < count {
		c.lanes = append(c.lanes, newLane(c.settings, len(c.lanes), c.sessions))
	}
}

// lane makes one handshake after the other. Everything it needs for them is made once.
type lane struct {
	settings *Settings
	index    int
	config   *tls.Config
	recorder record.Recorder
	conn     record.Conn
	scratch  []byte
	// primedPort is the server's port that the lane's ticket is from, 0 for none.
	primedPort int
	ticket     ticket
}

// ticket is a lane's own session, in mode `ticket`: lanes must not take each other's.
type ticket struct{ tls.ClientSessionCache }

func (t *ticket) forget() { t.ClientSessionCache = tls.NewLRUClientSessionCache(1) }

// attempt is what a step is asked for.
type attempt struct {
	arrival
	host string
	name int32 // the number in host, Unknown for none
	mode record.Mode
}

func newLane(settings *Settings, index int, sessions tls.ClientSessionCache) *lane {
	l := &lane{settings: settings, index: index, scratch: make([]byte, recordBytes)}
	if settings.Session == protocol.SessionTicket {
		sessions = &l.ticket
	}
	l.config = settings.clientConfig(&l.recorder, sessions)
	return l
}

// prime fetches the lane's first ticket, in mode `ticket`, unless it has one of this server. It returns the handshake's secrets, where they are
// wanted; valid until the next step.
func (l *lane) prime(server *net.TCPAddr, secrets bool) ([]byte, error) {
	if l.settings.Session != protocol.SessionTicket || l.primedPort == server.Port {
		return nil, nil
	}
	mode := record.Mode{Secrets: secrets}
	l.ticket.forget()
	if _, failure := l.step(server, attempt{arrival: atOnce(0), host: l.settings.ServerName, name: sample.Unknown, mode: mode}); failure != "" {
		return nil, errors.New(failure)
	}
	if _, kept := l.ticket.Get(l.settings.ServerName); !kept {
		return nil, errors.New("the server sent no ticket")
	}
	l.primedPort = server.Port
	return l.recorder.Secrets(), nil
}

// step is one handshake: connect, handshake, read until the server has closed, close.
// It leaves the sample in the recorder, but for the strings that it returns.
func (l *lane) step(server *net.TCPAddr, want attempt) (alpn, failure string) {
	r := &l.recorder
	r.Reset(want.mode)
	s := &r.Sample
	s.Lane, s.Name, s.Tickets = int32(l.index), want.name, 0
	s.At[sample.Intended], s.At[sample.LaneFree] = want.intendedNs, want.laneFreeNs
	l.config.ServerName = want.host

	// No time limit on connecting: it would cost a timer and a goroutine, and a loopback
	// connect either succeeds or is refused at once.
	s.At[sample.ConnectStart] = clock.Now()
	tcp, err := net.DialTCP("tcp4", nil, server)
	if err == nil && l.settings.Preamble {
		err = readPreamble(tcp, l.scratch)
	}
	s.At[sample.ConnectEnd] = clock.Now()
	if tcp == nil {
		return "", protocol.Client + ": connecting: " + describeCause(nil, err)
	}
	defer tcp.Close()
	s.Port = int32(tcp.LocalAddr().(*net.TCPAddr).Port)
	if err != nil {
		return "", protocol.Client + ": waiting for the relay's first byte: " + describeCause(nil, err)
	}
	if err := tcp.SetDeadline(handshakeDeadline()); err != nil {
		return "", protocol.Client + ": connecting: " + describeCause(nil, err)
	}
	var stream net.Conn = tcp
	if l.settings.Hooks {
		l.conn.Attach(tcp, r)
		stream = &l.conn
	}

	r.Begin()
	if l.settings.Delay > 0 {
		busyWait(l.settings.Delay)
	}
	conn := tls.Client(stream, l.config)
	err = conn.Handshake()
	r.Mark(sample.End)
	l.conn.Detach()
	if err == nil && l.settings.Own != nil {
		failure = l.exchange(conn)
	}

	if err != nil {
		if isVerification(err) && l.settings.Hooks {
			r.ChainRefused()
		}
		failure = l.settings.describeFailure(s, conn, err)
	} else {
		alpn = settle(r, conn, true)
	}
	if failure == "" && l.settings.Closes {
		_ = conn.CloseWrite()
	}
	if failure != "" || l.settings.Closes {
		// The server reads the end of the stream behind our alert, and closes.
		_ = tcp.CloseWrite()
	}
	if ending := l.readToEnd(conn, tcp, failure == ""); failure == "" {
		failure = ending
	}
	return alpn, failure
}

// readToEnd waits until the server has closed, so that the handshake is complete there too. It says what went wrong: the
// server did not close in time, or refused the client's certificate, of which in TLS 1.3 a client learns when its own handshake is
// over. Where that or a ticket may come, crypto/tls reads it; else the
// bytes are taken as they are, since decrypting close_notify would cost the client CPU time of no handshake.
func (l *lane) readToEnd(conn *tls.Conn, tcp *net.TCPConn, good bool) (failure string) {
	if good && l.settings.readsWhatFollows() {
		for {
			_, err := conn.Read(l.scratch)
			if isRemoteAlert(err) {
				failure = "client: handshake done, then " + describeCause(nil, err)
			}
			if err != nil {
				break
			}
		}
	}
	for {
		if _, err := tcp.Read(l.scratch); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) && failure == "" {
				failure = fmt.Sprintf("client: handshake done, but the server did not close within %v", Deadline)
			}
			return failure
		}
	}
}

// exchange sends the request and reads the whole response. Nothing of it is recorded as the handshake's: an allocation block ends with the handshake.
func (l *lane) exchange(conn *tls.Conn) (failure string) {
	at := &l.recorder.Sample.At
	at[sample.RequestStart] = clock.Now()
	if _, err := conn.Write(l.settings.Own); err != nil {
		return protocol.Client + ": writing the request: " + describeCause(nil, err)
	}
	at[sample.RequestSent] = clock.Now()
	for left := l.settings.PeerBytes; left > 0; {
		n, err := conn.Read(l.scratch[:min(left, len(l.scratch))])
		if n > 0 && at[sample.FirstByte] == sample.UnsetNs {
			at[sample.FirstByte] = clock.Now()
		}
		if left -= n; err != nil && left > 0 {
			return protocol.Client + ": reading the response: " + describeCause(nil, err)
		}
	}
	return ""
}

// errPreamble is of a connection that begins with something else.
var errPreamble = errors.New("it did not come first")

// readPreamble reads the byte that a relay holds back for as long as TCP's own handshake would take.
func readPreamble(tcp *net.TCPConn, scratch []byte) error {
	if err := tcp.SetReadDeadline(handshakeDeadline()); err != nil {
		return err
	}
	if _, err := io.ReadFull(tcp, scratch[:1]); err != nil {
		return err
	}
	if scratch[0] != 0 {
		return errPreamble
	}
	return nil
}

func busyWait(delay time.Duration) {
	for end := clock.Now() + int64(delay); clock.Now() < end; {
	}
}

// Capacity is the most handshakes a block may have.
func (c *Client) Capacity() int { return c.settings.Capacity }

// TakesNames says whether handshakes may name their servers one by one.
func (c *Client) TakesNames() bool { return c.settings.Session != protocol.SessionTicket }
