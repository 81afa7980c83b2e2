//go:build !go1.24

package stack

// The X25519Kyber768Draft00 of Go 1.23 is another group, of a draft, and cannot be asked for by Config.CurvePreferences.
func hybridGroups() []Group { return nil }
