package worker_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/labtest"
)

// every makes a schedule of so many arrivals, one each interval, the first after one interval.
func every(interval time.Duration, arrivals int) []int64 {
	schedule := make([]int64, arrivals)
	for i := range schedule {
		schedule[i] = int64(i+1) * int64(interval)
	}
	return schedule
}

// open runs a scheduled block on both sides and gives the client's rows in the order in which they were meant to begin.
func (p *pair) open(t *testing.T, schedule []int64, connections, timeoutMs int) (client labtest.Outcome, order []int) {
	t.Helper()
	p.blocks++
	p.server.Arm(0, p.blocks, "timing")
	client = p.client.OpenBlock(0, p.blocks, schedule, connections, p.port, timeoutMs)
	server := p.server.Collect(0, p.blocks, client.Done.Handshakes, 2000)
	checkGood(t, server, client, client.Done.Handshakes)
	for row := range client.Done.Handshakes {
		order = append(order, row)
	}
	intended := client.Ns("intended")
	slices.SortStableFunc(order, func(a, b int) int { return int(intended[a] - intended[b]) })
	return client, order
}

// checkArrivals holds the columns of an open loop against its schedule.
func checkArrivals(t *testing.T, client labtest.Outcome, order []int, schedule []int64, notBefore float64) {
	t.Helper()
	intended, free, connect := client.Ns("intended"), client.Ns("laneFree"), client.Ns("connectStart")
	for i, row := range order {
		// All arrivals are told from one instant, the block's start.
		if start := intended[row] - float64(schedule[i]); start != intended[order[0]]-float64(schedule[0]) || start < notBefore {
			t.Errorf("arrival %d is told from %v, the first from %v; the block was asked for at %v", i, start, intended[order[0]]-float64(schedule[0]), notBefore)
		}
		if free[row] < notBefore || free[row] > connect[row] || intended[row] > connect[row] {
			t.Errorf("arrival %d: intended %v, lane free %v, connects at %v", i, intended[row], free[row], connect[row])
		}
	}
}

func TestOpenLoop(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, config := range []labtest.Config{{PKI: pki}, {PKI: pki, Hooks: "off"}, {PKI: pki, Session: "ticket"}} {
		p := newPair(t, config, config)
		for _, connections := range []int{1, 4} {
			before := float64(clock.Now() - p.client.Epoch)
			schedule := every(3*time.Millisecond, 20)
			client, order := p.open(t, schedule, connections, 20000)
			if client.Done.Handshakes != len(schedule) {
				t.Fatalf("%+v", client.Done)
			}
			checkArrivals(t, client, order, schedule, before)
			// From the first connect, not from the block's start, to the last end.
			elapsed := slices.Max(client.Ns("end")) - slices.Min(client.Ns("connectStart"))
			if float64(client.Done.ElapsedNs) != elapsed {
				t.Errorf("elapsed %d, the rows say %v", client.Done.ElapsedNs, elapsed)
			}
			for lane := range client.Ns("lane") {
				if lane := client.Ns("lane")[lane]; lane < 0 || lane >= float64(connections) {
					t.Errorf("lane %v of %d", lane, connections)
				}
			}
		}
	}
}

// With one connection and arrivals at once, all but the first must wait for the lane.
func TestOverloadShowsTheWait(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	schedule := make([]int64, 10)
	before := float64(clock.Now() - p.client.Epoch)
	client, order := p.open(t, schedule, 1, 20000)
	checkArrivals(t, client, order, schedule, before)
	for i, row := range order {
		free, intended := client.Ns("laneFree")[row], client.Ns("intended")[row]
		if i > 0 && (free <= intended || free < client.Ns("end")[order[i-1]]) {
			t.Errorf("arrival %d: intended %v, lane free %v, the handshake before ended at %v", i, intended, free, client.Ns("end")[order[i-1]])
		}
	}
}

func TestArrivalsAtOnceTakeAllLanes(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	const lanes = 6
	schedule := make([]int64, lanes)
	client, _ := p.open(t, schedule, lanes, 20000)
	seen := slices.Clone(client.Ns("lane"))
	slices.Sort(seen)
	if distinct := len(slices.Compact(seen)); client.Done.Handshakes != lanes || distinct < 2 {
		t.Errorf("%d handshakes on %d lanes", client.Done.Handshakes, distinct)
	}
}

func TestScheduleEndsWithTheTime(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	begun := time.Now()
	client, _ := p.open(t, []int64{0, int64(time.Hour), int64(2 * time.Hour)}, 2, 200)
	if client.Done.Handshakes != 1 || time.Since(begun) > time.Minute {
		t.Errorf("%+v after %v", client.Done, time.Since(begun))
	}
}

func TestStopEndsAWaitForAnArrival(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	p.client.Send(labtest.Object{"type": "block", "endpoint": 0, "block": 1, "observe": "timing", "handshakes": 1, "connections": 1,
		"port": p.port, "scheduleNs": []int64{int64(time.Hour)}, "timeoutMs": 2 * time.Hour.Milliseconds()})
	id := p.client.Send(labtest.Object{"type": "stop"})
	if outcome := p.client.Outcome(id - 1); outcome.Done.Handshakes != 0 {
		t.Errorf("%+v", outcome.Done)
	}
}

func TestClosedLoopHasNoArrivals(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	p.open(t, every(time.Millisecond, 3), 2, 20000)
	server, client := p.block("timing", 3, 2) // What the lanes kept of the block before is forgotten.
	checkGood(t, server, client, 3)
	for _, column := range []string{"intended", "laneFree"} {
		if values := client.Ns(column); len(values) != 3 || slices.ContainsFunc(values, func(v float64) bool { return !math.IsNaN(v) }) {
			t.Errorf("%s: %v", column, values)
		}
	}
}
