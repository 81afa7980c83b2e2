// Package sample holds what one side saw of one handshake, and turns many of them into columns.
package sample

import "math"

// Mark is an instant of a handshake; its order is the order of the columns.
type Mark int

// The marks of the lane, of TCP and of the application data, those that crypto/tls lets us see, then those of the read and write calls.
const (
	Intended Mark = iota
	LaneFree
	ConnectStart
	ConnectEnd
	RequestStart
	RequestSent
	FirstByte
	RequestRead
	ResponseSent
	Start
	End
	HandshakeSecret
	AppSecret
	VerifyStart
	VerifyEnd
	Verified
	Parsed
	Selected
	SignStart
	SignEnd
	firstCall
)

// How many calls of a handshake have marks of their own.
const (
	MaxReads  = 6
	MaxWrites = 4
)

const (
	firstWrite = firstCall + 2*MaxReads
	// Marks is how many there are.
	Marks = firstWrite + 2*MaxWrites
)

// ReadStart and the next mark bound the read call of this index (0 … MaxReads − 1).
func ReadStart(index int32) Mark { return firstCall + 2*Mark(index) }

// WriteStart and the next mark bound the write call of this index (0 … MaxWrites − 1).
func WriteStart(index int32) Mark { return firstWrite + 2*Mark(index) }

// Values for what is not known. Protocol: NaN.
const (
	UnsetNs int64 = math.MinInt64
	Unknown int32 = math.MinInt32
)

// NoALPN is the `alpn` of a handshake that negotiated none.
const NoALPN int32 = -1

// Sample is one handshake. It has no pointers, so that rows can live outside the collected heap.
type Sample struct {
	// At is CLOCK_MONOTONIC in ns, UnsetNs where the mark was not reached.
	At [Marks]int64
	// Bytes and Objects are what the process allocated from Start to the mark; only in allocation blocks, only where At is set.
	Bytes, Objects [Marks]int64

	Port, Lane, Name, Version, Group, Suite, ALPN, Resumed, Retried, Error int32
	// Tickets are the NewSessionTicket messages that a client kept.
	Tickets int32

	// Calls that carried data, and their bytes; Unknown where the connection was not wrapped.
	Reads, Writes           int32
	ReadBytes               [MaxReads]int32
	WriteBytes              [MaxWrites]int32
	BytesRead, BytesWritten int64
}

// blank is a sample of which nothing is known.
var blank = func() (s Sample) {
	for mark := range s.At {
		s.At[mark] = UnsetNs
	}
	for _, fact := range []*int32{&s.Port, &s.Lane, &s.Name, &s.Version, &s.Group, &s.Suite, &s.ALPN, &s.Resumed, &s.Retried, &s.Error, &s.Tickets, &s.Reads, &s.Writes} {
		*fact = Unknown
	}
	return s
}()

// Reset makes everything unknown.
func (s *Sample) Reset() { *s = blank }

// Has reports whether the mark was reached.
func (s *Sample) Has(mark Mark) bool { return s.At[mark] != UnsetNs }

// WroteSince reports whether a write began after the mark was reached.
func (s *Sample) WroteSince(mark Mark) bool {
	for i := range min(s.Writes, MaxWrites) {
		if s.Has(mark) && s.At[WriteStart(i)] >= s.At[mark] {
			return true
		}
	}
	return false
}

// Failed reports whether the handshake has an error.
func (s *Sample) Failed() bool { return s.Error != Unknown }
