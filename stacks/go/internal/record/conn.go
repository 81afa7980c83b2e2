package record

import (
	"net"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/sample"
)

// Conn is a TCP connection whose calls are stamped while a recorder listens. It is made once for
// a lane or slot and given each new TCP connection in turn.
type Conn struct {
	*net.TCPConn
	recorder *Recorder
}

// Attach takes a new connection and the recorder of its handshake.
func (c *Conn) Attach(tcp *net.TCPConn, recorder *Recorder) {
	c.TCPConn, c.recorder = tcp, recorder
	s := &recorder.Sample
	s.Reads, s.Writes, s.BytesRead, s.BytesWritten = 0, 0, 0, 0
}

// Detach ends the stamping: what comes after the handshake is not part of it.
func (c *Conn) Detach() { c.recorder = nil }

// Read stamps a call that returned data; one that waits has its wait inside.
func (c *Conn) Read(p []byte) (int, error) {
	r := c.recorder
	if r == nil {
		return c.TCPConn.Read(p)
	}
	index := min(r.Sample.Reads, sample.MaxReads-1)
	mark := sample.ReadStart(index)
	slot := r.Sample.Reads < sample.MaxReads
	if slot && r.mode.Allocations {
		r.account(mark)
	}
	start := clock.Now()
	n, err := c.TCPConn.Read(p)
	if n > 0 {
		if slot {
			r.markAt(mark+1, clock.Now())
			r.Sample.At[mark] = start
			r.Sample.ReadBytes[index] = int32(n)
		}
		r.Sample.Reads++
		r.Sample.BytesRead += int64(n)
		r.head.received(p[:n])
	}
	return n, err
}

// Write stamps every call.
func (c *Conn) Write(p []byte) (int, error) {
	r := c.recorder
	if r == nil {
		return c.TCPConn.Write(p)
	}
	index := min(r.Sample.Writes, sample.MaxWrites-1)
	mark := sample.WriteStart(index)
	slot := r.Sample.Writes < sample.MaxWrites
	if slot {
		r.Mark(mark)
	}
	n, err := c.TCPConn.Write(p)
	if slot {
		r.Mark(mark + 1)
		r.Sample.WriteBytes[index] = int32(n)
	}
	r.Sample.Writes++
	r.Sample.BytesWritten += int64(n)
	r.head.sent(p)
	return n, err
}
