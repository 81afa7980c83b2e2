//go:build !go1.26

package stack

func hybridGroups() []Group { return []Group{hybridX25519} }
