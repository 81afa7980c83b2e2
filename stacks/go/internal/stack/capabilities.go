package stack

import (
	"runtime"
	"slices"
	"strings"

	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/sample"
)

// Name is the stack's name in the protocol.
const Name = "go"

// Library is the TLS implementation and its version, such as go1.27.3.
func Library() protocol.Library {
	return protocol.Library{Name: "crypto/tls", Version: runtime.Version()}
}

// Version is Go's version in digits, such as 1.27.3.
func Version() string {
	version, _, _ := strings.Cut(strings.TrimPrefix(runtime.Version(), "go"), " ")
	return version
}

// Offers are the tokens of what scenarios may ask for.
func Offers() []string {
	offers := []string{"role:client", "role:server", "tls:1.2", "tls:1.3"}
	for _, group := range Groups() {
		offers = append(offers, "group:"+group.Token)
	}
	return append(offers,
		"key:ecdsa-p256", "key:ecdsa-p384", "key:rsa-2048", "key:rsa-3072", "key:rsa-4096", "key:ed25519",
		"session:full", "session:ticket", "session:off", "session:cache",
		"retry", "alpn", "mtls", "exchange", "preamble", "closes:client", "hold",
		"observe:"+protocol.ObserveTiming, "observe:"+protocol.ObserveAllocations,
		"observe:"+protocol.ObserveCPUProfile, "observe:"+protocol.ObserveAllocProfile, "observe:"+protocol.ObserveWire,
		"connections", "loop:open", "threads")
}

// Observes are the columns that this stack fills, of both sides.
func Observes() []string {
	var observes []string
	for _, role := range []string{protocol.Client, protocol.Server} {
		for _, name := range sample.Full(role).Names() {
			observes = append(observes, role+"."+name)
		}
	}
	return observes
}

// Not is what this stack cannot offer or observe.
func Not() []protocol.Missing {
	not := []protocol.Missing{
		{What: "earlyData", Why: "crypto/tls has 0-RTT for QUIC only: a TLS client cannot send early data, and a server answers it with unsupported_extension", Source: "https://go.dev/issue/60107"},
		{What: "antiReplay:on", Why: "crypto/tls has 0-RTT for QUIC only", Source: "https://go.dev/issue/60107"},
		{What: "antiReplay:off", Why: "crypto/tls has 0-RTT for QUIC only", Source: "https://go.dev/issue/60107"},
		{What: "tickets", Why: "a server sends one ticket, as part of the handshake; the number cannot be set", Source: "https://pkg.go.dev/crypto/tls#Config"},
		{What: "server.tickets", Why: "only Config.WrapSession would show them, for which crypto/tls makes a whole ConnectionState inside the handshake", Source: "https://pkg.go.dev/crypto/tls#Config"},
		{What: "ticketsWithoutCache", Why: "client.tickets is known where the client keeps sessions (session: ticket or cache): what tickets come else are dropped inside crypto/tls", Source: "https://pkg.go.dev/crypto/tls#ClientSessionCache"},
		{What: "keyLog:resumed-1.2", Why: "crypto/tls writes the key log line of TLS 1.2 in full handshakes alone: of a resumed one there is none", Source: "https://pkg.go.dev/crypto/tls#Config"},
		{What: "client.certificateRead", Why: "no hook between the handshake secret and the chain verification: decoding the certificates cannot be told from reading the server's parameters", Source: "https://pkg.go.dev/crypto/tls#Config"},
		{What: "client.nameChecked", Why: "the host name is checked inside x509.Certificate.Verify, so within verifyStart … verifyEnd", Source: "https://pkg.go.dev/crypto/x509#Certificate.Verify"},
		{What: "server.appSecret", Why: "left out, since only a second key log line would show it, and formatting one is the dearest of all hooks; the secret is known when the flight is built, just before its write", Source: "https://pkg.go.dev/crypto/tls#Config"},
		{What: "server.finishedRead", Why: "no hook after the client's Finished is checked; the handshake call returns right after it", Source: "https://pkg.go.dev/crypto/tls#Config"},
		{What: "keyExchangeStart", Why: "no hook where the key exchange begins; only the key log shows where it has ended", Source: "https://pkg.go.dev/crypto/tls#Config"},
		{What: "cpuProfileRate", Why: "100 samples for each second of CPU time: runtime/pprof sets the rate itself, and where runtime.SetCPUProfileRate has set another before, the runtime prints a warning for each profile", Source: "https://go.dev/issue/40094"},
	}
	not = append(not, missingGroups()...)
	return append(not, missingFacts...)
}

// missingGroups are what this Go version cannot do with groups.
func missingGroups() []protocol.Missing {
	var missing []protocol.Missing
	if fixedOrder {
		missing = append(missing, protocol.Missing{What: "certificateCurves", Why: "a TLS 1.2 client names the curves of ECDSA certificates in the same list as its groups, and crypto/tls ignores the order of Config.CurvePreferences: where the group is p384 or p521, P-256 (and for p521 P-384) cannot stand behind it and is left out, and a server that goes by that, as OpenSSL does, refuses such a leaf", Source: "https://go.dev/issue/69393"})
		missing = append(missing, protocol.Missing{What: "groupOrder", Why: "the order of Config.CurvePreferences is ignored in favour of a fixed one; a list in another order is refused, and so is a retry whose first group is not the first in it", Source: "https://go.dev/issue/69393"})
	}
	for _, hybrid := range []protocol.Missing{
		{What: x25519MLKEM768, Why: "in crypto/tls since Go 1.24; the X25519Kyber768Draft00 of Go 1.23 is another group", Source: "https://go.dev/doc/go1.24#cryptotlspkgcryptotls"},
		{What: secP256r1MLKEM768, Why: "in crypto/tls since Go 1.26", Source: "https://go.dev/doc/go1.26#cryptotlspkgcryptotls"},
	} {
		if !slices.ContainsFunc(Groups(), func(g Group) bool { return g.Token == hybrid.What }) {
			hybrid.What = "group:" + hybrid.What
			missing = append(missing, hybrid)
		}
	}
	return missing
}
