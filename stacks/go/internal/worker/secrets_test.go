package worker_test

import (
	"slices"
	"strings"
	"testing"

	"handshakelab/go/internal/labtest"
)

// labels counts a key log's lines by their labels.
func labels(t *testing.T, lines []string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for i, line := range lines {
		words := strings.Fields(line)
		if len(words) != 3 || len(words[1]) != 64 || slices.Contains(lines[:i], line) {
			t.Errorf("line %q is none, or comes twice", line)
			continue
		}
		counts[words[0]]++
	}
	return counts
}

func TestWire(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	four := []string{"CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"}
	for _, test := range []struct {
		version, session, hooks string
		labels                  []string
		each                    int
	}{
		{"1.3", "full", "timing", four, 8}, {"1.3", "full", "off", four, 8},
		{"1.3", "ticket", "timing", four, 10}, // Two lanes fetched their tickets first.
		{"1.2", "full", "timing", []string{"CLIENT_RANDOM"}, 8}, {"1.2", "full", "off", []string{"CLIENT_RANDOM"}, 8},
		{"1.2", "ticket", "timing", []string{"CLIENT_RANDOM"}, 2}, // crypto/tls writes none of those that resume.
	} {
		t.Run(test.version+" "+test.session+" "+test.hooks, func(t *testing.T) {
			config := labtest.Config{PKI: pki, Version: test.version, Session: test.session, Hooks: test.hooks}
			p := newPair(t, config, config)
			server, client := p.block("wire", 8, 2)
			checkGood(t, server, client, 8)
			for _, outcome := range []labtest.Outcome{server, client} {
				counts := labels(t, outcome.Done.KeyLog)
				for _, label := range test.labels {
					if counts[label] != test.each {
						t.Errorf("%s has %d of %s, want %d", outcome.Header["ns"].Role, counts[label], label, test.each)
					}
				}
				if len(counts) != len(test.labels) {
					t.Errorf("%s has %v", outcome.Header["ns"].Role, counts)
				}
				slices.Sort(outcome.Done.KeyLog)
			}
			if !slices.Equal(server.Done.KeyLog, client.Done.KeyLog) {
				t.Error("the sides do not agree on the secrets")
			}
			if test.hooks == "timing" && test.version == "1.3" {
				for i, row := range join(t, server, client) {
					checkMarks(t, server, row, client, i, test.session == "ticket")
				}
			}
			// The next block is a timing again, and writes none.
			server, client = p.block("timing", 4, 2)
			checkGood(t, server, client, 4)
			if server.Done.KeyLog != nil || client.Done.KeyLog != nil {
				t.Error("a timing block has a key log")
			}
		})
	}
}

// Of a handshake that failed the secrets are told as far as there were any.
func TestWireOfFailures(t *testing.T) {
	p := newPair(t, labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")}, labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")})
	server, client := p.block("wire", 2, 1)
	if client.Done.Failed != 2 || labels(t, client.Done.KeyLog)["CLIENT_HANDSHAKE_TRAFFIC_SECRET"] != 2 || labels(t, server.Done.KeyLog)["SERVER_TRAFFIC_SECRET_0"] != 2 {
		t.Errorf("client %v, server %v", client.Done.KeyLog, server.Done.KeyLog)
	}
}
