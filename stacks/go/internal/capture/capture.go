package capture

import "time"

// The kernel hands a block of packets over when it is full or retireMs old. A capture that stops at once loses its tail, while
// "0 dropped" is said: so it goes on until nothing has come for quiet, or for longest at most.
const (
	quiet   = 200 * time.Millisecond
	longest = 1500 * time.Millisecond
	poll    = 20 * time.Millisecond
)

// Flow is one TLS handshake on the wire. Times are ns from the epoch, on CLOCK_MONOTONIC.
type Flow struct {
	Port       uint16 `json:"port"`
	ServerPort uint16 `json:"serverPort"`
	// SynNs is the client's first SYN.
	SynNs int64 `json:"synNs"`
	// ClientHelloNs and ServerHelloNs are each side's first segment with payload (with a HelloRetryRequest, that).
	ClientHelloNs int64 `json:"clientHelloNs"`
	ServerHelloNs int64 `json:"serverHelloNs"`
	// ServerFlightEndNs is the server's last segment with payload before FinishedNs.
	ServerFlightEndNs int64 `json:"serverFlightEndNs"`
	// FinishedNs is the client's segment that ends its Finished.
	FinishedNs int64 `json:"finishedNs"`
	// TicketsNs is the server's first segment after it that ends a record too long for close_notify; nil: there was none. (A server
	// may send its tickets with its first flight, as Go's does; encrypted, they cannot be told from it.)
	TicketsNs *int64 `json:"ticketsNs"`
	// ClientBytes and ServerBytes are all payload of the connection, each byte once.
	ClientBytes int64 `json:"clientBytes"`
	ServerBytes int64 `json:"serverBytes"`
	// Packets counts all segments of the connection, both ways.
	Packets int64 `json:"packets"`
}

// Flows is what a capture saw. Handshakes that were not whole are not among the flows, but counted as incomplete.
type Flows struct {
	Type    string `json:"type"`
	Flows   []Flow `json:"flows"`
	Packets int64  `json:"packets"`
	// KernelDrops is how many packets the kernel had no room for.
	KernelDrops int64 `json:"kernelDrops"`
	// ClockOffsetSpreadNs is how far CLOCK_REALTIME, which packets are stamped with, moved against CLOCK_MONOTONIC.
	ClockOffsetSpreadNs int64 `json:"clockOffsetSpreadNs"`
	Incomplete          int64 `json:"incomplete"`
}

// Capture is one under way. Not for concurrent use.
type Capture struct {
	socket  *socket
	table   *table
	epochNs int64
	begun   bothClocks
}

// Start captures the segments from and to these ports on the loopback interface. It must be polled.
func Start(serverPorts []uint16, epochNs int64) (*Capture, error) {
	socket, err := openSocket(serverPorts)
	if err != nil {
		return nil, err
	}
	return &Capture{socket: socket, table: newTable(serverPorts), epochNs: epochNs, begun: readClocks()}, nil
}

// Poll takes what has come, and reports whether anything has.
func (c *Capture) Poll() bool { return c.socket.read(c.table.add) > 0 }

// Stop waits for the rest, ends the capture and returns what it saw.
func (c *Capture) Stop() (Flows, error) {
	begun := time.Now()
	for last := begun; time.Since(last) < quiet && time.Since(begun) < longest; time.Sleep(poll) {
		if c.Poll() {
			last = time.Now()
		}
	}
	drops, err := c.socket.drops()
	c.Close()
	if err != nil {
		return Flows{}, err
	}
	return c.table.report(converter{c.begun, readClocks()}, c.epochNs, drops), nil
}

// Close ends the capture without a result.
func (c *Capture) Close() { c.socket.close() }

// PollInterval is how often a capture wants to be polled.
const PollInterval = poll

func (t *table) report(clocks converter, epochNs, drops int64) Flows {
	report := Flows{Type: "flows", Flows: []Flow{}, Packets: t.packets, KernelDrops: drops, ClockOffsetSpreadNs: clocks.spreadNs()}
	at := func(realNs int64) int64 { return clocks.monotonicNs(realNs) - epochNs }
	for _, f := range t.flows {
		if !f.complete() {
			report.Incomplete++
			continue
		}
		flow := Flow{
			Port: f.port, ServerPort: f.serverPort, SynNs: at(f.syn), ClientHelloNs: at(f.clientHello), ServerHelloNs: at(f.serverHello),
			ServerFlightEndNs: at(f.serverFlightEnd), FinishedNs: at(f.finished),
			ClientBytes: f.client.bytes, ServerBytes: f.server.bytes, Packets: f.packets,
		}
		if f.tickets != unseen {
			tickets := at(f.tickets)
			flow.TicketsNs = &tickets
		}
		report.Flows = append(report.Flows, flow)
	}
	return report
}
