//go:build go1.26

package stack

import "crypto/tls"

func hybridGroups() []Group {
	return []Group{hybridX25519, {Token: "secp256r1mlkem768", ID: tls.SecP256r1MLKEM768, fallback: tls.CurveP256}}
}
