package relay

import "handshakelab/go/internal/clock"

// line is one direction of one connection: a wire of a certain length and rate. Bytes are due at the other end when the last of them
// has been put on the wire and has travelled.
type line struct {
	delayNs       int64
	bitsPerSecond int64 // 0: no limit
	freeNs        int64
}

func (l *line) dueNs(readNs int64, bytes int) int64 {
	if l.bitsPerSecond == 0 {
		return readNs + l.delayNs
	}
	const nsPerSecond = 1e9
	l.freeNs = max(l.freeNs, readNs) + int64(float64(bytes)*8*nsPerSecond/float64(l.bitsPerSecond))
	return l.freeNs + l.delayNs
}

// immediate: bytes are handed on by who read them, with nobody in between.
func (l *line) immediate() bool { return l.delayNs == 0 && l.bitsPerSecond == 0 }

// queued is how many pieces may be on a line at a time; then reading waits.
const queued = 512

// parcel is something on the line: bytes, or the end of them.
type parcel struct {
	dueNs int64
	bytes []byte
	chunk *Chunk
	// end: a FIN, or a reset.
	end, reset bool
}

// carry hands parcels on in time and in order, until the end of them. deliver says whether to go on.
func carry(parcels <-chan parcel, deliver func(parcel) bool) error {
	alarm, err := clock.NewAlarm()
	if err != nil {
		return err
	}
	defer alarm.Close()
	for next := range parcels {
		alarm.Sleep(next.dueNs)
		if !deliver(next) {
			break
		}
	}
	return nil
}
