//go:build go1.26

package stack

import "handshakelab/go/internal/protocol"

// missingFacts: the connection state says all that was negotiated.
var missingFacts []protocol.Missing
