//go:build !go1.26

package record

import "handshakelab/go/internal/sample"

// helloHead keeps the first bytes each way: before Go 1.26 the connection state does not say whether there was a
// HelloRetryRequest (and before 1.25 not which group was negotiated), but the first server message does, or in TLS 1.2 its
// ServerKeyExchange, behind the certificates.
type helloHead struct {
	in, out       [headBytes]byte
	inLen, outLen int
	inKey, outKey keyExchangeReader
}

// headBytes holds a ServerHello up to the group of its key share, whatever the share's length.
const headBytes = 192

func (h *helloHead) reset() {
	h.inLen, h.outLen = 0, 0
	h.inKey, h.outKey = newKeyExchangeReader(), newKeyExchangeReader()
}

func (h *helloHead) received(p []byte) {
	h.inLen += copy(h.in[h.inLen:], p)
	h.inKey.feed(p)
}

func (h *helloHead) sent(p []byte) {
	h.outLen += copy(h.out[h.outLen:], p)
	h.outKey.feed(p)
}

// parse reads the group and whether the server's first message is a HelloRetryRequest; unknown where the connection was
// not wrapped (hooks off).
func (h *helloHead) parse(client bool) (group, retried int32) {
	head, key := h.out[:h.outLen], &h.outKey
	if client {
		head, key = h.in[:h.inLen], &h.inKey
	}
	if group, retried = parseServerHello(head); group == sample.Unknown {
		group = key.group
	}
	return group, retried
}
