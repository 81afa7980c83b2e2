package capture

import (
	"encoding/binary"
	"reflect"
	"testing"
)

const (
	clientPort, serverPort = 50112, 41877
	clientISN, serverISN   = 0xffff_ffc0, 7000 // The client's numbers wrap around.
)

// record is a TLS record with a body of this length.
func record(kind byte, length int) []byte {
	made := make([]byte, recordHeaderBytes+length)
	made[0], made[1], made[2] = kind, 3, 3
	binary.BigEndian.PutUint16(made[3:], uint16(length))
	return made
}

func join(parts ...[]byte) (all []byte) {
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// packet is an IPv4 packet with options in both headers.
func packet(source, destination uint16, sequence uint32, flags byte, payload []byte) []byte {
	const ipBytes, tcpBytes = 24, 32
	made := make([]byte, ipBytes+tcpBytes, ipBytes+tcpBytes+len(payload))
	made[0], made[ipv4Protocol] = ipv4<<4|ipBytes/4, protocolTCP
	binary.BigEndian.PutUint16(made[ipv4TotalLength:], uint16(ipBytes+tcpBytes+len(payload)))
	tcp := made[ipBytes:]
	binary.BigEndian.PutUint16(tcp, source)
	binary.BigEndian.PutUint16(tcp[2:], destination)
	binary.BigEndian.PutUint32(tcp[tcpSequence:], sequence)
	tcp[tcpHeaderLength], tcp[tcpFlags] = tcpBytes/4<<4, flags
	return append(made, payload...)
}

// wire makes the packets of one connection, one each 10 ns.
type wire struct {
	table            *table
	now              int64
	fromClient, from uint32 // next sequence numbers of client and server
}

func newWire(table *table) *wire {
	w := &wire{table: table}
	w.connect(clientISN)
	return w
}

func (w *wire) tick() int64 {
	w.now += 10
	return w.now
}

func (w *wire) connect(sequence uint32) {
	w.fromClient, w.from = sequence+1, serverISN+1
	w.table.add(w.tick(), packet(clientPort, serverPort, sequence, flagSYN, nil))
	w.table.add(w.tick(), packet(serverPort, clientPort, serverISN, flagSYN|flagACK, nil))
	w.table.add(w.tick(), packet(clientPort, serverPort, sequence+1, flagACK, nil))
}

func (w *wire) client(parts ...[]byte) int64 {
	payload := join(parts...)
	w.table.add(w.tick(), packet(clientPort, serverPort, w.fromClient, flagACK, payload))
	w.fromClient += uint32(len(payload))
	return w.now
}

func (w *wire) server(parts ...[]byte) int64 {
	payload := join(parts...)
	w.table.add(w.tick(), packet(serverPort, clientPort, w.from, flagACK, payload))
	w.from += uint32(len(payload))
	return w.now
}

var (
	hello       = record(recordHandshake, 200)
	serverHello = record(recordHandshake, 90)
	change      = record(recordChangeCipherSpec, 1)
	encrypted   = record(recordApplicationData, 800)
	finished    = record(recordApplicationData, 4+32+1+16)
	closeNotify = record(recordApplicationData, 2+1+16)
	ticket      = record(recordApplicationData, 200)
)

// flows are told with clocks that agree.
func flows(t *table) Flows {
	clocks := converter{bothClocks{0, 0}, bothClocks{1000, 1000}}
	return t.report(clocks, 0, 0)
}

func one(t *testing.T, table *table) Flow {
	t.Helper()
	report := flows(table)
	if len(report.Flows) != 1 || report.Incomplete != 0 {
		t.Fatalf("%+v", report)
	}
	return report.Flows[0]
}

func servers() *table { return newTable([]uint16{serverPort, 9}) }

func TestFullHandshake(t *testing.T) {
	w := newWire(servers())
	want := Flow{Port: clientPort, ServerPort: serverPort, SynNs: 10}
	want.ClientHelloNs = w.client(hello)
	want.ServerHelloNs = w.server(serverHello, change, encrypted[:300])
	w.client() // an acknowledgement
	want.ServerFlightEndNs = w.server(encrypted[300:])
	want.FinishedNs = w.client(change, finished)
	w.server(closeNotify)
	w.client()
	want.ClientBytes = int64(len(hello) + len(change) + len(finished))
	want.ServerBytes = int64(len(serverHello) + len(change) + len(encrypted) + len(closeNotify))
	want.Packets = 10
	if got := one(t, w.table); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if report := flows(w.table); report.Packets != 10 {
		t.Errorf("%d packets", report.Packets)
	}
}

func TestTickets(t *testing.T) {
	w := newWire(servers())
	w.client(hello)
	w.server(serverHello, encrypted)
	w.client(change, finished)
	at := w.server(ticket, closeNotify)
	w.server(ticket)
	if flow := one(t, w.table); flow.TicketsNs == nil || *flow.TicketsNs != at || flow.ServerFlightEndNs >= flow.FinishedNs {
		t.Errorf("%+v, want tickets at %d", flow, at)
	}
}

func TestHelloRetryRequest(t *testing.T) {
	for name, second := range map[string][][]byte{"alone": {hello}, "behind change_cipher_spec": {change, hello}} {
		w := newWire(servers())
		w.client(hello)
		retry := w.server(serverHello, change)
		w.client(second...)
		end := w.server(serverHello, encrypted)
		want := w.client(finished)
		if flow := one(t, w.table); flow.FinishedNs != want || flow.ServerHelloNs != retry || flow.ServerFlightEndNs != end {
			t.Errorf("%s: %+v, want Finished at %d", name, flow, want)
		}
	}
}

func TestFinishedInPieces(t *testing.T) {
	w := newWire(servers())
	w.client(hello[:100])
	w.client(hello[100:])
	w.server(serverHello, encrypted)
	w.client(change)
	w.client(finished[:3])
	w.client(finished[3:40])
	want := w.client(finished[40:])
	w.client(closeNotify)
	if flow := one(t, w.table); flow.FinishedNs != want || flow.ClientHelloNs != 40 {
		t.Errorf("%+v, want Finished at %d", flow, want)
	}
}

func TestHandshakesThatFail(t *testing.T) {
	for name, gives := range map[string][]byte{
		"alert in the clear":  record(recordAlert, 2),
		"alert, encrypted":    closeNotify,
		"empty Certificate":   record(recordApplicationData, 8+1+16),
		"nothing":             nil,
		"something not TLS":   []byte("GET / HTTP/1.1\r\n\r\n"),
		"only half of a flow": finished[:20],
	} {
		w := newWire(servers())
		w.client(hello)
		w.server(serverHello, encrypted)
		w.client(gives)
		if report := flows(w.table); len(report.Flows) != 0 || report.Incomplete != 1 {
			t.Errorf("%s: %+v", name, report)
		}
	}
}

func TestSentAgain(t *testing.T) {
	w := newWire(servers())
	w.table.add(w.tick(), packet(clientPort, serverPort, clientISN, flagSYN, nil))
	w.client(hello)
	w.fromClient -= uint32(len(hello))
	w.client(hello) // the same bytes
	w.server(serverHello, encrypted)
	w.fromClient -= 10
	want := w.client(hello[len(hello)-10:], change, finished) // some old, some new
	w.fromClient -= uint32(len(finished))
	w.client(finished)
	flow := one(t, w.table)
	if flow.FinishedNs != want || flow.SynNs != 10 || flow.ClientBytes != int64(len(hello)+len(change)+len(finished)) {
		t.Errorf("%+v, want Finished at %d", flow, want)
	}
}

func TestLostSegmentIsNoFinished(t *testing.T) {
	w := newWire(servers())
	w.client(hello)
	w.server(serverHello, encrypted)
	w.fromClient += 100
	w.client(finished)
	if report := flows(w.table); report.Incomplete != 1 {
		t.Errorf("%+v", report)
	}
}

func TestPortComesAgain(t *testing.T) {
	w := newWire(servers())
	for range 2 {
		w.client(hello)
		w.server(serverHello, encrypted)
		w.client(finished)
		w.connect(w.fromClient + 1000)
	}
	report := flows(w.table)
	if len(report.Flows) != 2 || report.Incomplete != 1 || report.Flows[0].SynNs >= report.Flows[1].SynNs {
		t.Errorf("%+v", report)
	}
	for _, flow := range report.Flows {
		if flow.Packets != 6 || flow.Port != clientPort {
			t.Errorf("%+v", flow)
		}
	}
}

func TestConnectionFromBeforeTheCapture(t *testing.T) {
	table := servers()
	table.add(10, packet(clientPort, serverPort, 5, flagACK, hello))
	table.add(20, packet(1, 2, 5, flagSYN, nil)) // neither's port
	if report := flows(table); len(report.Flows) != 0 || report.Incomplete != 0 || report.Packets != 1 {
		t.Errorf("%+v", report)
	}
}

func TestNoSegments(t *testing.T) {
	good := packet(clientPort, serverPort, 5, flagACK, hello)
	for length := range len(good) {
		if _, ok := parseSegment(good[:length]); ok {
			t.Errorf("%d of %d bytes are taken for a segment", length, len(good))
		}
	}
	for name, change := range map[string]func([]byte){
		"IPv6":                 func(p []byte) { p[0] = 6<<4 | 6 },
		"UDP":                  func(p []byte) { p[ipv4Protocol] = 17 },
		"fragment":             func(p []byte) { p[ipv4Fragment+1] = 1 },
		"first fragment":       func(p []byte) { p[ipv4Fragment] = 0x20 },
		"short IP header":      func(p []byte) { p[0] = ipv4<<4 | 4 },
		"TCP header too short": func(p []byte) { p[24+tcpHeaderLength] = 4 << 4 },
		"TCP header too long":  func(p []byte) { p[24+tcpHeaderLength] = 15 << 4; p[3] = 24 + 32; p[2] = 0 },
	} {
		changed := append([]byte{}, good...)
		change(changed)
		if _, ok := parseSegment(changed); ok {
			t.Errorf("%s is taken for a segment", name)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add(packet(clientPort, serverPort, 1, flagSYN, nil), packet(clientPort, serverPort, 2, flagACK, hello))
	f.Fuzz(func(_ *testing.T, first, second []byte) {
		table := servers()
		table.add(1, first)
		table.add(2, second)
		flows(table)
	})
}

func TestClocksAreUsedLinearly(t *testing.T) {
	c := converter{bothClocks{realNs: 1_000_000, monotonicNs: 1000}, bothClocks{realNs: 2_000_000, monotonicNs: 1_000_900}}
	for real, want := range map[int64]int64{1_000_000: 1000, 2_000_000: 1_000_900, 1_500_000: 500_950} {
		if got := c.monotonicNs(real); got != want {
			t.Errorf("%d is %d, want %d", real, got, want)
		}
	}
	if spread := c.spreadNs(); spread != 100 {
		t.Errorf("spread %d", spread)
	}
}
