// Command hslab-go-quic is the worker of quic-go: TLS 1.3 over QUIC (RFC 9001) instead of TCP. One process, one role, frames on its
// standard pipes. The authority for everything it says is stacks/PROTOCOL.md.
//
//	hslab-go-quic --role client
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
)

// quicGoVersion is set by the build: sources without modules do not know their version.
var quicGoVersion = "unknown"

func main() {
	role := flag.String("role", "", "`server` or `client`")
	flag.Parse()
	if (*role != protocol.Server && *role != protocol.Client) || flag.NArg() != 0 {
		fmt.Fprintln(os.Stderr, "usage: hslab-go-quic --role server|client")
		os.Exit(exitProtocol)
	}
	// A write to a closed stdout then fails instead of killing the process: the exit code stays the protocol's.
	signal.Ignore(syscall.SIGPIPE)
	// quic-go would write to stderr that the system's receive buffers are small: for handshakes they are large enough.
	_ = os.Setenv("QUIC_GO_DISABLE_RECEIVE_BUFFER_WARNING", "true")
	os.Exit(run(*role, os.Stdin, os.Stdout, os.Stderr))
}
