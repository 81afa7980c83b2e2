package worker_test

import (
	"testing"

	"handshakelab/go/internal/capture"
	"handshakelab/go/internal/labtest"
)

// The workers' stamps held against the packets: every handshake is on the wire, at the times at which its calls were made.
func TestAgreesWithTheWire(t *testing.T) {
	if err := capture.Allowed(); err != nil {
		t.Skip(err)
	}
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	watching, err := capture.Start([]uint16{uint16(p.port)}, p.client.Epoch)
	if err != nil {
		t.Fatal(err)
	}
	const handshakes, lanes = 300, 8
	server, client := p.block("timing", handshakes, lanes)
	checkGood(t, server, client, handshakes)
	seen, err := watching.Stop()
	if err != nil {
		t.Fatal(err)
	}
	if len(seen.Flows) != handshakes || seen.Incomplete != 0 || seen.KernelDrops != 0 {
		t.Fatalf("%d flows, %d incomplete, %d drops", len(seen.Flows), seen.Incomplete, seen.KernelDrops)
	}
	// How well CLOCK_REALTIME, which packets are stamped with, is known against CLOCK_MONOTONIC.
	const allowedNs = 5000
	for row, port := range client.Ns("port") {
		column := func(name string) float64 { return client.Ns(name)[row] }
		flow := flowOf(t, seen.Flows, port, column("connectStart")-allowedNs, column("connectEnd")+allowedNs)
		for name, at := range map[string]int64{"write0": flow.ClientHelloNs, "write1": flow.FinishedNs} {
			if ns := float64(at); ns < column(name+"Start")-allowedNs || ns > column(name+"End")+allowedNs {
				t.Errorf("%s from %v to %v, its packet at %v", name, column(name+"Start"), column(name+"End"), ns)
			}
		}
		if ns := float64(flow.ServerHelloNs); ns < column("write0Start")-allowedNs || ns > column("read0End")+allowedNs {
			t.Errorf("ServerHello at %v, ClientHello from %v, read until %v", ns, column("write0Start"), column("read0End"))
		}
		if float64(flow.ClientBytes) != column("bytesWritten") || float64(flow.ServerBytes) < column("bytesRead") {
			t.Errorf("%+v, the client wrote %v and read %v", flow, column("bytesWritten"), column("bytesRead"))
		}
	}
}

// flowOf is the one of a client's port whose SYN lies between these times: ports may come again.
func flowOf(t *testing.T, flows []capture.Flow, port, fromNs, toNs float64) capture.Flow {
	t.Helper()
	for _, flow := range flows {
		if syn := float64(flow.SynNs); float64(flow.Port) == port && syn >= fromNs && syn <= toNs {
			return flow
		}
	}
	t.Fatalf("no flow of port %v from %v to %v", port, fromNs, toNs)
	return capture.Flow{}
}
