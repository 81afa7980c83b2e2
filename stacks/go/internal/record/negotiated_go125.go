//go:build go1.25 && !go1.26

package record

import "crypto/tls"

// Negotiated is the group's code point and 1 where a HelloRetryRequest was sent, else 0; the latter is unknown with hooks off.
func (r *Recorder) Negotiated(state *tls.ConnectionState, client bool) (group, retried int32) {
	_, retried = r.head.parse(client)
	return int32(state.CurveID), retried
}
