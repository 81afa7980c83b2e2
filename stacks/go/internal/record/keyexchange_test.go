package record

import (
	"bytes"
	"testing"

	"handshakelab/go/internal/sample"
)

// message is one of a handshake, and records are such that hold these bytes in pieces of this length.
func message(kind byte, body []byte) []byte {
	return append([]byte{kind, byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}, body...)
}

func records(kind byte, payload []byte, length int) (stream []byte) {
	for len(payload) > 0 {
		piece := payload[:min(length, len(payload))]
		stream = append(append(stream, kind, 3, 3, byte(len(piece)>>8), byte(len(piece))), piece...)
		payload = payload[len(piece):]
	}
	return stream
}

func TestKeyExchangeReader(t *testing.T) {
	hello, certificates := message(messageServerHello, make([]byte, 80)), message(11, make([]byte, 3000))
	empty, key := message(14, nil), message(messageServerKeyExchange, append([]byte{3, 0, 0x1d, 32}, make([]byte, 100)...))
	flight := bytes.Join([][]byte{hello, certificates, empty, key, empty}, nil)
	cases := map[string]struct {
		stream []byte
		group  int32
	}{
		"one record":              {records(recordHandshake, flight, 1<<14), 0x1d},
		"small records":           {records(recordHandshake, flight, 7), 0x1d},
		"a record for each byte":  {records(recordHandshake, flight, 1), 0x1d},
		"explicit curve":          {records(recordHandshake, message(messageServerKeyExchange, []byte{1, 0, 0x1d, 0}), 100), sample.Unknown},
		"too short":               {records(recordHandshake, message(messageServerKeyExchange, []byte{3, 0}), 100), sample.Unknown},
		"resumed":                 {append(records(recordHandshake, hello, 100), records(20, []byte{1}, 1)...), sample.Unknown},
		"behind ChangeCipherSpec": {append(records(20, []byte{1}, 1), records(recordHandshake, flight, 100)...), sample.Unknown},
	}
	for name, test := range cases {
		for _, piece := range []int{1, 2, 3, 5, 11, 1000, len(test.stream)} {
			reader := newKeyExchangeReader()
			for rest := test.stream; len(rest) > 0; {
				taken := min(piece, len(rest))
				reader.feed(rest[:taken])
				rest = rest[taken:]
			}
			if reader.group != test.group {
				t.Errorf("%s in pieces of %d: group %#x, want %#x", name, piece, reader.group, test.group)
			}
		}
	}
}

func FuzzKeyExchangeReader(f *testing.F) {
	f.Add(records(recordHandshake, message(messageServerKeyExchange, []byte{3, 0, 0x1d, 0}), 3), 2)
	f.Fuzz(func(t *testing.T, stream []byte, cut int) {
		whole, pieces := newKeyExchangeReader(), newKeyExchangeReader()
		whole.feed(stream)
		if cut < 0 || cut > len(stream) {
			cut = 0
		}
		pieces.feed(stream[:cut])
		pieces.feed(stream[cut:])
		if whole.group != pieces.group {
			t.Errorf("group %#x in one piece, %#x in two", whole.group, pieces.group)
		}
	})
}
