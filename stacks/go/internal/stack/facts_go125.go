//go:build go1.25 && !go1.26

package stack

import "handshakelab/go/internal/protocol"

var missingFacts = []protocol.Missing{
	{What: "retriedWithoutHooks", Why: "ConnectionState.HelloRetryRequest is there since Go 1.26; before, it is read from the server's first message, and only where the connection is wrapped (hooks: timing)", Source: "https://go.dev/doc/go1.26#cryptotlspkgcryptotls"},
}
