// Command hslab-go is the worker of Go's crypto/tls: one process, one role, frames on its
// standard pipes. The authority for everything it says is stacks/PROTOCOL.md.
//
//	hslab-go --role client
//
// Exit codes: 0 after `stop` or at the end of stdin, 2 for a wrong command line or a protocol error.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/worker"
)

func main() {
	role := flag.String("role", "", "`server` or `client`")
	flag.Parse()
	if (*role != protocol.Server && *role != protocol.Client) || flag.NArg() != 0 {
		fmt.Fprintln(os.Stderr, "usage: hslab-go --role server|client")
		os.Exit(2)
	}
	// A write to a closed stdout then fails instead of killing the process: the exit code stays the protocol's.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(worker.Run(*role, os.Stdin, os.Stdout, os.Stderr))
}
