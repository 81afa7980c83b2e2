package capture

import (
	"time"

	"handshakelab/go/internal/clock"
)

// triples is how many readings a reading of both clocks is the best of.
const triples = 500

// bothClocks is CLOCK_REALTIME beside CLOCK_MONOTONIC at one instant, ns.
type bothClocks struct{ realNs, monotonicNs int64 }

// readClocks reads the one between two readings of the other; of many such triples the tightest is taken.
func readClocks() bothClocks {
	var best bothClocks
	tightest := int64(-1)
	for range triples {
		before := clock.Now()
		real := time.Now().UnixNano()
		after := clock.Now()
		if tightest < 0 || after-before < tightest {
			tightest = after - before
			best = bothClocks{realNs: real, monotonicNs: before + (after-before)/2}
		}
	}
	return best
}

// converter turns CLOCK_REALTIME into CLOCK_MONOTONIC, linearly between two readings of both.
type converter struct{ first, last bothClocks }

// spreadNs is how far the clocks moved against each other in between: little where one is slewed, much where it was set.
func (c converter) spreadNs() int64 { return abs(c.offsetNs(c.last) - c.offsetNs(c.first)) }

func (converter) offsetNs(at bothClocks) int64 { return at.realNs - at.monotonicNs }

func (c converter) monotonicNs(realNs int64) int64 {
	offset := c.offsetNs(c.first)
	if duration := c.last.realNs - c.first.realNs; duration > 0 {
		moved := float64(c.offsetNs(c.last) - offset)
		offset += int64(moved * float64(realNs-c.first.realNs) / float64(duration))
	}
	return realNs - offset
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
