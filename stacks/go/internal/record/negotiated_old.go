//go:build !go1.26

package record

import "crypto/tls"

// helloHead keeps the first bytes each way: before Go 1.26 the connection state does not say which
// group was negotiated and whether there was a HelloRetryRequest, but the first server message does.
type helloHead struct {
	in, out       [headBytes]byte
	inLen, outLen int
}

// headBytes holds a ServerHello up to the group of its key share, whatever the share's length.
const headBytes = 192

func (h *helloHead) reset()            { h.inLen, h.outLen = 0, 0 }
func (h *helloHead) received(p []byte) { h.inLen += copy(h.in[h.inLen:], p) }
func (h *helloHead) sent(p []byte)     { h.outLen += copy(h.out[h.outLen:], p) }

// Negotiated is the group's code point and 1 where a HelloRetryRequest was sent, else 0;
// unknown where the connection was not wrapped (hooks off).
func (r *Recorder) Negotiated(_ *tls.ConnectionState, client bool) (group, retried int32) {
	if client {
		return parseServerHello(r.head.in[:r.head.inLen])
	}
	return parseServerHello(r.head.out[:r.head.outLen])
}
