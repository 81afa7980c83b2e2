// Command hslab-relay stands between TLS clients and servers on the loopback interface and makes a network of it: it delays, limits,
// records, and breaks what it carries. It speaks lines of JSON on stdin and stdout, as stacks/PROTOCOL.md has it.
//
// Exit codes: 0 at the end of stdin, 2 for a wrong command line or a line that is no request.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"handshakelab/go/internal/relay"
)

const exitProtocol = 2

// gcPercent: what is carried is garbage soon after. A few MB of it cost less than a collection while bytes are due.
const gcPercent = 1000

func main() {
	if len(os.Args) != 1 {
		end("usage: hslab-relay")
	}
	// A write to a closed stdout then fails instead of killing the process.
	signal.Ignore(syscall.SIGPIPE)
	debug.SetGCPercent(gcPercent)
	if err := relay.Serve(os.Stdin, os.Stdout, relay.Hurry()); err != nil {
		end(err)
	}
}

func end(why any) {
	fmt.Fprintln(os.Stderr, "hslab-relay:", why)
	os.Exit(exitProtocol)
}
