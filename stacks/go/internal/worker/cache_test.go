package worker_test

import (
	"math"
	"slices"
	"testing"

	"handshakelab/go/internal/labtest"
	"handshakelab/go/internal/protocol"
)

// named runs a block with names on both sides.
func (p *pair) named(names []int64, connections int) (server, client labtest.Outcome) {
	p.blocks++
	p.server.Arm(0, p.blocks, "timing")
	client = p.client.NamedBlock(0, p.blocks, names, connections, p.port)
	return p.server.Collect(0, p.blocks, client.Done.Handshakes, 2000), client
}

func TestCache(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, version := range []string{"1.2", "1.3"} {
		for _, hooks := range []string{"timing", "off"} {
			t.Run(version+" "+hooks, func(t *testing.T) {
				config := labtest.Config{PKI: pki, Version: version, Session: "cache", CacheSize: 2, Hooks: hooks}
				p := newPair(t, config, config)
				server, client := p.named([]int64{0, 1, 0, 2, 0, 1, 1}, 1)
				checkGood(t, server, client, 7)
				// A third name drives out the one that was used least recently.
				if want := []float64{0, 0, 1, 0, 1, 0, 1}; !slices.Equal(client.Ns("resumed"), want) {
					t.Errorf("resumed %v, want %v", client.Ns("resumed"), want)
				}
				if want := []float64{0, 1, 0, 2, 0, 1, 1}; !slices.Equal(client.Ns("name"), want) {
					t.Errorf("names %v", client.Ns("name"))
				}
				if hooks == "timing" {
					for i, row := range join(t, server, client) {
						// A resumption chooses by the ticket, a full handshake by the certificate.
						ordered(t, server, row, []string{"parsed", "selected", "end"})
						if signed := !math.IsNaN(server.Ns("signStart")[row]); signed != (client.Ns("resumed")[i] == 0) {
							t.Errorf("resumed %v, signed %v", client.Ns("resumed")[i], signed)
						}
					}
				}
				// Over blocks, too, and with other lanes.
				if _, client = p.named([]int64{0, 1}, 2); !all(client.Ns("resumed"), 1) {
					t.Errorf("later: resumed %v", client.Ns("resumed"))
				}
				// Configured anew, it has forgotten.
				p.client.Configure(0, config)
				if _, client = p.named([]int64{1}, 1); !all(client.Ns("resumed"), 0) {
					t.Errorf("anew: resumed %v", client.Ns("resumed"))
				}
			})
		}
	}
}

func TestCacheWithManyLanes(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	config := labtest.Config{PKI: pki, Session: "cache", CacheSize: 8}
	p := newPair(t, config, config)
	names := make([]int64, 200)
	for i := range names {
		names[i] = int64(i % 8)
	}
	p.named(names, 8)
	server, client := p.named(names, 8)
	checkGood(t, server, client, len(names))
	if !all(client.Ns("resumed"), 1) { // As many sessions as names.
		t.Errorf("resumed %v", client.Ns("resumed"))
	}
	counts := map[float64]int{}
	for _, name := range client.Ns("name") {
		counts[name]++
	}
	for name := range 8 {
		if counts[float64(name)] != 25 {
			t.Errorf("%d: %d handshakes", name, counts[float64(name)])
		}
	}
}

// Names without a cache, and a cache without names.
func TestNamesAndCacheApart(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	_, client := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki}).named([]int64{7, 7, 9}, 1)
	if want := []float64{7, 7, 9}; !slices.Equal(client.Ns("name"), want) || client.Done.Failed != 0 || !all(client.Ns("resumed"), 0) {
		t.Errorf("names %v, resumed %v, %+v", client.Ns("name"), client.Ns("resumed"), client.Done)
	}
	config := labtest.Config{PKI: pki, Session: "cache", CacheSize: 1}
	_, client = newPair(t, config, config).block("timing", 3, 1)
	if want := []float64{0, 1, 1}; !slices.Equal(client.Ns("resumed"), want) || client.Ns("name") != nil {
		t.Errorf("resumed %v, names %v", client.Ns("resumed"), client.Ns("name"))
	}
}

// The names that were asked for are those of the schedule's order, too.
func TestNamesOnASchedule(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	client := p.client.Outcome(p.client.Send(labtest.Object{"type": "block", "endpoint": 0, "block": 1, "observe": "timing", "handshakes": 3, "connections": 3,
		"port": p.port, "scheduleNs": []int64{0, 5e6, 10e6}, "names": []int64{4, 5, 6}, "timeoutMs": 5000}))
	for row, name := range client.Ns("name") {
		if offset := client.Ns("intended")[row] - slices.Min(client.Ns("intended")); offset != (name-4)*5e6 {
			t.Errorf("name %v at %v", name, offset)
		}
	}
}

func TestTickets(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, version := range []string{"1.2", "1.3"} {
		config := labtest.Config{PKI: pki, Version: version, Session: "cache", CacheSize: 4, Exchange: &protocol.Exchange{RequestBytes: 1, ResponseBytes: 1}}
		// Names of their own, so full handshakes: whether a resumption of TLS 1.2 brings a new ticket is the server's choice.
		if _, client := newPair(t, config, config).named([]int64{0, 1, 2}, 1); !all(client.Ns("tickets"), 1) {
			t.Errorf("TLS %s: tickets %v", version, client.Ns("tickets"))
		}
		config.Session = "off"
		client := config
		client.Session = "cache"
		if _, client := newPair(t, config, client).named([]int64{0, 0}, 1); !all(client.Ns("tickets"), 0) || !all(client.Ns("resumed"), 0) {
			t.Errorf("TLS %s without tickets: %v, resumed %v", version, client.Ns("tickets"), client.Ns("resumed"))
		}
	}
	config := labtest.Config{PKI: pki, Session: "ticket"}
	if _, client := newPair(t, config, config).block("timing", 3, 1); !all(client.Ns("tickets"), 1) {
		t.Errorf("tickets %v", client.Ns("tickets"))
	}
	_, client := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki}).block("timing", 1, 1)
	if client.Ns("tickets") != nil {
		t.Errorf("a client that keeps none says %v", client.Ns("tickets"))
	}
}

func TestClientCloses(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, session := range []string{"full", "ticket"} {
		config := labtest.Config{PKI: pki, Session: session, Closes: "client"}
		server, client := newPair(t, config, config).block("timing", 20, 2)
		checkGood(t, server, client, 20)
		if session == "ticket" && (!all(client.Ns("resumed"), 1) || !all(client.Ns("tickets"), 1)) {
			t.Errorf("resumed %v, tickets %v", client.Ns("resumed"), client.Ns("tickets"))
		}
	}
}
