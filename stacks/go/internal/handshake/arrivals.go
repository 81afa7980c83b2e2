package handshake

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/sample"
)

// spinTime is how long before an arrival its lane is awake at the latest, if all goes well: most sleeps end within 90 µs of
// the time asked for.
const spinTime = 100 * time.Microsecond

// longestSleep bounds how late a wait notices that the block is over.
const longestSleep = 20 * time.Millisecond

// arrival is when a handshake is meant to begin, and when the lane that makes it was free for it; ns of
// CLOCK_MONOTONIC, unset in a closed loop.
type arrival struct {
	intendedNs, laneFreeNs int64
	index                  int // which of the block's handshakes it is
}

// atOnce is of a handshake without a schedule.
func atOnce(index int) arrival { return arrival{sample.UnsetNs, sample.UnsetNs, index} }

// turns hand out a block's handshakes to its lanes.
type turns interface {
	// next returns when a lane's next handshake may begin; false: none is left, or over said so.
	next(over func() bool) (arrival, bool)
	// done is called after each handshake that next gave out.
	done()
}

// closedLoop lets a lane begin as soon as it is free.
type closedLoop struct {
	handshakes int64
	taken      atomic.Int64
}

func (c *closedLoop) next(over func() bool) (arrival, bool) {
	if over() {
		return arrival{}, false
	}
	taken := c.taken.Add(1)
	return atOnce(int(taken - 1)), taken <= c.handshakes
}

func (*closedLoop) done() {}

// openLoop lets a lane begin when an arrival's time has come.
type openLoop struct {
	beganNs  int64
	alarm    *clock.Alarm
	underWay atomic.Int64
	cpus     int64

	// turn is held by the one lane that waits for the next arrival; the others wait for their turn, and
	// cost nothing. It guards schedule and taken.
	turn     sync.Mutex
	taken    int
	schedule []int64 // offsets not yet taken, ns from beganNs
}

func newOpenLoop(scheduleNs []int64, beganNs int64, alarm *clock.Alarm) *openLoop {
	return &openLoop{schedule: scheduleNs, beganNs: beganNs, alarm: alarm, cpus: int64(runtime.GOMAXPROCS(0))}
}

func (o *openLoop) next(over func() bool) (arrival, bool) {
	free := clock.Now()
	o.turn.Lock()
	defer o.turn.Unlock()
	if len(o.schedule) == 0 {
		return arrival{}, false
	}
	intended := o.beganNs + o.schedule[0]
	if !o.wait(intended, over) {
		return arrival{}, false
	}
	o.schedule = o.schedule[1:]
	o.taken++
	o.underWay.Add(1)
	return arrival{intendedNs: intended, laneFreeNs: free, index: o.taken - 1}, true
}

func (o *openLoop) done() { o.underWay.Add(-1) }

// wait returns true when the instant has come, false when the block is over before.
//
// It sleeps until shortly before, and spins for the rest: but only where a CPU is left for it. With one CPU and a
// handshake under way a spinning lane would hold up that handshake, so there it sleeps to the end and accepts to wake a little late.
func (o *openLoop) wait(untilNs int64, over func() bool) bool {
	for !over() {
		now := clock.Now()
		switch left := untilNs - now; {
		case left <= 0:
			return true
		case left > int64(spinTime):
			o.alarm.Sleep(min(now+int64(longestSleep), untilNs-int64(spinTime)))
		case o.underWay.Load() >= o.cpus:
			o.alarm.Sleep(untilNs)
		default:
			for clock.Now() < untilNs {
			}
			return true
		}
	}
	return false
}
