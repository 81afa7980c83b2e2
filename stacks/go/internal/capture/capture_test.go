package capture

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/labtest"
)

// stamped remembers when its calls began and ended.
type stamped struct {
	net.Conn
	writes    [][2]int64
	readEnds  []int64
	readBytes int64
	sentBytes int64
}

func (s *stamped) Write(p []byte) (int, error) {
	begun := clock.Now()
	n, err := s.Conn.Write(p)
	s.writes = append(s.writes, [2]int64{begun, clock.Now()})
	s.sentBytes += int64(n)
	return n, err
}

func (s *stamped) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	if n > 0 {
		s.readEnds = append(s.readEnds, clock.Now())
		s.readBytes += int64(n)
	}
	return n, err
}

func needCapture(t *testing.T) {
	t.Helper()
	if err := Allowed(); err != nil {
		t.Skip(err)
	}
}

// tlsServer serves handshakes one at a time, and closes each connection after its handshake.
func tlsServer(t *testing.T, config *tls.Config) int {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			tcp, err := listener.Accept()
			if err != nil {
				return
			}
			conn := tls.Server(tcp, config)
			_ = conn.Handshake() // The client tells what goes wrong.
			_ = conn.Close()
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port
}

// handshake makes one and reads to the end, which is when all that the server sends has come.
func handshake(t *testing.T, port int, config *tls.Config) (conn *stamped, connectNs [2]int64) {
	t.Helper()
	connectNs[0] = clock.Now()
	tcp, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	connectNs[1] = clock.Now()
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	conn = &stamped{Conn: tcp}
	client := tls.Client(conn, config)
	if err := client.Handshake(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(client); err != nil {
		t.Fatal(err)
	}
	return conn, connectNs
}

// A real handshake, held against the stamps of the client's own calls.
func TestCapturesHandshakes(t *testing.T) {
	needCapture(t)
	pki := labtest.NewPKI(t, "ecdsa-p256")
	certificate, err := tls.LoadX509KeyPair(pki.CertificateFile, pki.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	pem, err := os.ReadFile(pki.RootFile)
	if err != nil {
		t.Fatal(err)
	}
	roots.AppendCertsFromPEM(pem)
	for name, test := range map[string]struct {
		server, client []tls.CurveID
		tickets        bool
	}{
		"full":              {server: []tls.CurveID{tls.X25519}, client: []tls.CurveID{tls.X25519}},
		"HelloRetryRequest": {server: []tls.CurveID{tls.CurveP256}, client: []tls.CurveID{tls.X25519, tls.CurveP256}},
		"tickets":           {server: []tls.CurveID{tls.X25519}, client: []tls.CurveID{tls.X25519}, tickets: true},
	} {
		t.Run(name, func(t *testing.T) {
			config := &tls.Config{Certificates: []tls.Certificate{certificate}, CurvePreferences: test.server, MinVersion: tls.VersionTLS13}
			if test.tickets { // Asking for a client's certificate moves crypto/tls's ticket behind the client's Finished.
				config.ClientAuth = tls.RequestClientCert
			}
			port := tlsServer(t, config)
			other := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{certificate}})
			epoch := clock.Now()
			capture, err := Start([]uint16{uint16(port)}, epoch)
			if err != nil {
				t.Fatal(err)
			}
			const handshakes = 5
			var conns []*stamped
			var connects [][2]int64
			for range handshakes {
				config := &tls.Config{RootCAs: roots, ServerName: labtest.ServerName, CurvePreferences: test.client}
				if test.tickets {
					config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
				}
				conn, connect := handshake(t, port, config)
				conns, connects = append(conns, conn), append(connects, connect)
				handshake(t, other, config) // is not captured
				capture.Poll()
			}
			report, err := capture.Stop()
			if err != nil {
				t.Fatal(err)
			}
			if len(report.Flows) != handshakes || report.Incomplete != 0 || report.KernelDrops != 0 || report.Type != "flows" {
				t.Fatalf("%+v", report)
			}
			var packets int64
			for i, flow := range report.Flows {
				packets += flow.Packets
				checkFlow(t, flow, conns[i], connects[i], epoch, uint16(port))
				if (flow.TicketsNs != nil) != test.tickets {
					t.Errorf("tickets at %v", flow.TicketsNs)
				}
			}
			if packets != report.Packets {
				t.Errorf("%d packets, the flows have %d", report.Packets, packets)
			}
		})
	}
}

