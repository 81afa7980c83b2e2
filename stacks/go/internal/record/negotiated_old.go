//go:build !go1.25

package record

import "crypto/tls"

// Negotiated is the group's code point and 1 where a HelloRetryRequest was sent, else 0; unknown with hooks off.
func (r *Recorder) Negotiated(_ *tls.ConnectionState, client bool) (group, retried int32) {
	return r.head.parse(client)
}
