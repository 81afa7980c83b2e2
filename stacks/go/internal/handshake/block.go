package handshake

import (
	"crypto/tls"
	"errors"
	"slices"
	"strings"
	"time"

	"handshakelab/go/internal/profile"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/record"
	"handshakelab/go/internal/sample"
	"handshakelab/go/internal/usage"
)

// Result is what one side of a block recorded.
type Result struct {
	Rows      []sample.Sample
	Strings   []string
	Failed    int
	ElapsedNs int64
	Usage     protocol.Usage
	// Profiles are the parts of the block's profile, where one was asked for.
	Profiles []profile.Part
	// KeyLog are the lines of all handshakes of a block on the wire.
	KeyLog []string
}

// block is what a block collects; not for concurrent use.
type block struct {
	store       *sample.Store
	strings     []string
	secrets     []byte
	failed      int
	allocations bool
	beganNs     int64
	lastEndNs   int64
	beganCPU    int64
	endedCPU    int64
	gc          *usage.GCReader
	beganGC     usage.GC
}

// begin forgets the last block and starts counting.
func (b *block) begin(allocations bool, nowNs int64) {
	b.store.Clear()
	b.strings, b.failed, b.allocations = nil, 0, allocations
	b.secrets = b.secrets[:0]
	b.beganGC = b.gc.Read()
	b.beganCPU = usage.CPUNs()
	b.endedCPU = b.beganCPU
	b.beganNs, b.lastEndNs = nowNs, nowNs
}

// add keeps a sample; alpn is the protocol negotiated by a good handshake, failure the text of a failed one.
func (b *block) add(s *sample.Sample, alpn, failure string) {
	if failure != "" {
		s.Error = b.intern(failure)
	} else if alpn != "" {
		s.ALPN = b.intern(alpn)
	}
	if !b.store.Add(s) {
		return
	}
	if failure != "" {
		b.failed++
	}
	b.lastEndNs = max(b.lastEndNs, s.At[sample.End], s.At[sample.ConnectEnd])
}

func (b *block) intern(text string) int32 {
	index := slices.Index(b.strings, text)
	if index < 0 {
		index = len(b.strings)
		b.strings = append(b.strings, text)
	}
	return int32(index)
}

// keyLog are the lines that were kept, each once.
func (b *block) keyLog() (lines []string) {
	seen := map[string]bool{}
	for _, line := range strings.Split(string(b.secrets), "\n") {
		if line != "" && !seen[line] {
			seen[line] = true
			lines = append(lines, line)
		}
	}
	return lines
}

// modeOf is how the handshakes of a block are recorded.
func modeOf(observe string) record.Mode {
	return record.Mode{Allocations: observe == protocol.ObserveAllocations, Secrets: observe == protocol.ObserveWire}
}

// beginAtFirstConnect counts a client's elapsed time from there: an open loop may begin with a wait.
func (b *block) beginAtFirstConnect() {
	rows := b.store.Rows()
	for i := range rows {
		if connect := rows[i].At[sample.ConnectStart]; i == 0 || connect < b.beganNs {
			b.beganNs = connect
		}
	}
}

// result sums up. exact says whether what was allocated between start and end of the handshakes
// belongs to them alone.
func (b *block) result(exact bool) Result {
	cpu := b.endedCPU - b.beganCPU
	gc := b.gc.Read()
	collections, pauses := gc.Count-b.beganGC.Count, gc.PauseNs-b.beganGC.PauseNs
	result := Result{
		Rows: b.store.Rows(), Strings: b.strings, Failed: b.failed, ElapsedNs: b.lastEndNs - b.beganNs,
		KeyLog: b.keyLog(),
		Usage:  protocol.Usage{CPUNs: &cpu, GCCount: &collections, GCPauseNs: &pauses},
	}
	if b.allocations {
		var bytes, objects int64
		for i := range result.Rows {
			if row := &result.Rows[i]; row.Has(sample.End) {
				bytes += row.Bytes[sample.End]
				objects += row.Objects[sample.End]
			}
		}
		result.Usage.AllocatedBytes, result.Usage.AllocatedObjects, result.Usage.Exact = &bytes, &objects, exact
	}
	return result
}

// settle fills in what a good handshake negotiated, and returns its protocol.
func settle(r *record.Recorder, conn *tls.Conn, client bool) (alpn string) {
	state := conn.ConnectionState()
	s := &r.Sample
	s.Version, s.Suite = int32(state.Version), int32(state.CipherSuite)
	s.Group, s.Retried = r.Negotiated(&state, client)
	s.ALPN, s.Resumed = sample.NoALPN, 0
	if state.DidResume {
		s.Resumed = 1
		if state.Version < tls.VersionTLS13 {
			s.Group = sample.Unknown // No keys are exchanged; newer Gos tell the session's group.
		}
	}
	return state.NegotiatedProtocol
}

// handshakeDeadline is the instant by which a handshake that begins now must be over.
//
// The deadline is the connection's own: setting it costs under a microsecond, before the
// client's timed part, and needs no timer or goroutine beside those of the runtime.
func handshakeDeadline() time.Time { return time.Now().Add(Deadline) }

// startProfile begins the profile that the observation asks for, if any. Errors are a *Refusal.
func startProfile(p *profile.Profile, observe string) error {
	err := p.Start(observe)
	switch {
	case errors.Is(err, profile.ErrBusy):
		return refuse(protocol.CodeProfilerBusy, "%s: %w", observe, err)
	case err != nil:
		return refuse(protocol.CodeInternal, "%s: %w", observe, err)
	}
	return nil
}

// withProfile ends the profile and adds it to the result.
func withProfile(result Result, p *profile.Profile) (Result, error) {
	var err error
	if result.Profiles, err = p.Stop(); err != nil {
		return Result{}, refuse(protocol.CodeInternal, "%w", err)
	}
	return result, nil
}
