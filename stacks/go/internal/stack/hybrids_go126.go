//go:build go1.26

package stack

import "crypto/tls"

func hybridGroups() []Group {
	return []Group{
		{Token: x25519MLKEM768, ID: tls.X25519MLKEM768, fallback: tls.X25519},
		{Token: secP256r1MLKEM768, ID: tls.SecP256r1MLKEM768, fallback: tls.CurveP256},
	}
}
