package capture

// unseen is the time of what was not seen.
const unseen int64 = -1

// flow is one TCP connection; its times are CLOCK_REALTIME in ns.
type flow struct {
	port, serverPort uint16
	synSequence      uint32
	packets          int64
	client, server   stream

	syn, clientHello, serverHello, serverFlightEnd, finished, tickets int64
}

func newFlow(port, serverPort uint16, synNs int64, sequence uint32) *flow {
	f := &flow{port: port, serverPort: serverPort, synSequence: sequence, syn: synNs,
		clientHello: unseen, serverHello: unseen, serverFlightEnd: unseen, finished: unseen, tickets: unseen}
	f.client.synchronise(sequence)
	return f
}

// fromClient takes a segment that the client sent.
//
// Which of its segments is the Finished? Before the server's first answer it sends its ClientHello; after it a second one, where
// the answer was a HelloRetryRequest, in a record of type 22, or change_cipher_spec (20), or Finished, encrypted, in a
// record of type 23. A client that gives up instead sends an alert: of type 21, or encrypted and too short for a Finished. (A
// client with a certificate of its own would send that first; the lab has none.)
func (f *flow) fromClient(ns int64, s segment) {
	finished := false
	isNew := f.client.add(s.sequence, s.payload, func(kind byte, length int) {
		finished = finished || (kind == recordApplicationData && length >= shortestFinished)
	})
	switch {
	case !isNew:
	case f.clientHello == unseen:
		f.clientHello = ns
	case finished && f.serverHello != unseen && f.finished == unseen:
		f.finished = ns
	}
}

// fromServer takes a segment that the server sent. What it sends after the client's Finished, longer than the close_notify
// that ends the connection, are its tickets. Those that a server sends with its first flight, as Go's does, cannot be told from it.
func (f *flow) fromServer(ns int64, s segment) {
	if s.syn {
		if !f.server.known {
			f.server.synchronise(s.sequence)
		}
		return
	}
	long := false
	isNew := f.server.add(s.sequence, s.payload, func(kind byte, length int) {
		long = long || (kind == recordApplicationData && length >= shortestFinished)
	})
	if !isNew {
		return
	}
	if f.serverHello == unseen {
		f.serverHello = ns
	}
	switch {
	case f.finished == unseen:
		f.serverFlightEnd = ns
	case long && f.tickets == unseen:
		f.tickets = ns
	}
}

// complete: the client's Finished was seen, and with it all that comes before. Only such flows are told.
func (f *flow) complete() bool { return f.finished != unseen }

// table sorts segments into flows.
type table struct {
	servers map[uint16]bool
	open    map[[2]uint16]*flow // by client port and server port
	flows   []*flow             // in the order of their SYNs
	packets int64
}

func newTable(serverPorts []uint16) *table {
	t := &table{servers: map[uint16]bool{}, open: map[[2]uint16]*flow{}}
	for _, port := range serverPorts {
		t.servers[port] = true
	}
	return t
}

// add takes a packet, from its IPv4 header on, and its time.
func (t *table) add(ns int64, packet []byte) {
	s, ok := parseSegment(packet)
	if !ok {
		return
	}
	fromClient := t.servers[s.destination]
	if !fromClient && !t.servers[s.source] {
		return
	}
	t.packets++
	port, serverPort := s.source, s.destination
	if !fromClient {
		port, serverPort = serverPort, port
	}
	key := [2]uint16{port, serverPort}
	f := t.open[key]
	// A port may come again within a capture: a SYN begins a new connection, unless it is the last one's sent again.
	if fromClient && s.syn && !s.ack && (f == nil || f.synSequence != s.sequence) {
		f = newFlow(port, serverPort, ns, s.sequence)
		t.open[key] = f
		t.flows = append(t.flows, f)
	}
	if f == nil { // Its SYN was before the capture.
		return
	}
	f.packets++
	if fromClient {
		f.fromClient(ns, s)
	} else {
		f.fromServer(ns, s)
	}
}
