// Command hslab-capture watches the handshakes of some servers on the loopback interface from outside: a second opinion
// on what the workers report. It needs CAP_NET_RAW.
//
// It speaks lines of JSON. First it prints
//
//	{"type":"ready"}
//
// and then answers each command with one line:
//
//	{"type":"start","ports":[41877],"epochNs":"8123456789012"}  →  {"type":"started"}
//	{"type":"stop"}  →  {"type":"flows","flows":[…],"packets":12,"kernelDrops":0,"clockOffsetSpreadNs":40,"incomplete":0}
//	{"type":"quit"}  →  ends, as the end of stdin does
//
// A command that cannot be carried out is answered with {"type":"error","message":"…"}. A flow is (all times in ns from
// epochNs on CLOCK_MONOTONIC, see internal/capture.Flow)
//
//	{"port":50112,"serverPort":41877,"synNs":1,"clientHelloNs":2,"serverHelloNs":3,"serverFlightEndNs":4,"finishedNs":5,
//	 "ticketsNs":null,"clientBytes":300,"serverBytes":1800,"packets":12}
//
// Exit codes: 0 after `quit` or at the end of stdin, 2 for a wrong command line or command, 3 where capturing is not permitted.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"handshakelab/go/internal/capture"
)

const (
	exitProtocol     = 2
	exitNotPermitted = 3
)

func main() {
	if len(os.Args) != 1 {
		end(exitProtocol, "usage: hslab-capture")
	}
	// A write to a closed stdout then fails instead of killing the process.
	signal.Ignore(syscall.SIGPIPE)
	if err := capture.Allowed(); err != nil {
		end(exitNotPermitted, err)
	}
	if err := capture.Serve(os.Stdin, os.Stdout); err != nil {
		end(exitProtocol, err)
	}
}

func end(code int, why any) {
	fmt.Fprintln(os.Stderr, "hslab-capture:", why)
	os.Exit(code)
}
