// Package usage reads what this process has used so far: CPU time, collections and their pauses.
package usage

import (
	"runtime/debug"
	"syscall"
	"time"
)

// CPUNs is the CPU time of all threads, user and system, in ns (the kernel reports µs).
func CPUNs() int64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return used.Utime.Nano() + used.Stime.Nano()
}

// GC is what the collector has done since the process began.
type GC struct {
	Count   int64
	PauseNs int64
}

// GCReader reads GC without allocating after its first use. Not for concurrent use.
type GCReader struct {
	stats debug.GCStats
}

// NewGCReader returns a reader whose history already has its final size.
func NewGCReader() *GCReader {
	const historyOfRuntime = 256
	return &GCReader{stats: debug.GCStats{Pause: make([]time.Duration, 0, 2*historyOfRuntime+3)}}
}

// Read is the state now.
func (r *GCReader) Read() GC {
	debug.ReadGCStats(&r.stats)
	return GC{Count: r.stats.NumGC, PauseNs: int64(r.stats.PauseTotal)}
}
