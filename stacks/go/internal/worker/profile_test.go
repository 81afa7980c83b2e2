package worker_test

import (
	"runtime"
	"testing"

	"handshakelab/go/internal/labtest"
	"handshakelab/go/internal/protocol"
)

// The workers of these tests share a process, so that a profile of one side shows both. In cmd/hslab-go they are apart.

// handshakeFunction is on the stack of all that a client's handshake does.
const handshakeFunction = "crypto/tls.(*Conn).clientHandshake"

func checkProfiles(t *testing.T, outcome labtest.Outcome, role string, block int, parts ...string) []labtest.Pprof {
	t.Helper()
	var profiles []labtest.Pprof
	for i, profile := range outcome.Profiles {
		if i >= len(parts) {
			break
		}
		want := protocol.ProfileHeader{Endpoint: 0, Block: int64(block), Role: role, Part: parts[i], Format: "pprof"}
		if profile.ProfileHeader != want {
			t.Errorf("%+v, want %+v", profile.ProfileHeader, want)
		}
		profiles = append(profiles, labtest.ReadPprof(t, profile.Bytes))
	}
	if len(outcome.Profiles) != len(parts) {
		t.Fatalf("%d profiles, want %v", len(outcome.Profiles), parts)
	}
	return profiles
}

func TestCPUProfile(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	// A second of CPU time or so on any machine, of which each 10 ms are a sample.
	const handshakes = 500
	for block, role := range []string{protocol.Client, protocol.Server} {
		serverObserves, clientObserves := "timing", "cpu-profile"
		if role == protocol.Server {
			serverObserves, clientObserves = clientObserves, serverObserves
		}
		p.server.Arm(0, block, serverObserves)
		client := p.client.Block(0, block, clientObserves, handshakes, 1, p.port)
		server := p.server.Collect(0, block, handshakes, 2000)
		checkGood(t, server, client, handshakes)
		profiled, plain := client, server
		if role == protocol.Server {
			profiled, plain = server, client
		}
		profile := checkProfiles(t, profiled, role, block, "whole")[0]
		checkProfiles(t, plain, role, block)
		if profile.Period != 10_000_000 {
			t.Errorf("one sample each %d ns", profile.Period)
		}
		if ns := profile.Sum(t, "cpu", handshakeFunction); ns <= 0 {
			t.Errorf("%d samples, none in %s", len(profile.Samples), handshakeFunction)
		}
		checkMarks(t, server, join(t, server, client)[0], client, 0, false) // The same as in a timing block.
	}
}

func TestAllocProfile(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	const handshakes = 20
	// What a handshake allocates, counted another way.
	_, counted := p.block("allocations", handshakes, 1)
	perBlock := *counted.Done.Usage.AllocatedBytes

	var before int64
	for i := range 3 {
		p.blocks++
		p.server.Arm(0, p.blocks, "timing")
		client := p.client.Block(0, p.blocks, "alloc-profile", handshakes, 1, p.port)
		server := p.server.Collect(0, p.blocks, handshakes, 2000)
		checkGood(t, server, client, handshakes)
		profiles := checkProfiles(t, client, protocol.Client, p.blocks, "base", "whole")
		base, whole := profiles[0].Sum(t, "alloc_space", handshakeFunction), profiles[1].Sum(t, "alloc_space", handshakeFunction)
		// The count of the other block is of both sides, which are one process here; the client's is the greater half.
		if bytes := whole - base; bytes < perBlock/4 || bytes > perBlock {
			t.Errorf("the profile has %d bytes of the handshakes, a block allocates %d", bytes, perBlock)
		}
		// The blocks in between are not sampled, but for one allocation on each CPU when the rate changes.
		if between := base - before; i > 0 && (between < 0 || between > perBlock/20) {
			t.Errorf("the base has %d bytes of handshakes, before the block there were %d", base, before)
		}
		before = whole
		if runtime.MemProfileRate != 0 {
			t.Errorf("MemProfileRate stays %d", runtime.MemProfileRate)
		}
		p.block("timing", handshakes, 1) // Is not sampled: the next base does not have it.
	}

	p.server.Arm(0, 100, "alloc-profile")
	p.client.Block(0, 100, "timing", handshakes, 1, p.port)
	profiles := checkProfiles(t, p.server.Collect(0, 100, handshakes, 2000), protocol.Server, 100, "base", "whole")
	const serverFunction = "crypto/tls.(*Conn).serverHandshake"
	if bytes := profiles[1].Sum(t, "alloc_space", serverFunction) - profiles[0].Sum(t, "alloc_space", serverFunction); bytes <= 0 {
		t.Errorf("the server's profile has %d bytes", bytes)
	}
}

func TestOneProfileAtATime(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	for _, first := range []string{"cpu-profile", "alloc-profile"} {
		p.server.Arm(0, 1, first)
		for _, second := range []string{"cpu-profile", "alloc-profile"} {
			var failure protocol.Failure
			p.client.Ask(labtest.Object{"type": "block", "endpoint": 0, "block": 1, "observe": second, "handshakes": 1, "connections": 1,
				"port": p.port, "timeoutMs": 1000}, "error", &failure)
			if failure.Code != "profiler-busy" {
				t.Errorf("%+v", failure)
			}
		}
		// A block that nobody collects gives its profile up when the next is armed.
		p.server.Arm(0, 2, "timing")
		client := p.client.Block(0, 2, first, 1, 1, p.port)
		if len(client.Profiles) == 0 {
			t.Error("no profile")
		}
		if server := p.server.Collect(0, 2, 1, 2000); len(server.Profiles) != 0 {
			t.Errorf("%d profiles of a timing block", len(server.Profiles))
		}
		// So does an endpoint that is made anew.
		p.server.Arm(0, 3, first)
		p.server.Configure(0, labtest.Config{PKI: pki})
		p.port = p.server.Serve(0)
		p.server.Arm(0, 4, first)
		p.server.Collect(0, 4, 0, 100)
	}
}