// checkFlow allows for how well the kernel's two clocks are known against each other; a segment leaves inside the call that wrote it.
func checkFlow(t *testing.T, flow Flow, conn *stamped, connect [2]int64, epoch int64, port uint16) {
	t.Helper()
	const allowedNs = 5000
	if flow.Port != uint16(conn.LocalAddr().(*net.TCPAddr).Port) || flow.ServerPort != port {
		t.Errorf("ports %d and %d", flow.Port, flow.ServerPort)
	}
	between := func(what string, ns, from, to int64) {
		t.Helper()
		if ns < from-epoch-allowedNs || ns > to-epoch+allowedNs {
			t.Errorf("%s at %d, want between %d and %d", what, ns, from-epoch, to-epoch)
		}
	}
	between("SYN", flow.SynNs, connect[0], connect[1])
	between("ClientHello", flow.ClientHelloNs, conn.writes[0][0], conn.writes[0][1])
	between("ServerHello", flow.ServerHelloNs, conn.writes[0][0], conn.readEnds[0])
	// Which of the later writes it is, the flow tests tell.
	finished := false
	for _, write := range conn.writes[1:] {
		finished = finished || (flow.FinishedNs >= write[0]-epoch-allowedNs && flow.FinishedNs <= write[1]-epoch+allowedNs)
	}
	if !finished {
		t.Errorf("Finished at %d, the client's writes are %v", flow.FinishedNs, conn.writes)
	}
	if flow.ServerFlightEndNs < flow.ServerHelloNs || flow.FinishedNs <= flow.ServerFlightEndNs {
		t.Errorf("not in order: %+v", flow)
	}
	if flow.ClientBytes != conn.sentBytes || flow.ServerBytes != conn.readBytes {
		t.Errorf("bytes %d and %d, the client says %d and %d", flow.ClientBytes, flow.ServerBytes, conn.sentBytes, conn.readBytes)
	}
}

func TestServe(t *testing.T) {
	needCapture(t)
	stdin, toServe := io.Pipe()
	fromServe, stdout := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- Serve(stdin, stdout) }()
	answers := bufio.NewReader(fromServe)
	want := func(command, answerType string) map[string]any {
		t.Helper()
		if command != "" {
			if _, err := io.WriteString(toServe, command+"\n"); err != nil {
				t.Fatal(err)
			}
		}
		line, err := answers.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		var answer map[string]any
		if err := json.Unmarshal(line, &answer); err != nil || answer["type"] != answerType {
			t.Fatalf("%s: %s (%v), want %s", command, line, err, answerType)
		}
		return answer
	}
	want("", "ready")
	want(`{"type":"stop"}`, "error")
	want(`{"type":"start","ports":[9],"epochNs":"x"}`, "error")
	for range 2 {
		want(`{"type":"start","ports":[9],"epochNs":"0"}`, "started")
		want(`{"type":"start","ports":[9],"epochNs":"0"}`, "error")
		answer := want(`{"type":"stop"}`, "flows")
		for _, member := range []string{"flows", "packets", "kernelDrops", "clockOffsetSpreadNs", "incomplete"} {
			if _, has := answer[member]; !has {
				t.Errorf("%v has no %s", answer, member)
			}
		}
	}
	want(`{"type":"start","ports":[9],"epochNs":"0"}`, "started")
	if _, err := io.WriteString(toServe, `{"type":"quit"}`+"\n"); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestServeEnds(t *testing.T) {
	for said, good := range map[string]bool{"": true, "{\"type\":\"quit\"}\n": true, "dance\n": false, "{\"type\":\"dance\"}\n": false} {
		if err := Serve(strings.NewReader(said), io.Discard); (err == nil) != good {
			t.Errorf("%q: %v", said, err)
		}
	}
}
