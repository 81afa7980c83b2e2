package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"handshakelab/go/internal/labtest"
)

// residentKB is a process's VmRSS.
func residentKB(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes
}

// What is held is seen in what is resident, and given back.
func TestHeldConnectionsAreResident(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	server, client := startProcess(t, "server"), startProcess(t, "client")
	server.Configure(0, labtest.Config{PKI: pki})
	client.Configure(0, labtest.Config{PKI: pki})
	port := server.Serve(0)
	hold := func(connections int) {
		server.Hold(0, connections, 0)
		if holding := client.Hold(0, connections, port); holding.Connections != connections || server.Hold(0, connections, 0).Connections != connections {
			t.Fatalf("%+v", holding)
		}
	}
	release := func() {
		client.Release(0)
		server.Release(0)
	}
	hold(50)
	release()
	const connections = 400
	resident := func() [2]int {
		return [2]int{residentKB(t, server.command.Process.Pid), residentKB(t, client.command.Process.Pid)}
	}
	before := resident()
	hold(connections)
	held := resident()
	release()
	after := resident()
	for side, name := range []string{"server", "client"} {
		t.Logf("%s: %d kB, with %d connections %d kB, then %d kB", name, before[side], connections, held[side], after[side])
		if grown := held[side] - before[side]; grown < connections || grown > 100*connections {
			t.Errorf("%s: %d kB for %d connections", name, grown, connections)
		}
		if left, grown := after[side]-before[side], held[side]-before[side]; left > grown/2 {
			t.Errorf("%s: of %d kB %d are left", name, grown, left)
		}
	}
}
