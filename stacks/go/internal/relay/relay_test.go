package relay

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

const delay = 20 * time.Millisecond

// record is a TLS record with a body of so many bytes.
func record(recordType byte, body int) []byte {
	return append([]byte{recordType, 3, 3, byte(body >> 8), byte(body)}, bytes.Repeat([]byte{0xab}, body)...)
}

// serveTCP accepts connections and closes each after the function.
func serveTCP(t *testing.T, serve func(*net.TCPConn)) uint16 {
	t.Helper()
	listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: loopback})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.AcceptTCP()
			if err != nil {
				return
			}
			go func() {
				serve(connection)
				_ = connection.Close()
			}()
		}
	}()
	return uint16(listener.Addr().(*net.TCPAddr).Port)
}

func open(t *testing.T, settings Settings) *Path {
	t.Helper()
	if settings.Transport == "" {
		settings.Transport = "tcp"
	}
	path, err := Open(settings, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(path.Close)
	return path
}

func dial(t *testing.T, path *Path) *net.TCPConn {
	t.Helper()
	connection, err := net.DialTCP("tcp4", nil, &net.TCPAddr{IP: loopback, Port: int(path.port)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return connection
}

func write(t *testing.T, connection io.Writer, bytes []byte) {
	t.Helper()
	if _, err := connection.Write(bytes); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, connection io.Reader, n int) []byte {
	t.Helper()
	got := make([]byte, n)
	if _, err := io.ReadFull(connection, got); err != nil {
		t.Fatal(err)
	}
	return got
}

func echo(connection *net.TCPConn) { _, _ = io.Copy(connection, connection) }

func TestBytesComeLateInOrderAndOnce(t *testing.T) {
	path := open(t, Settings{Target: serveTCP(t, echo), DelayNs: int64(delay)})
	connection := dial(t, path)
	sent := []byte{}
	began := time.Now()
	for i := range 50 {
		piece := bytes.Repeat([]byte{byte(i)}, 1000*(i+1))
		sent = append(sent, piece...)
		write(t, connection, piece)
	}
	first := read(t, connection, 1)
	if took := time.Since(began); took < 2*delay {
		t.Errorf("the first byte was back after %v, before two delays", took)
	}
	if err := connection.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(connection)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(append(first, rest...), sent) {
		t.Error("other bytes came back")
	}
	late := path.lateness.take()
	if late.Count == 0 || *late.P50Ns < 0 || *late.P99Ns < *late.P50Ns || *late.MaxNs < *late.P99Ns {
		t.Errorf("lateness %+v", late)
	}
	if again := path.lateness.take(); again.Count != 0 || again.P50Ns != nil {
		t.Errorf("lateness is told twice: %+v", again)
	}
	if all := path.lateness.all(); all.Count != late.Count || *all.MaxNs != *late.MaxNs {
		t.Errorf("all of it is %+v, not %+v", all, late)
	}
}

func TestWithoutDelayNothingWaits(t *testing.T) {
	path := open(t, Settings{Target: serveTCP(t, echo), Preamble: true})
	connection := dial(t, path)
	read(t, connection, 1)
	began := time.Now()
	write(t, connection, []byte("ping"))
	read(t, connection, 4)
	if took := time.Since(began); took > delay {
		t.Errorf("took %v", took)
	}
}

func TestPreambleStandsForTheTCPHandshake(t *testing.T) {
	accepted := make(chan time.Time, 1)
	path := open(t, Settings{Target: serveTCP(t, func(c *net.TCPConn) { accepted <- time.Now(); echo(c) }), DelayNs: int64(delay), Preamble: true})
	began := time.Now()
	connection := dial(t, path)
	if got := read(t, connection, 1); got[0] != 0 {
		t.Errorf("the preamble is %d", got[0])
	}
	if took := time.Since(began); took < 2*delay {
		t.Errorf("the preamble came after %v", took)
	}
	if at := (<-accepted).Sub(began); at < 2*delay {
		t.Errorf("the server accepted after %v", at)
	}
}

func TestBothSidesSeeTheSamePort(t *testing.T) {
	ports := make(chan int, 1)
	path := open(t, Settings{Target: serveTCP(t, func(c *net.TCPConn) { ports <- c.RemoteAddr().(*net.TCPAddr).Port })})
	connection := dial(t, path)
	if server, client := <-ports, connection.LocalAddr().(*net.TCPAddr).Port; server != client {
		t.Errorf("the server sees %d, the client has %d", server, client)
	}
}

func TestEndsAreCarriedOver(t *testing.T) {
	t.Run("FIN", func(t *testing.T) {
		path := open(t, Settings{Target: serveTCP(t, func(c *net.TCPConn) { _, _ = c.Write([]byte("bye")) }), DelayNs: int64(delay)})
		got, err := io.ReadAll(dial(t, path))
		if err != nil || string(got) != "bye" {
			t.Errorf("%q, %v", got, err)
		}
	})
	t.Run("reset", func(t *testing.T) {
		path := open(t, Settings{Target: serveTCP(t, func(c *net.TCPConn) { reset(c) }), DelayNs: int64(delay)})
		if err := ending(path); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("%v instead of a reset", err)
		}
	})
	t.Run("nobody listens", func(t *testing.T) {
		listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: loopback})
		if err != nil {
			t.Fatal(err)
		}
		port := uint16(listener.Addr().(*net.TCPAddr).Port)
		_ = listener.Close()
		if err := ending(open(t, Settings{Target: port})); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("%v instead of a reset", err)
		}
	})
}

