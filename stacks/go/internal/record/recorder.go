// Package record takes the marks of one handshake: what a lane or a server slot hangs into crypto/tls.
package record

import (
	"crypto/tls"
	"runtime"
	"time"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/sample"
)

// Mode is what a block wants beside the marks' times.
type Mode struct {
	// Allocations: each mark also records what was allocated since Begin, and stops the world to count
	// exactly: the times of such a handshake are not timings.
	Allocations bool
	// Secrets: the key log's lines are kept.
	Secrets bool
}

// Recorder takes the marks of one handshake at a time into its own sample. It is made before the
// loop and used again for every handshake of its lane or slot, so that a mark costs a clock
// reading and a store. One goroutine at a time: that of the handshake.
type Recorder struct {
	Sample sample.Sample

	mode        Mode
	memory      runtime.MemStats
	baseBytes   uint64
	baseObjects uint64

	// verification is the last time that crypto/tls asked for: its instant, and what was allocated by then.
	verification struct{ ns, bytes, objects int64 }

	// config is the one that the recorder is the key log writer of; listens: for the marks, whatever the mode.
	config  *tls.Config
	listens bool
	// secrets are the lines of this handshake, where the mode asks for them.
	secrets []byte

	head helloHead
}

// Reset forgets the last handshake.
func (r *Recorder) Reset(mode Mode) {
	r.Sample.Reset()
	r.mode = mode
	r.secrets = r.secrets[:0]
	r.verification.ns = sample.UnsetNs
	r.head.reset()
	r.Listen()
}

// Begin marks the start of the handshake, now.
func (r *Recorder) Begin() { r.beginAt(0) }

// BeginAt marks the start of the handshake at an instant that was read before (ns); allocations count from now.
func (r *Recorder) BeginAt(ns int64) { r.beginAt(ns) }

func (r *Recorder) beginAt(ns int64) {
	if r.mode.Allocations {
		runtime.ReadMemStats(&r.memory)
		r.baseBytes, r.baseObjects = r.memory.TotalAlloc, r.memory.Mallocs
		r.Sample.Bytes[sample.Start], r.Sample.Objects[sample.Start] = 0, 0
	}
	if ns == 0 {
		ns = clock.Now()
	}
	r.Sample.At[sample.Start] = ns
}

// Mark records that a mark is reached, now.
func (r *Recorder) Mark(mark sample.Mark) { r.markAt(mark, clock.Now()) }

func (r *Recorder) markAt(mark sample.Mark, ns int64) {
	r.Sample.At[mark] = ns
	if r.mode.Allocations {
		r.account(mark)
	}
}

func (r *Recorder) account(mark sample.Mark) {
	r.Sample.Bytes[mark], r.Sample.Objects[mark] = r.allocated()
}

// allocated reads the allocator's counters, exactly: ReadMemStats stops the world and flushes the
// per-CPU caches. It allocates nothing itself.
func (r *Recorder) allocated() (bytes, objects int64) {
	runtime.ReadMemStats(&r.memory)
	return int64(r.memory.TotalAlloc - r.baseBytes), int64(r.memory.Mallocs - r.baseObjects)
}

// Time is for tls.Config.Time of a client. crypto/tls asks for the time at several places; the
// last one before the peer's chain was accepted (or refused) is the one that feeds the verification.
func (r *Recorder) Time() time.Time {
	now := time.Now()
	r.verification.ns = clock.At(now)
	if r.mode.Allocations {
		r.verification.bytes, r.verification.objects = r.allocated()
	}
	return now
}

// ChainVerified is called when the chain was accepted.
func (r *Recorder) ChainVerified() {
	r.ChainRefused()
	r.Mark(sample.VerifyEnd)
}

// CertificateVerifyNext is called where only the signature and the Finished are left to be checked.
func (r *Recorder) CertificateVerifyNext() {
	r.Mark(sample.Verified)
	r.Listen() // For the application secret, which follows the Finished.
}

// ChainRefused is called after a handshake that failed because of the chain: when verification
// began is known, when it ended is not, since crypto/tls calls no hook then.
func (r *Recorder) ChainRefused() {
	s, began := &r.Sample, &r.verification
	s.At[sample.VerifyStart], s.Bytes[sample.VerifyStart], s.Objects[sample.VerifyStart] = began.ns, began.bytes, began.objects
}
