package relay

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
	"time"

	"handshakelab/go/internal/clock"
)

const (
	readBytes      = 64 << 10
	connectTimeout = 2 * time.Second
)

func (p *Path) listenTCP() error {
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: loopback})
	if err != nil {
		return err
	}
	p.listening, p.port = listener, uint16(listener.Addr().(*net.TCPAddr).Port)
	p.done.Add(1)
	go func() {
		defer p.done.Done()
		for {
			client, err := listener.AcceptTCP()
			if err != nil {
				return // Closed.
			}
			p.done.Add(1)
			go func() {
				defer p.done.Done()
				p.carryTCP(client)
			}()
		}
	}()
	return nil
}

// carryTCP returns when both directions are over.
func (p *Path) carryTCP(client *net.TCPConn) {
	acceptedNs := clock.Now()
	defer client.Close()
	if !p.keep(client) {
		return
	}
	defer p.forget(client)
	port := uint16(client.RemoteAddr().(*net.TCPAddr).Port)
	connection := p.recorder.opened(port, acceptedNs-p.epochNs)
	defer func() { p.recorder.closed(connection, p.now()) }()
	faulty := p.faulty()

	// The server's connection is made when SYN and SYN-ACK would have travelled: its accept then comes about when the ACK would be on its way.
	if p.settings.Preamble && p.settings.DelayNs > 0 {
		alarm, err := clock.NewAlarm()
		if err != nil {
			reset(client)
			return
		}
		alarm.Sleep(acceptedNs + 2*p.settings.DelayNs)
		alarm.Close()
	}
	if p.settings.Preamble {
		p.lateness.add(clock.Now() - (acceptedNs + 2*p.settings.DelayNs))
		if _, err := client.Write([]byte{0}); err != nil {
			return
		}
	}
	server, err := connect(port, p.settings.Target)
	if err != nil {
		reset(client)
		return
	}
	defer server.Close()
	if !p.keep(server) {
		return
	}
	defer p.forget(server)

	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.direct(fromServer, server, client, connection, faulty)
	}()
	p.direct(fromClient, client, server, connection, faulty)
	<-ended
}

func connect(fromPort, toPort uint16) (*net.TCPConn, error) {
	dialer := net.Dialer{
		Timeout:   connectTimeout,
		LocalAddr: &net.TCPAddr{IP: upstreamHost, Port: int(fromPort)},
		Control:   reuseAddress,
	}
	connection, err := dialer.DialContext(context.Background(), "tcp4", (&net.TCPAddr{IP: loopback, Port: int(toPort)}).String())
	if err != nil {
		return nil, err
	}
	return connection.(*net.TCPConn), nil
}

// reuseAddress: a connection of before from this port may be in TIME_WAIT, and another path may have the same port at the same time.
func reuseAddress(_, _ string, raw syscall.RawConn) (err error) {
	controlErr := raw.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1) })
	return errors.Join(controlErr, err)
}

// reset ends a connection with an RST.
func reset(connection *net.TCPConn) {
	_ = connection.SetLinger(0) // It fails only where the connection is closed already, as Close does.
	_ = connection.Close()
}

// direct carries one direction until its end has been handed on.
func (p *Path) direct(direction Direction, from, to *net.TCPConn, connection *Connection, faulty bool) {
	line := p.newLine()
	delivery := delivery{path: p, from: from, to: to}
	if faulty && places[p.settings.Fault.At].from == direction {
		delivery.seeker = &seeker{recordType: places[p.settings.Fault.At].recordType}
	}
	send := delivery.deliver
	parcels := make(chan parcel, queued)
	delivered := make(chan struct{})
	if line.immediate() {
		close(delivered)
	} else {
		send = func(next parcel) bool {
			parcels <- next
			return true
		}
		go func() {
			defer close(delivered)
			if err := carry(parcels, delivery.deliver); err != nil {
				reset(from)
				reset(to)
			}
			for range parcels { // The reader must not wait for anybody.
			}
		}()
	}

	buffer := make([]byte, readBytes)
	for {
		n, err := from.Read(buffer)
		readNs := clock.Now()
		if n > 0 {
			next := parcel{dueNs: line.dueNs(readNs, n), bytes: append([]byte(nil), buffer[:n]...)}
			next.chunk = p.recorder.read(connection, direction, readNs-p.epochNs, next.bytes)
			if !send(next) {
				break
			}
		}
		if err != nil {
			send(parcel{dueNs: line.dueNs(readNs, 0), end: true, reset: !errors.Is(err, io.EOF)})
			break
		}
	}
	close(parcels)
	<-delivered
}

// delivery is the far end of a line.
type delivery struct {
	path     *Path
	from, to *net.TCPConn
	seeker   *seeker
	dropping bool
}

func (d *delivery) deliver(next parcel) bool {
	if next.end {
		switch {
		case next.reset:
			reset(d.to)
		case !d.dropping:
			_ = d.to.CloseWrite() // It fails only where the other side is gone already.
		}
		return false
	}
	bytes, broken := next.bytes, false
	if d.seeker != nil && !d.dropping {
		if at := d.seeker.seek(bytes); at >= 0 {
			bytes, broken = bytes[:at], true
		}
	}
	if len(bytes) > 0 && !d.dropping {
		sentNs := clock.Now()
		if _, err := d.to.Write(bytes); err != nil {
			reset(d.from)
			return false
		}
		d.path.lateness.add(sentNs - next.dueNs)
		d.path.recorder.sent(next.chunk, sentNs-d.path.epochNs)
	}
	if !broken {
		return true
	}
	if d.path.settings.Fault.Action == "drop" {
		d.dropping = true
		return true
	}
	reset(d.to)
	reset(d.from)
	return false
}
