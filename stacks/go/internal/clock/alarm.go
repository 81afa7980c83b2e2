package clock

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// Alarm lets one goroutine at a time sleep until an instant of CLOCK_MONOTONIC: a timerfd, which the runtime's poller
// waits for.
//
// Why not time.Sleep: the poller sleeps whole milliseconds for the runtime's timers, 0.8 ms too long in the median. Why not clock_nanosleep
// on a thread of its own with 1 ns of timer slack: it wakes as exactly (a median of 70 µs late on an idle virtual
// machine, the most of it waking the CPU), but the thread keeps its processor (GOMAXPROCS) until the runtime's monitor
// takes that away, which is 20 µs to 10 ms later. With one CPU, nobody else runs Go code or polls the network
// so long: handshakes under way would wait. A goroutine that waits for a timerfd keeps nothing, needs no thread,
// and a timerfd has no slack.
type Alarm struct {
	file *os.File
	// fd is kept apart: file.Fd() would make it blocking.
	fd          uintptr
	expirations [8]byte
}

// itimerspec is the kernel's.
type itimerspec struct{ interval, value syscall.Timespec }

const timerAbsolute = 1

// NewAlarm makes an alarm; it fails where the process has no file descriptor left.
func NewAlarm() (*Alarm, error) {
	fd, _, errno := syscall.RawSyscall(syscall.SYS_TIMERFD_CREATE, clockMonotonic, syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if errno != 0 {
		return nil, fmt.Errorf("timerfd_create: %w", errno)
	}
	return &Alarm{file: os.NewFile(fd, "timerfd"), fd: fd}, nil
}

// Sleep returns when the instant has come, at once where it is past. It allocates nothing.
func (a *Alarm) Sleep(untilNs int64) {
	if untilNs <= Now() {
		return
	}
	spec := itimerspec{value: syscall.NsecToTimespec(untilNs)}
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_TIMERFD_SETTIME, a.fd, timerAbsolute, uintptr(unsafe.Pointer(&spec)), 0, 0, 0); errno != 0 {
		panic("timerfd_settime: " + errno.Error()) // None of its reasons can be: the descriptor is ours, the time is one.
	}
	if _, err := a.file.Read(a.expirations[:]); err != nil {
		panic("reading a timerfd: " + err.Error())
	}
}

// Close gives the descriptor back; nobody may be asleep.
func (a *Alarm) Close() { _ = a.file.Close() } // It cannot fail on a descriptor of ours.
