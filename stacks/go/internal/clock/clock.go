// Package clock reads CLOCK_MONOTONIC, the clock that all processes of one Linux host share.
//
// Go's own monotonic reading is that clock minus an undisclosed constant. The constant is
// found once, by raw readings between two of Go's; from then on an instant costs one
// time.Since (a vDSO call, no system call).
package clock

import (
	"syscall"
	"time"
	"unsafe"
)

const (
	clockMonotonic = 1
	calibrations   = 2000
)

var (
	base        = time.Now()
	offset      int64
	uncertainty int64
)

func init() { offset, uncertainty = calibrate() }

// Now is CLOCK_MONOTONIC in ns.
func Now() int64 { return int64(time.Since(base)) + offset }

// Uncertainty is the half-width, in ns, of the interval that the offset to the raw clock is known to lie in.
func Uncertainty() int64 { return uncertainty }

// At is the instant of t in ns of CLOCK_MONOTONIC; t must come from time.Now.
func At(t time.Time) int64 { return int64(t.Sub(base)) + offset }

// calibrate brackets each raw reading with two of Go's: the offset is at least raw − after and at
// most raw − before. The intersection over many readings is narrower than any one of them; what
// remains is the shortest system call seen (a quarter of a µs), of which the middle is taken. It repeats to some ns.
func calibrate() (middle, halfWidth int64) {
	const unknown = int64(1) << 62
	low, high := -unknown, unknown
	for range calibrations {
		before := int64(time.Since(base))
		raw := Raw()
		after := int64(time.Since(base))
		low = max(low, raw-after)
		high = min(high, raw-before)
	}
	return low + (high-low)/2, (high - low + 1) / 2
}

// Raw is CLOCK_MONOTONIC in ns by a system call. It panics where the kernel refuses the clock, which none does.
func Raw() int64 {
	var now syscall.Timespec
	if _, _, errno := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&now)), 0); errno != 0 {
		panic("clock_gettime(CLOCK_MONOTONIC): " + errno.Error())
	}
	return now.Nano()
}
