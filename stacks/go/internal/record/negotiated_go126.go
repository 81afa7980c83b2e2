//go:build go1.26

package record

import "crypto/tls"

// helloHead is nothing where the connection state says what was negotiated (ConnectionState.CurveID
// since Go 1.25, HelloRetryRequest since 1.26).
type helloHead struct{}

func (*helloHead) reset()          {}
func (*helloHead) received([]byte) {}
func (*helloHead) sent([]byte)     {}

// Negotiated is the group's code point and 1 where a HelloRetryRequest was sent, else 0.
func (r *Recorder) Negotiated(state *tls.ConnectionState, _ bool) (group, retried int32) {
	if state.HelloRetryRequest {
		retried = 1
	}
	return int32(state.CurveID), retried
}
