package main

import (
	"os"
	"runtime"

	"handshakelab/go/internal/affinity"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/stack"
)

func readyOf(role string) (protocol.Ready, error) {
	cpus, err := affinity.CPUs()
	if err != nil {
		return protocol.Ready{}, err
	}
	offers := []string{"role:client", "role:server", "tls:1.3", "transport:quic"}
	for _, group := range stack.Groups() {
		offers = append(offers, "group:"+group.Token)
	}
	offers = append(offers,
		"key:ecdsa-p256", "key:ecdsa-p384", "key:rsa-2048", "key:rsa-3072", "key:rsa-4096", "key:ed25519",
		"session:full", "session:ticket", "retry", "alpn", "mtls", "exchange", "earlyData", "observe:timing", "connections", "threads")
	return protocol.Ready{
		Type: "ready", Protocol: protocol.Version, Stack: "go-quic", Version: quicGoVersion,
		Library: protocol.Library{Name: "crypto/tls", Version: runtime.Version()},
		Role:    role, PID: os.Getpid(), CPUs: cpus, Offers: offers, Observes: observes(), Not: not,
	}, nil
}

func observes() []string {
	var names []string
	for _, role := range []string{protocol.Client, protocol.Server} {
		for _, column := range columnsOf(role, true, true, 0)[1:] {
			names = append(names, role+"."+column.Name)
		}
	}
	return names
}

var not = []protocol.Missing{
	{What: "tls:1.2", Why: "QUIC is secured with TLS 1.3", Source: "https://www.rfc-editor.org/rfc/rfc9001#section-4.2"},
	{What: "preamble", Why: "QUIC has no handshake of the transport's own before TLS's: the relay delays its datagrams from the first on", Source: "https://www.rfc-editor.org/rfc/rfc9000#section-7"},
	{What: "session:off", Why: "the worker's own choice: quic-go sends a ticket after each handshake", Source: "https://pkg.go.dev/crypto/tls#Config"},
	{What: "session:cache", Why: "not built: sessions are kept by lane", Source: "https://pkg.go.dev/crypto/tls#ClientSessionCache"},
	{What: "antiReplay:on", Why: "quic-go has no protection of its own against early data that comes twice", Source: "https://quic-go.net/docs/quic/server/#0rtt"},
	{What: "antiReplay:off", Why: "quic-go has no protection of its own, so there is nothing to switch off", Source: "https://quic-go.net/docs/quic/server/#0rtt"},
	{What: "tickets", Why: "quic-go sends one ticket; the number cannot be set", Source: "https://pkg.go.dev/crypto/tls#QUICConn.SendSessionTicket"},
	{What: "observe:allocations", Why: "a connection works in several goroutines at once, so what is allocated between two marks is not the handshake's alone", Source: "https://pkg.go.dev/github.com/quic-go/quic-go"},
	{What: "observe:cpu-profile", Why: "not built for this worker; the stack go has the same crypto/tls", Source: "https://pkg.go.dev/runtime/pprof"},
	{What: "observe:alloc-profile", Why: "not built for this worker; the stack go has the same crypto/tls", Source: "https://pkg.go.dev/runtime/pprof"},
	{What: "observe:wire", Why: "QUIC's packets are not TLS records, and the wire is read as these", Source: "https://www.rfc-editor.org/rfc/rfc9001#section-4"},
	{What: "hold", Why: "not built: an idle QUIC connection is kept alive by packets of its own", Source: "https://www.rfc-editor.org/rfc/rfc9000#section-10.1"},
	{What: "loop:open", Why: "not built for this worker", Source: "https://pkg.go.dev/github.com/quic-go/quic-go"},
	{What: "client.reads", Why: "quic-go reads and writes datagrams in goroutines of its own, of all connections of a socket", Source: "https://pkg.go.dev/github.com/quic-go/quic-go#Transport"},
}
