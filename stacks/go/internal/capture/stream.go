package capture

import "encoding/binary"

// Content types of a TLS record (RFC 8446, section 5.1), as they are seen from outside.
const (
	recordChangeCipherSpec = 20
	recordAlert            = 21
	recordHandshake        = 22
	recordApplicationData  = 23 // All that is encrypted.
)

const recordHeaderBytes = 5

// shortestFinished is the least body of an encrypted Finished: header, hash, content type and the shortest tag of a TLS 1.3 suite (CCM_8).
// An encrypted alert has at most 2 + 1 + 16 bytes, if it is not padded; a ticket has more than a Finished.
const shortestFinished = 4 + 32 + 1 + 8

// stream follows one direction of a connection: TCP bytes in order, cut into TLS records.
type stream struct {
	bytes int64 // payload, each byte once

	known  bool   // next is known
	next   uint32 // sequence number of the next new byte
	broken bool   // a gap, or no TLS: records can no longer be told

	header    [recordHeaderBytes]byte
	headerLen int
	left      int // of the record's body
}

// synchronise starts the stream behind a SYN.
func (s *stream) synchronise(sequence uint32) { s.next, s.known = sequence+1, true }

// add takes a segment's payload and calls each for every record that ends in it, with the record's type and the length of
// its body. It reports whether the segment brought new bytes; a retransmission does not.
func (s *stream) add(sequence uint32, payload []byte, each func(kind byte, length int)) bool {
	if !s.known {
		s.next, s.known = sequence, true
	}
	switch ahead := int32(sequence - s.next); {
	case ahead < 0: // Sent before, in whole or in part.
		if -int64(ahead) >= int64(len(payload)) {
			return false
		}
		payload = payload[-ahead:]
	case ahead > 0:
		s.broken = true
		s.next = sequence
	}
	if len(payload) == 0 {
		return false
	}
	s.next += uint32(len(payload))
	s.bytes += int64(len(payload))
	s.records(payload, each)
	return true
}

func (s *stream) records(payload []byte, each func(kind byte, length int)) {
	for len(payload) > 0 && !s.broken {
		if s.headerLen < recordHeaderBytes {
			copied := copy(s.header[s.headerLen:], payload)
			s.headerLen += copied
			payload = payload[copied:]
			if s.headerLen < recordHeaderBytes {
				return
			}
			if s.header[0] < recordChangeCipherSpec || s.header[0] > recordApplicationData || s.header[1] != 3 {
				s.broken = true
				return
			}
			s.left = s.length()
		}
		taken := min(s.left, len(payload))
		s.left -= taken
		payload = payload[taken:]
		if s.left == 0 {
			s.headerLen = 0
			each(s.header[0], s.length())
		}
	}
}

func (s *stream) length() int { return int(binary.BigEndian.Uint16(s.header[3:])) }
