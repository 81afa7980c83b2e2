package main

import (
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"handshakelab/go/internal/labtest"
	"handshakelab/go/internal/protocol"
)

func start(t *testing.T, role string) *labtest.Engine {
	t.Helper()
	inRead, inWrite := io.Pipe()
	outRead, outWrite := io.Pipe()
	go func() {
		run(role, inRead, outWrite, os.Stderr)
		_ = outWrite.Close()
	}()
	engine := labtest.NewEngine(t, inWrite, outRead)
	t.Cleanup(func() { _ = inWrite.Close() })
	return engine
}

// change adjusts a side's configuration.
type change func(role string, configure, tls labtest.Object)

// block runs a block between two workers.
func block(t *testing.T, handshakes, connections int, changes ...change) (client, server labtest.Outcome) {
	t.Helper()
	config := labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")}
	engines := map[string]*labtest.Engine{}
	for _, role := range []string{protocol.Server, protocol.Client} {
		engine := start(t, role)
		engines[role] = engine
		message := config.Message(0, engine.Epoch)
		for _, change := range changes {
			change(role, message, message["tls"].(labtest.Object))
		}
		engine.Ask(message, "configured", nil)
	}
	port := engines[protocol.Server].Serve(0)
	engines[protocol.Server].Arm(0, 1, "timing")
	client = engines[protocol.Client].Block(0, 1, "timing", handshakes, connections, port)
	server = engines[protocol.Server].Collect(0, 1, client.Done.Handshakes, 3000)
	for _, engine := range engines {
		engine.Stop()
	}
	return client, server
}

func with(name string, value any) change {
	return func(_ string, _, tls labtest.Object) { tls[name] = value }
}

func exchange(_ string, configure, _ labtest.Object) {
	configure["exchange"] = labtest.Object{"requestBytes": 300, "responseBytes": 40_000}
}

func all(values []float64, want float64) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(value float64) bool { return value != want })
}

func complete(t *testing.T, client, server labtest.Outcome, handshakes int) {
	t.Helper()
	if client.Done.Handshakes != handshakes || client.Done.Failed != 0 || server.Done.Failed != 0 {
		t.Fatalf("%+v, %+v, %s, %s", client.Done, server.Done, client.Header["ns"].Strings, server.Header["ns"].Strings)
	}
	for row, port := range client.Ns("port") {
		other := slices.Index(server.Ns("port"), port)
		if other < 0 {
			t.Fatalf("the server saw no port %v", port)
		}
		if from, to := server.Ns("start")[other], server.Ns("end")[other]; !(from > client.Ns("start")[row] && to > from) {
			t.Errorf("row %d: server %v to %v, client from %v", row, from, to, client.Ns("start")[row])
		}
	}
}

func TestFullHandshakesAreCompleteAndInOrder(t *testing.T) {
	client, server := block(t, 6, 1)
	complete(t, client, server, 6)
	if !all(client.Ns("version"), 0x0304) || !all(client.Ns("group"), 0x001d) || !all(client.Ns("resumed"), 0) || !all(client.Ns("earlyData"), 0) {
		t.Errorf("%v", client.Columns)
	}
	for row := range 6 {
		for side, order := range map[*labtest.Outcome][]string{
			&client: {"connectStart", "start", "hsSecret", "verifyStart", "verifyEnd", "appSecret", "end"},
			&server: {"start", "parsed", "selected", "hsSecret", "signStart", "signEnd", "end"},
		} {
			instants := []float64{}
			for _, name := range order {
				instants = append(instants, side.Ns(name)[row])
			}
			if !slices.IsSorted(instants) || slices.ContainsFunc(instants, math.IsNaN) {
				t.Errorf("%v at %v", order, instants)
			}
		}
	}
	if client.Text("alpn", 0) != ownALPN {
		t.Errorf("ALPN %q", client.Text("alpn", 0))
	}
}

func TestLanesShareABlock(t *testing.T) {
	client, server := block(t, 24, 8)
	complete(t, client, server, 24)
	if lanes := slices.Compact(slices.Sorted(slices.Values(client.Ns("lane")))); len(lanes) != 8 {
		t.Errorf("lanes %v", lanes)
	}
}

func TestTicketsResume(t *testing.T) {
	client, server := block(t, 6, 2, with("session", "ticket"))
	complete(t, client, server, 6)
	if !all(client.Ns("resumed"), 1) {
		t.Errorf("resumed %v", client.Ns("resumed"))
	}
}

func TestEarlyData(t *testing.T) {
	for outcome, code := range map[string]float64{earlyNone: 0, earlyAccepted: 1, earlyRejected: 2} {
		t.Run(outcome, func(t *testing.T) {
			client, server := block(t, 8, 1, with("session", "ticket"), with("earlyData", outcome), exchange)
			complete(t, client, server, 8)
			if !all(client.Ns("earlyData"), code) || !all(client.Ns("resumed"), 1) {
				t.Errorf("%v, resumed %v", client.Ns("earlyData"), client.Ns("resumed"))
			}
			for row := range 8 {
				if read := server.Ns("requestRead")[row]; math.IsNaN(read) {
					t.Error("the server did not read the request")
				}
				if sent, end := client.Ns("requestSent")[row], client.Ns("end")[row]; (sent < end) != (outcome != earlyNone) {
					t.Errorf("sent at %v, the handshake's end at %v", sent, end)
				}
			}
		})
	}
}

func TestAHelloRetryRequestIsForced(t *testing.T) {
	client, server := block(t, 3, 1, with("groups", []string{"x25519", "p256"}), with("retry", true))
	complete(t, client, server, 3)
	if !all(client.Ns("group"), 0x0017) {
		t.Errorf("group %v", client.Ns("group"))
	}
}

func TestAClientShowsACertificate(t *testing.T) {
	client, server := block(t, 3, 1, with("mutual", true))
	complete(t, client, server, 3)
}

func TestFailuresNameSideAndAlert(t *testing.T) {
	client, _ := block(t, 2, 1, func(role string, _, tls labtest.Object) { tls["alpn"] = []string{role} })
	if client.Done.Failed != 2 || !strings.Contains(client.Text("error", 0), "client: handshake: remote alert 120 no_application_protocol") {
		t.Errorf("%d failed: %s", client.Done.Failed, client.Text("error", 0))
	}
	client, _ = block(t, 2, 1, func(role string, configure, _ labtest.Object) {
		if role == protocol.Client {
			configure["rootFile"] = labtest.NewPKI(t, "ecdsa-p256").RootFile
		}
	})
	if client.Done.Failed != 2 || !strings.Contains(client.Text("error", 0), "alert 42 bad_certificate sent") {
		t.Errorf("%d failed: %s", client.Done.Failed, client.Text("error", 0))
	}
}

func TestRefusals(t *testing.T) {
	config := labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")}
	for name, value := range map[string]any{"version": "1.2", "session": "cache", "earlyData": "accepted", "tickets": 1, "antiReplay": true} {
		engine := start(t, protocol.Client)
		message := config.Message(0, engine.Epoch)
		message["tls"].(labtest.Object)[name] = value
		var failure protocol.Failure
		engine.Ask(message, "error", &failure)
		if failure.Code != protocol.CodeUnsupported && failure.Code != protocol.CodeBadRequest {
			t.Errorf("%s: %+v", name, failure)
		}
	}
}
