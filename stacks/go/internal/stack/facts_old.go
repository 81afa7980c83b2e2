//go:build !go1.25

package stack

import "handshakelab/go/internal/protocol"

var missingFacts = []protocol.Missing{
	{What: "groupWithoutHooks", Why: "ConnectionState.CurveID is there since Go 1.25; before, it is read from the server's first message, and only where the connection is wrapped (hooks: timing)", Source: "https://go.dev/doc/go1.25#cryptotlspkgcryptotls"},
	{What: "retriedWithoutHooks", Why: "ConnectionState.HelloRetryRequest is there since Go 1.26; before, it is read from the server's first message, and only where the connection is wrapped (hooks: timing)", Source: "https://go.dev/doc/go1.26#cryptotlspkgcryptotls"},
}