// ending is how a connection ends; a reset may come while it is still being made.
func ending(path *Path) error {
	connection, err := net.DialTCP("tcp4", nil, &net.TCPAddr{IP: loopback, Port: int(path.port)})
	if err != nil {
		return err
	}
	defer connection.Close()
	_, err = io.ReadAll(connection)
	return err
}

func TestRate(t *testing.T) {
	bitsPerSecond := int64(8_000_000) // A byte each µs.
	path := open(t, Settings{Target: serveTCP(t, func(c *net.TCPConn) { _, _ = io.Copy(io.Discard, c); _, _ = c.Write([]byte("got it")) }), BitsPerSecond: &bitsPerSecond})
	connection := dial(t, path)
	began := time.Now()
	write(t, connection, make([]byte, 100_000))
	if err := connection.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	read(t, connection, 6)
	if took := time.Since(began); took < 100*time.Millisecond {
		t.Errorf("100 000 bytes took %v", took)
	}
}

// clientFlights writes like TLS 1.3: ClientHello, then ServerHello and the encrypted flight, then the Finished, then one more.
func clientFlights(connection *net.TCPConn) error {
	_ = connection.SetDeadline(time.Now().Add(500 * time.Millisecond))
	if _, err := connection.Write(record(22, 300)); err != nil {
		return err
	}
	if _, err := io.ReadFull(connection, make([]byte, serverFlight)); err != nil {
		return err
	}
	if _, err := connection.Write(append(record(20, 1), record(23, 53)...)); err != nil {
		return err
	}
	_, err := io.ReadFull(connection, make([]byte, 1))
	return err
}

const serverFlight = 127 + 1005

func serverFlights(connection *net.TCPConn) {
	_ = connection.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
	if _, err := io.ReadFull(connection, make([]byte, 305)); err != nil {
		return
	}
	_, _ = connection.Write(append(record(22, 122), record(23, 1000)...))
	if _, err := io.ReadFull(connection, make([]byte, 6+58)); err != nil {
		return
	}
	_, _ = connection.Write([]byte{1})
}

func TestFaultsHappenAtTheirMessage(t *testing.T) {
	for _, at := range []string{"ClientHello", "ServerHello", "server flight", "Finished"} {
		for _, action := range []string{"reset", "drop"} {
			t.Run(at+" "+action, func(t *testing.T) {
				path := open(t, Settings{Target: serveTCP(t, serverFlights), Record: true, Fault: &Fault{At: at, Action: action, Every: 2}})
				if err := clientFlights(dial(t, path)); err != nil {
					t.Fatalf("the first connection is to be good: %v", err)
				}
				err := clientFlights(dial(t, path))
				if reset := errors.Is(err, syscall.ECONNRESET); err == nil || reset != (action == "reset") {
					t.Errorf("the second connection: %v", err)
				}
				if err := clientFlights(dial(t, path)); err != nil {
					t.Errorf("the third connection is to be good: %v", err)
				}
			})
		}
	}
}

func TestSeekerFindsRecordsInPieces(t *testing.T) {
	flight := append(append(record(22, 122), record(20, 1)...), record(23, 40)...)
	for size := 1; size <= len(flight); size++ {
		seeker, found := seeker{recordType: applicationData}, -1
		for at := 0; at < len(flight) && found < 0; at += size {
			if in := seeker.seek(flight[at:min(at+size, len(flight))]); in >= 0 {
				found = at + in
			}
		}
		if found != 127+6 {
			t.Errorf("in pieces of %d found at %d", size, found)
		}
	}
}

func TestRecording(t *testing.T) {
	path := open(t, Settings{Target: serveTCP(t, echo), DelayNs: int64(delay)})
	one := dial(t, path)
	write(t, one, []byte("unseen"))
	read(t, one, 6)
	path.recorder.set(true)
	two := dial(t, path)
	write(t, two, []byte("ping"))
	read(t, two, 4)
	recording := path.recorder.take()
	if len(recording.Connections) != 1 || recording.Truncated {
		t.Fatalf("%d connections", len(recording.Connections))
	}
	got := recording.Connections[0]
	if got.Port != uint16(two.LocalAddr().(*net.TCPAddr).Port) || got.ClosedNs != nil || len(got.Chunks) != 2 {
		t.Fatalf("%+v", got)
	}
	for i, from := range []Direction{fromClient, fromServer} {
		chunk := got.Chunks[i]
		if chunk.From != from || string(chunk.Base64) != "ping" || chunk.SentNs == nil || *chunk.SentNs < chunk.ReadNs+int64(delay) || chunk.ReadNs < got.OpenedNs {
			t.Errorf("%+v", chunk)
		}
	}
	if again := path.recorder.take(); len(again.Connections) != 0 {
		t.Error("recorded twice")
	}
}

