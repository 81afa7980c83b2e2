package record

import (
	"crypto/sha256"
	"encoding/binary"

	"handshakelab/go/internal/sample"
)

const (
	recordHandshake      = 22
	messageServerHello   = 2
	extensionKeyShare    = 51
	recordHeaderBytes    = 5
	handshakeHeaderBytes = 4
	legacyVersionBytes   = 2
	randomBytes          = 32
	suiteAndCompression  = 3
)

// retryRandom is the random value that makes a ServerHello a HelloRetryRequest (RFC 8446, section 4.1.3).
var retryRandom = sha256.Sum256([]byte("HelloRetryRequest"))

// parseServerHello reads the group, and whether it is a HelloRetryRequest (1 or 0), from the first bytes that a server
// sent. A HelloRetryRequest names the group that the ServerHello after it must use. Unknown for anything else.
func parseServerHello(bytes []byte) (group, retried int32) {
	const fixed = recordHeaderBytes + handshakeHeaderBytes + legacyVersionBytes
	if len(bytes) < fixed+randomBytes+1 || bytes[0] != recordHandshake || bytes[recordHeaderBytes] != messageServerHello {
		return sample.Unknown, sample.Unknown
	}
	if [randomBytes]byte(bytes[fixed:]) == retryRandom {
		retried = 1
	}
	rest := bytes[fixed+randomBytes:]
	skip := 1 + int(rest[0]) + suiteAndCompression + 2 // session id, suite, compression, length of extensions
	if len(rest) < skip {
		return sample.Unknown, retried
	}
	for rest = rest[skip:]; len(rest) >= 6; {
		kind, length := binary.BigEndian.Uint16(rest), int(binary.BigEndian.Uint16(rest[2:]))
		if kind == extensionKeyShare && length >= 2 {
			return int32(binary.BigEndian.Uint16(rest[4:])), retried
		}
		if len(rest) < 4+length {
			break
		}
		rest = rest[4+length:]
	}
	return sample.Unknown, retried
}
