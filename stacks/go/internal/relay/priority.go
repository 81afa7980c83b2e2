package relay

import (
	"os"
	"strconv"
	"syscall"
	"unsafe"
)

const (
	schedFIFO = 1
	// The lowest real-time priority comes before every ordinary thread, and after everything else that is real-time.
	realtimePriority = 1
	prSetTimerSlack  = 29
	timerSlackNs     = 1
)

// Punctuality is what the kernel granted for handing bytes on in time.
type Punctuality struct {
	// Realtime: the threads run under SCHED_FIFO, before all ordinary ones.
	Realtime bool `json:"realtime"`
	// TimerSlackNs is how much later than asked the kernel may wake a thread; null where it would not be set.
	TimerSlackNs *int64 `json:"timerSlackNs"`
}

// Hurry asks for real-time priority and the least timer slack for all threads there are; threads made later inherit both.
func Hurry() Punctuality {
	got := Punctuality{Realtime: true}
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		got.Realtime = false
	}
	priority := int32(realtimePriority)
	for _, task := range tasks {
		id, err := strconv.Atoi(task.Name())
		if err != nil {
			continue
		}
		_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_SETSCHEDULER, uintptr(id), schedFIFO, uintptr(unsafe.Pointer(&priority)))
		got.Realtime = got.Realtime && errno == 0
	}
	// prctl sets the calling thread's own slack, which threads that it starts inherit. The timerfd of clock.Alarm has none anyway.
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetTimerSlack, timerSlackNs, 0); errno == 0 {
		slack := int64(timerSlackNs)
		got.TimerSlackNs = &slack
	}
	return got
}
