package worker_test

import (
	"testing"
	"time"

	"handshakelab/go/internal/labtest"
	"handshakelab/go/internal/protocol"
)

func TestHold(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for name, config := range map[string]labtest.Config{
		"plain":     {},
		"hooks off": {Hooks: "off"},
		"TLS 1.2":   {Version: "1.2"},
		"ticket":    {Session: "ticket"},
		"cache":     {Session: "cache", CacheSize: 4},
		"mutual":    {Mutual: true},
		"exchange":  {Exchange: &protocol.Exchange{RequestBytes: 100, ResponseBytes: 20_000}},
	} {
		t.Run(name, func(t *testing.T) {
			config.PKI = pki
			p := newPair(t, config, config)
			if first := p.server.Hold(0, 40, 0); first.Connections != 0 {
				t.Errorf("before the first connection: %+v", first)
			}
			if holding := p.client.Hold(0, 40, p.port); holding.Connections != 40 || holding.Failed != 0 {
				t.Errorf("client: %+v", holding)
			}
			// They stay open, past what a handshake may take.
			if holding := p.server.Hold(0, 40, 0); holding.Connections != 40 {
				t.Errorf("server: %+v", holding)
			}
			if holding := p.client.Hold(0, 2, p.port); holding.Connections != 42 || p.server.Hold(0, 42, 0).Connections != 42 {
				t.Errorf("two more: %+v", holding)
			}
			p.client.Release(0)
			p.server.Release(0)
			if holding := p.server.Hold(0, 0, 0); holding.Connections != 0 {
				t.Errorf("released: %+v", holding)
			}
			p.server.Release(0)
			// Then it is recorded again.
			server, client := p.block("timing", 4, 1)
			checkGood(t, server, client, 4)
		})
	}
}

func TestHoldBehindARelay(t *testing.T) {
	config := labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256"), Preamble: true}
	p := newPair(t, config, config)
	p.server.Hold(0, 2, 0)
	if holding := p.client.Hold(0, 2, heldBack(t, p.port, []byte{0}, time.Millisecond)); holding.Connections != 2 || p.server.Hold(0, 2, 0).Connections != 2 {
		t.Errorf("%+v", holding)
	}
}

func TestHoldThatFails(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")})
	p.server.Hold(0, 30, 0)
	if holding := p.client.Hold(0, 30, p.port); holding.Connections != 0 || holding.Failed != 30 {
		t.Errorf("client: %+v", holding)
	}
	if holding := p.client.Hold(0, 30, unusedPort(t)); holding.Connections != 0 || holding.Failed != 30 {
		t.Errorf("no server: %+v", holding)
	}
	if holding := p.server.Hold(0, 30, 0); holding.Connections != 0 {
		t.Errorf("server: %+v", holding)
	}
	var failure protocol.Failure
	p.server.Ask(labtest.Object{"type": "block", "endpoint": 0, "block": 1, "observe": "timing", "handshakes": 0, "connections": 1}, "error", &failure)
	if failure.Code != protocol.CodeBadRequest {
		t.Errorf("a block while connections are held: %+v", failure)
	}
}
