// Package stack is what crypto/tls of the Go that built this worker can do, and what it cannot.
package stack

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
)

// Group is a key exchange group that crypto/tls implements.
type Group struct {
	Token string
	ID    tls.CurveID
	// fallback is the second key share that a first ClientHello carries beside that of this
	// hybrid, where the client also allows it; 0 for none.
	fallback tls.CurveID
}

// Tokens of the hybrids, which not every Go version has.
const (
	x25519MLKEM768    = "x25519mlkem768"
	secP256r1MLKEM768 = "secp256r1mlkem768"
)

var classicGroups = []Group{
	{Token: "x25519", ID: tls.X25519},
	{Token: "p256", ID: tls.CurveP256},
	{Token: "p384", ID: tls.CurveP384},
	{Token: "p521", ID: tls.CurveP521},
}

// Groups are those of this Go version, in crypto/tls's own order of preference.
func Groups() []Group { return slices.Concat(hybridGroups(), classicGroups) }

// ParseGroups turns the protocol's tokens, most preferred first, into what crypto/tls may use.
// It refuses an order that crypto/tls would not keep.
func ParseGroups(tokens []string) ([]tls.CurveID, error) {
	found, err := lookUp(tokens)
	if err != nil {
		return nil, err
	}
	order := Groups()
	if fixedOrder && !slices.IsSortedFunc(found, func(a, b Group) int { return slices.Index(order, a) - slices.Index(order, b) }) {
		return nil, fmt.Errorf("groups %s: crypto/tls ignores the order of CurvePreferences (go.dev/issue/69393) and prefers %s",
			strings.Join(tokens, ", "), strings.Join(ownOrder(tokens), ", "))
	}
	return ids(found), nil
}

// ParseRetry is ParseGroups for a forced HelloRetryRequest: what a client offers, or the one group that a server accepts.
func ParseRetry(tokens []string, client bool) ([]tls.CurveID, error) {
	found, err := lookUp(tokens)
	if err != nil {
		return nil, err
	}
	if len(found) < 2 {
		return nil, fmt.Errorf("retry needs a group to refuse and one to accept, not only %s", strings.Join(tokens, ", "))
	}
	first, accepted := found[0], found[len(found)-1]
	if !client {
		return []tls.CurveID{accepted.ID}, nil
	}
	if first.fallback == accepted.ID {
		return nil, fmt.Errorf("retry from %s to %s: crypto/tls sends a key share of both in its first ClientHello", first.Token, accepted.Token)
	}
	if own := ownOrder(tokens)[0]; fixedOrder && own != first.Token {
		return nil, fmt.Errorf("retry from %s: crypto/tls ignores the order of CurvePreferences (go.dev/issue/69393) and sends its first key share for %s",
			first.Token, own)
	}
	return ids(found), nil
}

// certificateCurves are those of the ECDSA keys that certificates may hold.
var certificateCurves = []string{"p256", "p384"}

// ParseGroups12 is ParseGroups for TLS 1.2: what may be negotiated, and what a client offers. There the client's list also says which
// curves an ECDSA certificate may be of (RFC 8422, section 5.1.1), and other stacks' servers go by it: so these stand behind the
// groups, unless crypto/tls would put one before them.
func ParseGroups12(tokens []string) (groups, offered []tls.CurveID, err error) {
	for _, token := range tokens {
		if token == x25519MLKEM768 || token == secP256r1MLKEM768 {
			return nil, nil, fmt.Errorf("group %q is one of TLS 1.3", token)
		}
	}
	if groups, err = ParseGroups(tokens); err != nil {
		return nil, nil, err
	}
	with := slices.Clone(tokens)
	for _, curve := range certificateCurves {
		if slices.Contains(with, curve) {
			continue
		}
		if more, err := ParseGroups(append(slices.Clone(with), curve)); err == nil {
			with, offered = append(with, curve), more
		}
	}
	if offered == nil {
		offered = groups
	}
	return groups, offered, nil
}

func lookUp(tokens []string) ([]Group, error) {
	if len(tokens) == 0 {
		return nil, fmt.Errorf("no groups")
	}
	var found []Group
	for _, token := range tokens {
		index := slices.IndexFunc(Groups(), func(g Group) bool { return g.Token == token })
		if index < 0 {
			return nil, fmt.Errorf("group %q is not implemented by this crypto/tls", token)
		}
		found = append(found, Groups()[index])
	}
	return found, nil
}

// ownOrder sorts tokens as crypto/tls prefers them.
func ownOrder(tokens []string) []string {
	var sorted []string
	for _, group := range Groups() {
		if slices.Contains(tokens, group.Token) {
			sorted = append(sorted, group.Token)
		}
	}
	return sorted
}

func ids(groups []Group) []tls.CurveID {
	ids := make([]tls.CurveID, len(groups))
	for i, group := range groups {
		ids[i] = group.ID
	}
	return ids
}
