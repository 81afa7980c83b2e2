package record

import (
	"encoding/binary"

	"handshakelab/go/internal/sample"
)

const (
	messageServerKeyExchange = 12
	curveTypeNamed           = 3
	// keyExchangeBytes are the curve's type and the named curve (RFC 8422, section 5.4).
	keyExchangeBytes = 3
)

// keyExchangeReader finds the group in the ServerKeyExchange of a TLS 1.2 server's bytes, which it is fed in any pieces. It keeps no more of them than
// headers, and looks no further than the first record that is not a handshake's.
type keyExchangeReader struct {
	group int32
	over  bool

	header     [recordHeaderBytes]byte
	headerLen  int
	recordLeft int

	message     [handshakeHeaderBytes + keyExchangeBytes]byte
	messageLen  int // of message, which holds only a message's beginning
	messageLeft int // beyond that
}

func newKeyExchangeReader() keyExchangeReader { return keyExchangeReader{group: sample.Unknown} }

func (k *keyExchangeReader) feed(p []byte) {
	for len(p) > 0 && !k.over {
		if k.recordLeft > 0 {
			taken := min(k.recordLeft, len(p))
			k.feedMessages(p[:taken])
			k.recordLeft -= taken
			p = p[taken:]
			continue
		}
		taken := copy(k.header[k.headerLen:], p)
		p = p[taken:]
		if k.headerLen += taken; k.headerLen == recordHeaderBytes {
			k.over = k.header[0] != recordHandshake
			k.recordLeft = int(binary.BigEndian.Uint16(k.header[3:]))
			k.headerLen = 0
		}
	}
}

func (k *keyExchangeReader) feedMessages(p []byte) {
	for len(p) > 0 && !k.over {
		if k.messageLeft > 0 {
			taken := min(k.messageLeft, len(p))
			k.messageLeft -= taken
			p = p[taken:]
			continue
		}
		// The header first; then, of a ServerKeyExchange alone, its beginning too.
		wanted := handshakeHeaderBytes
		if k.messageLen >= handshakeHeaderBytes {
			wanted = len(k.message)
		}
		taken := copy(k.message[k.messageLen:wanted], p)
		p = p[taken:]
		if k.messageLen += taken; k.messageLen < wanted {
			return
		}
		if wanted == len(k.message) {
			k.over = true
			if body := k.message[handshakeHeaderBytes:]; body[0] == curveTypeNamed {
				k.group = int32(binary.BigEndian.Uint16(body[1:]))
			}
		} else if length := int(k.message[1])<<16 | int(k.message[2])<<8 | int(k.message[3]); k.message[0] != messageServerKeyExchange || length < keyExchangeBytes {
			k.messageLen, k.messageLeft = 0, length
		}
	}
}
