package relay

import (
	"net"
	"net/netip"

	"handshakelab/go/internal/clock"
)

// longestDatagram is UDP's own bound.
const longestDatagram = 65_535

// listenUDP takes a client's address for a connection, which lasts until the client is silent for a while.
func (p *Path) listenUDP() error {
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: loopback})
	if err != nil {
		return err
	}
	p.listening, p.port = socket, uint16(socket.LocalAddr().(*net.UDPAddr).Port)
	p.done.Add(1)
	go func() {
		defer p.done.Done()
		p.carryUDP(socket)
	}()
	return nil
}

// flow is one client's address.
type flow struct {
	towards    *net.UDPConn
	line       line
	connection *Connection
	parcels    chan parcel
	heardNs    int64 // when the client's last datagram came
}

// flowNs is how long a client may be silent before its flow is forgotten. A connection of ours lasts seconds at most.
const flowNs = int64(20e9)

func (p *Path) carryUDP(socket *net.UDPConn) {
	flows := map[netip.AddrPort]*flow{}
	end := func(client netip.AddrPort, one *flow) {
		close(one.parcels)
		_ = one.towards.Close()
		p.recorder.closed(one.connection, p.now())
		delete(flows, client)
	}
	defer func() {
		for client, one := range flows {
			end(client, one)
		}
	}()
	var sweptNs int64
	buffer := make([]byte, longestDatagram)
	for {
		n, client, err := socket.ReadFromUDPAddrPort(buffer)
		readNs := clock.Now()
		if err != nil {
			return // Closed.
		}
		one := flows[client]
		if one == nil {
			if one = p.newFlow(socket, client); one == nil {
				continue // As a network loses a datagram.
			}
			flows[client] = one
		}
		one.heardNs = readNs
		if readNs-sweptNs > flowNs {
			sweptNs = readNs
			for other, old := range flows {
				if readNs-old.heardNs > flowNs {
					end(other, old)
				}
			}
		}
		one.send(p, fromClient, readNs, buffer[:n], one.parcels, &one.line)
	}
}

func (p *Path) newFlow(socket *net.UDPConn, client netip.AddrPort) *flow {
	dialer := net.Dialer{LocalAddr: &net.UDPAddr{IP: upstreamHost, Port: int(client.Port())}, Control: reuseAddress}
	dialed, err := dialer.Dial("udp4", (&net.UDPAddr{IP: loopback, Port: int(p.settings.Target)}).String())
	if err != nil {
		return nil
	}
	towards := dialed.(*net.UDPConn)
	if !p.keep(towards) {
		_ = towards.Close()
		return nil
	}
	made := &flow{towards: towards, line: p.newLine(), parcels: make(chan parcel, queued), connection: p.recorder.opened(client.Port(), p.now())}
	p.done.Add(2)
	go func() {
		defer p.done.Done()
		p.handOn(made.parcels, func(bytes []byte) { _, _ = towards.Write(bytes) }) // A datagram that cannot be sent is lost, as on a network.
	}()
	go func() {
		defer p.done.Done()
		defer p.forget(towards)
		p.answers(made, socket, client)
	}()
	return made
}

// answers carries what the server sends back.
func (p *Path) answers(one *flow, socket *net.UDPConn, client netip.AddrPort) {
	back, parcels := p.newLine(), make(chan parcel, queued)
	p.done.Add(1)
	go func() {
		defer p.done.Done()
		p.handOn(parcels, func(bytes []byte) { _, _ = socket.WriteToUDPAddrPort(bytes, client) })
	}()
	defer close(parcels)
	buffer := make([]byte, longestDatagram)
	for {
		n, err := one.towards.Read(buffer)
		readNs := clock.Now()
		if err != nil {
			return // Closed, or the server's port is.
		}
		one.send(p, fromServer, readNs, buffer[:n], parcels, &back)
	}
}

// send puts a datagram on a line; where the line is full it is lost.
func (f *flow) send(p *Path, from Direction, readNs int64, datagram []byte, parcels chan<- parcel, line *line) {
	next := parcel{dueNs: line.dueNs(readNs, len(datagram)), bytes: append([]byte(nil), datagram...)}
	next.chunk = p.recorder.read(f.connection, from, readNs-p.epochNs, next.bytes)
	select {
	case parcels <- next:
	default:
	}
}

func (p *Path) handOn(parcels <-chan parcel, write func([]byte)) {
	// Without an alarm everything is lost, as on a network that is down.
	_ = carry(parcels, func(next parcel) bool {
		sentNs := clock.Now()
		write(next.bytes)
		p.lateness.add(sentNs - next.dueNs)
		p.recorder.sent(next.chunk, sentNs-p.epochNs)
		return true
	})
}
