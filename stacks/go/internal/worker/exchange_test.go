package worker_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"handshakelab/go/internal/labtest"
	"handshakelab/go/internal/protocol"
)

func TestExchange(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	// Longer than a record, so that several reads are made on either side.
	exchange := &protocol.Exchange{RequestBytes: 40_000, ResponseBytes: 70_000}
	for _, session := range []string{"full", "ticket", "off"} {
		for _, hooks := range []string{"timing", "off"} {
			t.Run(session+" "+hooks, func(t *testing.T) {
				config := labtest.Config{PKI: pki, Session: session, Hooks: hooks, Exchange: exchange}
				p := newPair(t, config, config)
				server, client := p.block("timing", 12, 3)
				checkGood(t, server, client, 12)
				for i, row := range join(t, server, client) {
					ordered(t, client, i, []string{"start", "end", "requestStart", "requestSent", "firstByte"})
					ordered(t, server, row, []string{"end", "requestRead", "responseSent"})
					if client.Ns("requestStart")[i] > server.Ns("requestRead")[row] || server.Ns("requestRead")[row] > client.Ns("firstByte")[i] {
						t.Errorf("request from %v, read %v, first byte %v", client.Ns("requestStart")[i], server.Ns("requestRead")[row], client.Ns("firstByte")[i])
					}
				}
			})
		}
	}
}

// What follows the handshake is no part of what is counted for it.
func TestExchangeIsNotAllocatedByTheHandshake(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	config := labtest.Config{PKI: pki, Exchange: &protocol.Exchange{RequestBytes: 10, ResponseBytes: 1 << 20}}
	server, client := newPair(t, config, config).block("allocations", 2, 1)
	checkGood(t, server, client, 2)
	for _, outcome := range []labtest.Outcome{server, client} {
		for _, column := range []string{"requestStart", "firstByte", "responseSent"} {
			if outcome.Columns["bytes"][column] != nil {
				t.Errorf("%s has bytes of %s", outcome.Header["ns"].Role, column)
			}
		}
	}
}

func TestWithoutAnExchangeThereAreNoColumnsOfIt(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	server, client := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki}).block("timing", 1, 1)
	if client.Ns("requestStart") != nil || client.Ns("firstByte") != nil || server.Ns("requestRead") != nil {
		t.Error("there are")
	}
}

func TestExchangeThatFails(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	// The server closes after the handshake, the client wants an answer.
	server, client := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki, Exchange: &protocol.Exchange{RequestBytes: 1, ResponseBytes: 1}}).block("timing", 1, 1)
	if server.Done.Failed != 0 || client.Done.Failed != 1 || !strings.HasPrefix(client.Text("error", 0), "client: reading the response: ") {
		t.Errorf("%+v, %q", client.Done, client.Header["ns"].Strings)
	}
}

// Each side waits for more than the other sends.
func TestExchangeTimesOut(t *testing.T) {
	if testing.Short() {
		t.Skip("takes the deadline's 5 s")
	}
	t.Parallel()
	pki := labtest.NewPKI(t, "ecdsa-p256")
	server, client := newPair(t, labtest.Config{PKI: pki, Exchange: &protocol.Exchange{RequestBytes: 5, ResponseBytes: 1}},
		labtest.Config{PKI: pki, Exchange: &protocol.Exchange{RequestBytes: 2, ResponseBytes: 3}}).block("timing", 1, 1)
	if client.Done.Failed != 1 || server.Done.Failed != 1 || server.Text("error", 0) == "" {
		t.Errorf("%+v, %q, %q", client.Done, client.Header["ns"].Strings, server.Header["ns"].Strings)
	}
}

// heldBack carries connections to a port on this machine, and begins each with these bytes after a while.
func heldBack(t *testing.T, target int, first []byte, after time.Duration) (port int) {
	t.Helper()
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	carry := func(to, from *net.TCPConn) {
		_, _ = io.Copy(to, from)
		_ = to.CloseWrite()
	}
	go func() {
		for {
			client, err := listener.AcceptTCP()
			if err != nil {
				return
			}
			time.Sleep(after)
			_, _ = client.Write(first)
			server, err := net.DialTCP("tcp4", nil, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: target})
			if err != nil {
				client.Close()
				continue
			}
			go carry(server, client)
			go carry(client, server)
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port
}

func TestPreamble(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	const roundTrip = 20 * time.Millisecond
	p := newPair(t, labtest.Config{PKI: pki, Preamble: true}, labtest.Config{PKI: pki, Preamble: true})
	p.port = heldBack(t, p.port, []byte{0}, roundTrip)
	server, client := p.block("timing", 3, 1)
	if client.Done.Failed != 0 || server.Done.Handshakes != 3 || server.Done.Failed != 0 {
		t.Fatalf("%+v, %q", client.Done, client.Header["ns"].Strings)
	}
	for row := range 3 {
		if connect := client.Ns("connectEnd")[row] - client.Ns("connectStart")[row]; connect < float64(roundTrip) {
			t.Errorf("connected in %v ns", connect)
		}
		ordered(t, client, row, []string{"connectStart", "connectEnd", "start", "write0Start", "end"})
	}
}

func TestPreambleThatIsNone(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki, Preamble: true})
	p.port = heldBack(t, p.port, []byte{22}, 0)
	_, client := p.block("timing", 1, 1)
	if text := client.Text("error", 0); text != "client: waiting for the relay's first byte: it did not come first" {
		t.Errorf("says %q", text)
	}
	absent(t, client, 0, "start", "end")
}