func TestDatagrams(t *testing.T) {
	server, err := net.ListenUDP("udp4", &net.UDPAddr{IP: loopback})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	ports := make(chan uint16, 2)
	go func() {
		buffer := make([]byte, 100)
		for {
			n, from, err := server.ReadFromUDPAddrPort(buffer)
			if err != nil {
				return
			}
			ports <- from.Port()
			_, _ = server.WriteToUDPAddrPort(buffer[:n], from)
		}
	}()
	path := open(t, Settings{Transport: "udp", Target: uint16(server.LocalAddr().(*net.UDPAddr).Port), DelayNs: int64(delay), Record: true})
	for range 2 {
		client, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: loopback, Port: int(path.port)})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		_ = client.SetDeadline(time.Now().Add(5 * time.Second))
		began := time.Now()
		write(t, client, []byte("datagram"))
		if got := read(t, client, 8); string(got) != "datagram" {
			t.Errorf("%q", got)
		}
		if took := time.Since(began); took < 2*delay {
			t.Errorf("back after %v", took)
		}
		if seen, own := <-ports, uint16(client.LocalAddr().(*net.UDPAddr).Port); seen != own {
			t.Errorf("the server sees port %d, the client has %d", seen, own)
		}
	}
	if recording := path.recorder.take(); len(recording.Connections) != 2 || len(recording.Connections[0].Chunks) != 2 {
		t.Errorf("%+v", recording)
	}
}

func TestServe(t *testing.T) {
	port := serveTCP(t, echo)
	open := func(settings map[string]any) string {
		request := map[string]any{"type": "open", "id": 1, "transport": "tcp", "target": port, "epochNs": "0", "delayNs": 0, "preamble": false, "fault": nil, "bitsPerSecond": nil, "record": false}
		for key, value := range settings {
			request[key] = value
		}
		line, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		return string(line)
	}
	requests := []struct{ line, answer string }{
		{"", `"type":"ready"`},
		{open(nil), `"type":"opened","id":1,"path":0,"port":`},
		{`{"type":"lateness","id":2,"path":0}`, `{"type":"lateness","id":2,"path":0,"count":0,"p50Ns":null,"p99Ns":null,"maxNs":null}`},
		{`{"type":"lateness","id":2,"path":0,"all":true}`, `"count":0`},
		{`{"type":"record","id":3,"path":0,"on":true}`, `{"type":"recording","id":3,"path":0}`},
		{`{"type":"recorded","id":4,"path":0}`, `{"type":"recorded","id":4,"path":0,"connections":[]}`},
		{`{"type":"close","id":5,"path":0}`, `{"type":"closed","id":5,"path":0}`},
		{`{"type":"close","id":6,"path":0}`, `{"type":"error","id":6,"message":"there is no path 0"}`},
		{open(map[string]any{"transport": "sctp"}), `"message":"transport is \"sctp\", neither tcp nor udp"`},
		{open(map[string]any{"delayNs": -1}), `"message":"delayNs is -1, not between 0 and 1000000000"`},
		{open(map[string]any{"bitsPerSecond": 0}), `"message":"bitsPerSecond is 0, not 1 or more"`},
		{open(map[string]any{"target": 0}), `"message":"target is not a port"`},
		{open(map[string]any{"fault": map[string]any{"at": "Certificate", "action": "drop", "every": 1}}), `"message":"fault.at is \"Certificate\", not ClientHello, ServerHello, server flight or Finished"`},
		{open(map[string]any{"fault": map[string]any{"at": "Finished", "action": "burn", "every": 1}}), `"message":"fault.action is \"burn\", neither reset nor drop"`},
		{open(map[string]any{"fault": map[string]any{"at": "Finished", "action": "drop", "every": 0}}), `"message":"fault.every is 0, not 1 or more"`},
		{open(map[string]any{"epochNs": "now"}), `"message":"epochNs: `},
		{open(nil), `"path":1`},
		{`{"type":"dance","id":8,"path":1}`, `"message":"unknown type \"dance\""`},
	}
	in, out := strings.Builder{}, bytes.Buffer{}
	for _, request := range requests[1:] {
		in.WriteString(request.line + "\n")
	}
	if err := Serve(strings.NewReader(in.String()), &out, Punctuality{}); err != nil {
		t.Fatal(err)
	}
	answers := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(answers) != len(requests) {
		t.Fatalf("%d answers to %d requests", len(answers), len(requests))
	}
	for i, request := range requests {
		if !strings.Contains(answers[i], request.answer) {
			t.Errorf("%s is answered with %s", request.line, answers[i])
		}
	}
	if err := Serve(strings.NewReader("what?\n"), io.Discard, Punctuality{}); err == nil {
		t.Error("no error of a line that is no request")
	}
}
