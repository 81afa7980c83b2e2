//go:build go1.24 && !go1.26

package stack

import "crypto/tls"

func hybridGroups() []Group {
	return []Group{{Token: x25519MLKEM768, ID: tls.X25519MLKEM768, fallback: tls.X25519}}
}
