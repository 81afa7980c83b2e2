// Package profile runs the runtime's own profilers over a block.
package profile

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"runtime/pprof"
	"sync/atomic"

	"handshakelab/go/internal/protocol"
)

// A program that links runtime/pprof's memory profiles samples one allocation in 512 KiB from its start on; without, none
// (the linker sees to that: runtime.disableMemoryProfiling). So that timing blocks stay those of an ordinary program,
// it is off but in the blocks that ask for it.
func init() { runtime.MemProfileRate = 0 }

// everyAllocation is the MemProfileRate at which nothing is an estimate.
const everyAllocation = 1

// ErrBusy: the runtime's profilers are the process's own, so that only one profile can be made at a time.
var ErrBusy = errors.New("a profile of this process is being made")

// busy is true from Start to Stop of a profile.
var busy atomic.Bool

// Part is one profile of the process in pprof's format, gzipped.
type Part struct {
	// Name is `whole` or `base`.
	Name  string
	Bytes []byte
}

// Profile is one under way. The zero value is none, which Stop knows too. Not for concurrent use.
type Profile struct {
	kind   string
	buffer bytes.Buffer
	base   []byte
}

// Start begins the profile that the observation asks for, if any. It fails with ErrBusy where one is under way.
func (p *Profile) Start(observe string) error {
	if observe != protocol.ObserveCPUProfile && observe != protocol.ObserveAllocProfile {
		return nil
	}
	if !busy.CompareAndSwap(false, true) {
		return ErrBusy
	}
	p.kind = observe
	err := p.begin()
	if err != nil {
		p.end()
	}
	return err
}

func (p *Profile) begin() error {
	p.buffer.Reset()
	if p.kind == protocol.ObserveCPUProfile {
		return pprof.StartCPUProfile(&p.buffer)
	}
	// At rate 0: what writing the base allocates is not of the block. Neither at 0 nor at 1 are counts scaled.
	if err := p.writeAllocations(); err != nil {
		return err
	}
	p.base = bytes.Clone(p.buffer.Bytes())
	p.buffer.Reset()
	runtime.MemProfileRate = everyAllocation
	return nil
}

// Stop ends the profile and returns its parts in the order in which they are sent; none where none was begun.
func (p *Profile) Stop() ([]Part, error) {
	defer p.end()
	switch p.kind {
	case protocol.ObserveCPUProfile:
		pprof.StopCPUProfile() // It waits for the last samples.
		return []Part{{protocol.PartWhole, p.buffer.Bytes()}}, nil
	case protocol.ObserveAllocProfile:
		if err := p.writeAllocations(); err != nil {
			return nil, err
		}
		return []Part{{protocol.PartBase, p.base}, {protocol.PartWhole, p.buffer.Bytes()}}, nil
	default:
		return nil, nil
	}
}

// Discard ends the profile without a result.
func (p *Profile) Discard() {
	if p.kind == protocol.ObserveCPUProfile {
		pprof.StopCPUProfile()
	}
	p.end()
}

func (p *Profile) end() {
	switch p.kind {
	case "":
		return
	case protocol.ObserveAllocProfile:
		runtime.MemProfileRate = 0
	}
	p.kind, p.buffer, p.base = "", bytes.Buffer{}, nil
	busy.Store(false)
}

// writeAllocations writes everything allocated since the process began, as far as it was sampled. The runtime publishes
// allocations after the collection that follows them: hence the collection.
func (p *Profile) writeAllocations() error {
	runtime.GC()
	if err := pprof.Lookup("allocs").WriteTo(&p.buffer, 0); err != nil {
		return fmt.Errorf("allocation profile: %w", err)
	}
	return nil
}
