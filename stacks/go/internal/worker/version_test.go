package worker_test

import (
	"crypto/tls"
	"math"
	"slices"
	"strings"
	"testing"

	"handshakelab/go/internal/labtest"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/stack"
)

func TestNegotiatesTLS12(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, session := range []string{"full", "ticket", "off"} {
		for token, group := range map[string]tls.CurveID{"x25519": tls.X25519, "p256": tls.CurveP256, "p384": tls.CurveP384, "p521": tls.CurveP521} {
			t.Run(session+" "+token, func(t *testing.T) {
				config := labtest.Config{PKI: pki, Version: "1.2", Session: session, Groups: []string{token}, ALPN: []string{"h2"}}
				p := newPair(t, config, config)
				for range 2 {
					server, client := p.block("timing", 4, 2)
					checkGood(t, server, client, 4)
					for i, row := range join(t, server, client) {
						checkTLS12(t, &client, i, session == "ticket", group)
						checkTLS12(t, &server, row, session == "ticket", group)
						if client.Ns("bytesWritten")[i] != server.Ns("bytesRead")[row] {
							t.Errorf("client wrote %v, server read %v", client.Ns("bytesWritten")[i], server.Ns("bytesRead")[row])
						}
					}
				}
			})
		}
	}
}

// checkTLS12 holds one side of a handshake against what TLS 1.2 is like.
func checkTLS12(t *testing.T, side *labtest.Outcome, row int, resumed bool, group tls.CurveID) {
	t.Helper()
	want := map[string]float64{"version": tls.VersionTLS12, "resumed": 0, "retried": 0, "group": float64(group)}
	client := []string{"connectEnd", "start", "write0Start", "read0End", "verifyStart", "verifyEnd", "verified", "appSecret", "write1Start", "end"}
	server := []string{"start", "read0End", "parsed", "selected", "signStart", "signEnd", "write0Start", "read1End", "write1Start", "end"}
	missing := []string{"hsSecret"}
	if resumed { // The server's Finished comes first, no keys are exchanged, and nothing is signed.
		want["resumed"], want["group"] = 1, math.NaN()
		client = []string{"connectEnd", "start", "write0Start", "read0End", "verified", "write1Start", "end"}
		server = []string{"start", "read0End", "parsed", "selected", "write0Start", "end"}
		missing = append(missing, "verifyStart", "signStart", "appSecret")
	}
	order := client
	if side.Header["ns"].Role == protocol.Server {
		order = server
	}
	ordered(t, *side, row, order)
	for _, column := range missing {
		if side.Ns(column) != nil {
			absent(t, *side, row, column)
		}
	}
	for column, value := range want {
		if got := side.Ns(column)[row]; got != value && !(math.IsNaN(got) && math.IsNaN(value)) {
			t.Errorf("%s %s = %v, want %v", side.Header["ns"].Role, column, got, value)
		}
	}
	if side.Text("alpn", row) != "h2" {
		t.Errorf("ALPN %q", side.Text("alpn", row))
	}
	if suite := side.Ns("suite")[row]; suite < 0xc000 {
		t.Errorf("suite %v", suite)
	}
}

func TestKeyTypesOfTLS12(t *testing.T) {
	for _, offer := range stack.Offers() {
		if key, isKey := strings.CutPrefix(offer, "key:"); isKey {
			t.Run(key, func(t *testing.T) {
				pki := labtest.NewPKI(t, key)
				config := labtest.Config{PKI: pki, Version: "1.2", Exchange: &protocol.Exchange{RequestBytes: 10, ResponseBytes: 10}}
				server, client := newPair(t, config, config).block("timing", 2, 1)
				checkGood(t, server, client, 2)
			})
		}
	}
}

func TestHooksOffInTLS12(t *testing.T) {
	config := labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256"), Version: "1.2", Session: "ticket", Hooks: "off"}
	server, client := newPair(t, config, config).block("timing", 3, 1)
	checkGood(t, server, client, 3)
	if !all(client.Ns("resumed"), 1) || !all(client.Ns("version"), tls.VersionTLS12) {
		t.Errorf("resumed %v, version %v", client.Ns("resumed"), client.Ns("version"))
	}
}

func TestNothingElseIsNegotiated(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for name, test := range map[string]struct {
		server, client         labtest.Config
		serverSays, clientSays string
	}{
		"1.2 at a server of 1.3": {labtest.Config{}, labtest.Config{Version: "1.2"},
			"server: choosing parameters: tls: client offered only unsupported versions: [303] (alert 70 protocol_version sent)",
			"client: reading ServerHello and certificates: remote alert 70 protocol_version"},
		"1.3 at a server of 1.2": {labtest.Config{Version: "1.2"}, labtest.Config{},
			"server: choosing parameters: tls: client offered only unsupported versions: [304] (alert 70 protocol_version sent)",
			"client: reading ServerHello: remote alert 70 protocol_version"},
		// The client names the curves that certificates may be of, but the server holds to its groups.
		"another group": {labtest.Config{Version: "1.2", Groups: []string{"p521"}}, labtest.Config{Version: "1.2"},
			"server: choosing parameters: tls: no cipher suite supported by both client and server (alert 40 handshake_failure sent)",
			"client: reading ServerHello and certificates: remote alert 40 handshake_failure"},
		"wrong root": {labtest.Config{Version: "1.2"}, labtest.Config{Version: "1.2", PKI: labtest.NewPKI(t, "ecdsa-p256")},
			"server: reading ClientKeyExchange and client Finished: remote alert 42 bad_certificate",
			"client: verifying certificates: x509: certificate signed by unknown authority (alert 42 bad_certificate sent)"},
	} {
		t.Run(name, func(t *testing.T) {
			test.server.PKI = pki
			if test.client.PKI == (labtest.PKI{}) {
				test.client.PKI = pki
			}
			server, client := newPair(t, test.server, test.client).block("timing", 2, 1)
			if client.Done.Failed != 2 || server.Done.Failed != 2 {
				t.Fatalf("client %+v, server %+v", client.Done, server.Done)
			}
			if got := client.Text("error", 0); got != test.clientSays {
				t.Errorf("client says %q\nwant %q", got, test.clientSays)
			}
			if got := inWordsOfNow(server.Text("error", 0)); got != test.serverSays {
				t.Errorf("server says %q\nwant %q", got, test.serverSays)
			}
		})
	}
}

func TestMutual(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, version := range []string{"1.2", "1.3"} {
		for _, session := range []string{"full", "ticket", "off"} {
			t.Run(version+" "+session, func(t *testing.T) {
				config := labtest.Config{PKI: pki, Version: version, Session: session, Mutual: true}
				plain := labtest.Config{PKI: pki, Version: version, Session: session}
				server, client := newPair(t, config, config).block("timing", 6, 2)
				checkGood(t, server, client, 6)
				without, _ := newPair(t, plain, plain).block("timing", 6, 2)
				resumed := session == "ticket"
				if want := map[bool]float64{false: 0, true: 1}[resumed]; !all(client.Ns("resumed"), want) {
					t.Errorf("resumed %v", client.Ns("resumed"))
				}
				// The client's certificates came, but where a session brought them back.
				rows := join(t, server, client)
				if more := server.Ns("bytesRead")[rows[0]] - slices.Max(without.Ns("bytesRead")); !resumed && more < 500 {
					t.Errorf("the server read %v bytes more than without", more)
				}
			})
		}
	}
}

// alertOfNow puts the alert of a TLS 1.2 server that gets no certificate into that of RFC 5246, section 7.4.6: older Gos send another.
func alertOfNow(version, text string) string {
	if version == "1.2" {
		return strings.Replace(text, "42 bad_certificate", "40 handshake_failure", 1)
	}
	return text
}

func TestMutualRefuses(t *testing.T) {
	pki, other := labtest.NewPKI(t, "ecdsa-p256"), labtest.NewPKI(t, "ecdsa-p256")
	stranger := pki
	stranger.CertificateFile, stranger.KeyFile = other.CertificateFile, other.KeyFile
	exchange := &protocol.Exchange{RequestBytes: 100_000, ResponseBytes: 10}
	for name, test := range map[string]struct {
		server, client         labtest.Config
		serverSays, clientSays string
	}{
		// crypto/tls shows none that the server's list of authorities does not lead to.
		"certificate of another root": {labtest.Config{Mutual: true}, labtest.Config{Mutual: true, PKI: stranger},
			"server: reading client Finished: tls: client didn't provide a certificate (alert 116 certificate_required sent)",
			"client: handshake done, then remote alert 116 certificate_required"},
		"no certificate, but a request": {labtest.Config{Mutual: true, Exchange: exchange}, labtest.Config{Exchange: exchange},
			"server: reading client Finished: tls: client didn't provide a certificate (alert 116 certificate_required sent)",
			"client: reading the response: remote alert 116 certificate_required"},
		"no certificate in TLS 1.2": {labtest.Config{Version: "1.2", Mutual: true}, labtest.Config{Version: "1.2"},
			"server: reading ClientKeyExchange and client Finished: tls: client didn't provide a certificate (alert 40 handshake_failure sent)",
			"client: waiting for server Finished: remote alert 40 handshake_failure"},
	} {
		t.Run(name, func(t *testing.T) {
			test.server.PKI = pki
			if test.client.PKI == (labtest.PKI{}) {
				test.client.PKI = pki
			}
			server, client := newPair(t, test.server, test.client).block("timing", 3, 1)
			if client.Done.Failed != 3 || server.Done.Failed != 3 {
				t.Fatalf("client %+v, server %+v", client.Done, server.Done)
			}
			if got := alertOfNow(test.server.Version, client.Text("error", 0)); got != test.clientSays {
				t.Errorf("client says %q\nwant %q", got, test.clientSays)
			}
			if got := alertOfNow(test.server.Version, server.Text("error", 0)); got != test.serverSays {
				t.Errorf("server says %q\nwant %q", got, test.serverSays)
			}
		})
	}
}
