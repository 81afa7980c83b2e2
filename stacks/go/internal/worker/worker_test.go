package worker_test

import (
	"crypto/tls"
	"io"
	"math"
	"net"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handshakelab/go/internal/labtest"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/stack"
	"handshakelab/go/internal/worker"
)

// start runs a worker in this process, through the same code as the program.
func start(t testing.TB, role string) *labtest.Engine {
	t.Helper()
	stdin, toWorker := io.Pipe()
	fromWorker, stdout := io.Pipe()
	go func() {
		worker.Run(role, stdin, stdout, testLog{t})
		stdout.Close()
	}()
	engine := labtest.NewEngine(t, toWorker, fromWorker)
	t.Cleanup(engine.Hang)
	return engine
}

type testLog struct{ t testing.TB }

func (l testLog) Write(line []byte) (int, error) {
	l.t.Logf("worker: %s", line)
	return len(line), nil
}

// pair is a server and a client with one endpoint each.
type pair struct {
	server, client *labtest.Engine
	port, blocks   int
}

func newPair(t testing.TB, server, client labtest.Config) *pair {
	t.Helper()
	p := &pair{server: start(t, protocol.Server), client: start(t, protocol.Client)}
	p.client.Epoch = p.server.Epoch // One run, one start.
	p.server.Configure(0, server)
	p.client.Configure(0, client)
	p.port = p.server.Serve(0)
	return p
}

// block runs one on both sides.
func (p *pair) block(observe string, handshakes, connections int) (server, client labtest.Outcome) {
	p.blocks++
	p.server.Arm(0, p.blocks, observe)
	client = p.client.Block(0, p.blocks, observe, handshakes, connections, p.port)
	return p.server.Collect(0, p.blocks, client.Done.Handshakes, 2000), client
}

// join gives the server's row of each client row. The port alone does not join: the kernel may give
// one to two connections of a block, most easily after the first tickets were fetched. So the
// server must also have begun between the client's connect and its end.
func join(t testing.TB, server, client labtest.Outcome) []int {
	t.Helper()
	var rows []int
	for i, port := range client.Ns("port") {
		row := -1
		for candidate, serverPort := range server.Ns("port") {
			begun := server.Ns("start")[candidate]
			if serverPort == port && begun >= client.Ns("connectStart")[i] && begun <= client.Ns("end")[i] {
				row = candidate
			}
		}
		if row < 0 {
			t.Fatalf("the server has no row of port %v; it has %v", port, server.Ns("port"))
		}
		rows = append(rows, row)
	}
	return rows
}

func all(values []float64, want float64) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v float64) bool { return v != want })
}

func checkGood(t *testing.T, server, client labtest.Outcome, handshakes int) {
	t.Helper()
	if client.Done.Handshakes != handshakes || client.Done.Failed != 0 || server.Done.Failed != 0 {
		t.Fatalf("client %+v, server %+v; client says %q, server %q", client.Done, server.Done,
			client.Header["ns"].Strings, server.Header["ns"].Strings)
	}
	join(t, server, client)
}

// hybrid is X25519MLKEM768, which crypto/tls has a name for since Go 1.24.
const hybrid = tls.CurveID(0x11ec)

func TestNegotiates(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	cases := map[string]struct {
		server, client  labtest.Config
		group           tls.CurveID
		alpn            string
		resumed, retry  float64
		serverMayHasOne bool // more rows than handshakes: the priming one
	}{
		"full":   {group: tls.X25519},
		"off":    {group: tls.X25519, server: labtest.Config{Session: "off"}, client: labtest.Config{Session: "off"}},
		"ticket": {group: tls.X25519, server: labtest.Config{Session: "ticket"}, client: labtest.Config{Session: "ticket"}, resumed: 1, serverMayHasOne: true},
		"ticket at P-384": {group: tls.CurveP384, server: labtest.Config{Session: "ticket", Groups: []string{"p384"}},
			client: labtest.Config{Session: "ticket", Groups: []string{"p384"}}, resumed: 1, serverMayHasOne: true},
		"P-256": {group: tls.CurveP256, server: labtest.Config{Groups: []string{"p256"}}, client: labtest.Config{Groups: []string{"p256"}}},
		"hybrid": {group: hybrid, server: labtest.Config{Groups: []string{"x25519mlkem768"}},
			client: labtest.Config{Groups: []string{"x25519mlkem768"}}},
		"ALPN": {group: tls.X25519, alpn: "h2", server: labtest.Config{ALPN: []string{"h2", "http/1.1"}},
			client: labtest.Config{ALPN: []string{"http/1.1", "h2"}}},
		"ALPN not served": {group: tls.X25519, client: labtest.Config{ALPN: []string{"h2"}}},
		"retry": {group: tls.CurveP256, retry: 1, server: labtest.Config{Retry: true, Groups: []string{"x25519", "p256"}},
			client: labtest.Config{Retry: true, Groups: []string{"x25519", "p256"}}},
		"retry away from the hybrid": {group: tls.CurveP384, retry: 1, server: labtest.Config{Retry: true, Groups: []string{"x25519mlkem768", "p384"}},
			client: labtest.Config{Retry: true, Groups: []string{"x25519mlkem768", "p384"}}},
		"retry with a ticket": {group: tls.CurveP256, retry: 1, resumed: 1, serverMayHasOne: true,
			server: labtest.Config{Retry: true, Session: "ticket", Groups: []string{"x25519", "p256"}},
			client: labtest.Config{Retry: true, Session: "ticket", Groups: []string{"x25519", "p256"}}},
		"name of its own": {group: tls.X25519, client: labtest.Config{ServerName: "a1.lab.test"}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			needGroups(t, test.client.Groups)
			test.server.PKI, test.client.PKI = pki, pki
			p := newPair(t, test.server, test.client)
			const handshakes = 5
			for range 2 { // A second block has its ticket already.
				server, client := p.block("timing", handshakes, 1)
				checkGood(t, server, client, handshakes)
				if extra := server.Done.Handshakes - handshakes; extra != 0 && !(test.serverMayHasOne && extra == 1) {
					t.Errorf("server has %d rows", server.Done.Handshakes)
				}
				rows := join(t, server, client)
				for i := range handshakes {
					for side, row := range map[*labtest.Outcome]int{&client: i, &server: rows[i]} {
						for column, want := range map[string]float64{"version": tls.VersionTLS13, "group": float64(test.group),
							"resumed": test.resumed, "retried": test.retry} {
							if got := side.Ns(column)[row]; got != want {
								t.Errorf("%s %s = %v, want %v", side.Header["ns"].Role, column, got, want)
							}
						}
						if suite := side.Ns("suite")[row]; suite < 0x1301 || suite > 0x1303 {
							t.Errorf("suite %v", suite)
						}
						if alpn := side.Text("alpn", row); alpn != test.alpn || (alpn == "" && side.Ns("alpn")[row] != -1) {
							t.Errorf("ALPN %q (%v), want %q", alpn, side.Ns("alpn")[row], test.alpn)
						}
					}
					checkMarks(t, server, rows[i], client, i, test.resumed == 1)
				}
				test.serverMayHasOne = false
			}
		})
	}
}

func needGroups(t *testing.T, groups []string) {
	t.Helper()
	for _, group := range groups {
		if !slices.Contains(stack.Offers(), "group:"+group) {
			t.Skipf("%s has no %s", stack.Library().Version, group)
		}
	}
}

func TestKeyTypes(t *testing.T) {
	for _, offer := range stack.Offers() {
		key, isKey := strings.CutPrefix(offer, "key:")
		if !isKey {
			continue
		}
		t.Run(key, func(t *testing.T) {
			pki := labtest.NewPKI(t, key)
			p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
			server, client := p.block("timing", 2, 1)
			checkGood(t, server, client, 2)
		})
	}
}

func TestOfferedGroups(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, group := range stack.Groups() {
		t.Run(group.Token, func(t *testing.T) {
			config := labtest.Config{PKI: pki, Groups: []string{group.Token}}
			server, client := newPair(t, config, config).block("timing", 2, 1)
			checkGood(t, server, client, 2)
			if !all(client.Ns("group"), float64(group.ID)) || !all(server.Ns("group"), float64(group.ID)) {
				t.Errorf("client %v, server %v, want %v", client.Ns("group"), server.Ns("group"), group.ID)
			}
		})
	}
}

// checkMarks holds one handshake's marks against the order that the protocol makes them happen in.
func checkMarks(t *testing.T, server labtest.Outcome, serverRow int, client labtest.Outcome, clientRow int, resumed bool) {
	t.Helper()
	verify, sign := []string{"verifyStart", "verifyEnd"}, []string{"signStart", "signEnd"}
	if resumed {
		absent(t, client, clientRow, verify...)
		absent(t, server, serverRow, sign...)
		verify, sign = nil, nil
	}
	lastClientWrite := "write1"
	if client.Ns("retried")[clientRow] == 1 {
		lastClientWrite = "write2"
		// Middlebox compatibility sends a record of its own before the second hello.
		if !math.IsNaN(client.Ns("write3Start")[clientRow]) {
			lastClientWrite = "write3"
		}
	}
	ordered(t, client, clientRow, slices.Concat([]string{"connectStart", "connectEnd", "start", "write0Start", "write0End", "read0End", "hsSecret"},
		verify, []string{"verified", "appSecret", lastClientWrite + "Start", lastClientWrite + "End", "end"}))
	ordered(t, server, serverRow, slices.Concat([]string{"start", "read0Start", "read0End", "parsed"},
		[]string{"selected", "hsSecret"}, sign, []string{"end"}))
	ordered(t, server, serverRow, []string{"parsed", "write0Start", "write0End", "end"})

	both := []float64{client.Ns("write0Start")[clientRow], server.Ns("read0End")[serverRow], server.Ns("hsSecret")[serverRow],
		client.Ns("hsSecret")[clientRow], client.Ns(lastClientWrite + "Start")[clientRow], server.Ns("end")[serverRow]}
	if !slices.IsSorted(both) {
		t.Errorf("across the sides: %v", both)
	}
	for column, most := range map[string]float64{"reads": 6, "writes": 4} {
		if calls := client.Ns(column)[clientRow]; calls < 1 || calls > most {
			t.Errorf("client %s = %v", column, calls)
		}
	}
	// Without early tickets all that the one side sends during the handshake is read by the other.
	if client.Ns("bytesWritten")[clientRow] != server.Ns("bytesRead")[serverRow] {
		t.Errorf("client wrote %v, server read %v", client.Ns("bytesWritten")[clientRow], server.Ns("bytesRead")[serverRow])
	}
}

func ordered(t *testing.T, outcome labtest.Outcome, row int, names []string) {
	t.Helper()
	for i, name := range names {
		value := outcome.Ns(name)[row]
		if math.IsNaN(value) || value <= 0 {
			t.Errorf("%s %s = %v", outcome.Header["ns"].Role, name, value)
		}
		if i > 0 && value < outcome.Ns(names[i-1])[row] {
			t.Errorf("%s %s is before %s", outcome.Header["ns"].Role, name, names[i-1])
		}
	}
}

func absent(t *testing.T, outcome labtest.Outcome, row int, names ...string) {
	t.Helper()
	for _, name := range names {
		if value := outcome.Ns(name)[row]; !math.IsNaN(value) {
			t.Errorf("%s %s = %v, want NaN", outcome.Header["ns"].Role, name, value)
		}
	}
}

func TestFailures(t *testing.T) {
	pki, other := labtest.NewPKI(t, "ecdsa-p256"), labtest.NewPKI(t, "ecdsa-p256")
	cases := map[string]struct {
		server, client         labtest.Config
		serverSays, clientSays string
	}{
		"wrong root": {labtest.Config{PKI: pki}, labtest.Config{PKI: other},
			"server: reading client Finished: remote alert 42 bad_certificate",
			"client: verifying certificates: x509: certificate signed by unknown authority (alert 42 bad_certificate sent)"},
		"wrong root, hooks off": {labtest.Config{PKI: pki, Hooks: "off"}, labtest.Config{PKI: other, Hooks: "off"},
			"server: remote alert 42 bad_certificate",
			"client: verifying certificates: x509: certificate signed by unknown authority (alert 42 bad_certificate sent)"},
		"wrong name": {labtest.Config{PKI: pki}, labtest.Config{PKI: pki, ServerName: "elsewhere.test"},
			"server: reading client Finished: remote alert 42 bad_certificate",
			"client: verifying certificates: x509: certificate is valid for lab.test, *.lab.test, not elsewhere.test (alert 42 bad_certificate sent)"},
		"ALPN": {labtest.Config{PKI: pki, ALPN: []string{"h2"}}, labtest.Config{PKI: pki, ALPN: []string{"spdy/3"}},
			`server: choosing parameters: tls: client requested unsupported application protocols ([spdy/3]) (alert 120 no_application_protocol sent)`,
			"client: reading ServerHello: remote alert 120 no_application_protocol"},
		"group": {labtest.Config{PKI: pki, Groups: []string{"p256"}}, labtest.Config{PKI: pki, Groups: []string{"x25519"}},
			"server: choosing parameters: tls: no key exchanges supported by both client and server (alert 40 handshake_failure sent)",
			"client: reading ServerHello: remote alert 40 handshake_failure"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			p := newPair(t, test.server, test.client)
			server, client := p.block("timing", 3, 1)
			if client.Done.Failed != 3 || server.Done.Failed != 3 || server.Done.Handshakes != 3 {
				t.Fatalf("client %+v, server %+v", client.Done, server.Done)
			}
			for i, row := range join(t, server, client) {
				if got := client.Text("error", i); got != test.clientSays {
					t.Errorf("client says %q\nwant %q", got, test.clientSays)
				}
				if got := inWordsOfNow(server.Text("error", row)); got != test.serverSays {
					t.Errorf("server says %q\nwant %q", got, test.serverSays)
				}
				absent(t, client, i, "group", "suite", "version", "alpn", "resumed")
			}
			if strings.HasPrefix(name, "wrong") && test.client.Hooks == "" {
				ordered(t, client, 0, []string{"hsSecret", "verifyStart", "end"})
				absent(t, client, 0, "verifyEnd", "verified", "appSecret")
			}
		})
	}
}

// offered is what Go 1.25 and later say of a hello that no suite was found for.
var offered = regexp.MustCompile(`; client offered: \[[0-9a-f ]*\]`)

// inWordsOfNow puts an older crypto/tls's texts into those of the newest; quotes, which came with Go 1.25, are left out.
func inWordsOfNow(text string) string {
	text = offered.ReplaceAllString(text, "")
	return strings.NewReplacer(`"`, "", "no ECDHE curve supported by both", "no key exchanges supported by both").Replace(text) // Go 1.24.
}

func TestTenFailuresInARowEndABlock(t *testing.T) {
	client := start(t, protocol.Client)
	client.Configure(0, labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")})
	outcome := client.Block(0, 1, "timing", 100, 1, unusedPort(t))
	if outcome.Done.Handshakes != 10 || outcome.Done.Failed != 10 {
		t.Fatalf("%+v", outcome.Done)
	}
	if text := outcome.Text("error", 0); text != "client: connecting: connection refused" {
		t.Errorf("says %q", text)
	}
	absent(t, outcome, 0, "start", "end", "port")
}

func unusedPort(t *testing.T) int {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func TestStrangersAtTheServer(t *testing.T) {
	server := start(t, protocol.Server)
	server.Configure(0, labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")})
	port := server.Serve(0)
	server.Arm(0, 1, "timing")
	for _, said := range []string{"GET / HTTP/1.1\r\n\r\n", ""} {
		conn, err := net.DialTCP("tcp4", nil, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Write([]byte(said))
		_ = conn.CloseWrite()
		_, _ = io.ReadAll(conn)
		conn.Close()
	}
	outcome := server.Collect(0, 1, 2, 2000)
	want := []string{
		"server: reading ClientHello: first record does not look like a TLS handshake (first bytes 474554202f)",
		"server: waiting for ClientHello: connection closed by the peer",
	}
	if got := outcome.Header["ns"].Strings; !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestSilentPeerTimesOut(t *testing.T) {
	if testing.Short() {
		t.Skip("takes the deadline's 5 s")
	}
	t.Parallel()
	silent, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	client := start(t, protocol.Client)
	client.Configure(0, labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")})
	begun := time.Now()
	outcome := client.Block(0, 1, "timing", 1, 1, silent.Addr().(*net.TCPAddr).Port)
	if text := outcome.Text("error", 0); text != "client: waiting for ServerHello: timed out after 5s" {
		t.Errorf("says %q", text)
	}
	if took := time.Since(begun); took < 4*time.Second || took > 7*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestManyConnections(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, session := range []string{"full", "ticket"} {
		t.Run(session, func(t *testing.T) {
			config := labtest.Config{PKI: pki, Session: session}
			p := newPair(t, config, config)
			const handshakes, lanes = 100, 8
			for range 3 {
				server, client := p.block("timing", handshakes, lanes)
				checkGood(t, server, client, handshakes)
				seen := map[float64]int{}
				for i, row := range join(t, server, client) {
					seen[client.Ns("lane")[i]]++
					checkMarks(t, server, row, client, i, session == "ticket")
				}
				for lane := range seen {
					if lane < 0 || lane >= lanes {
						t.Errorf("lane %v", lane)
					}
				}
			}
		})
	}
}

func TestHooksOff(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	for _, session := range []string{"full", "ticket", "off"} {
		config := labtest.Config{PKI: pki, Hooks: "off", Session: session, ALPN: []string{"h2"}}
		p := newPair(t, config, config)
		server, client := p.block("timing", 3, 1)
		checkGood(t, server, client, 3)
		ordered(t, client, 0, []string{"connectStart", "connectEnd", "start", "end"})
		ordered(t, server, 0, []string{"start", "end"})
		for _, outcome := range []labtest.Outcome{server, client} {
			for _, left := range []string{"hsSecret", "read0Start", "reads", "signStart"} {
				if outcome.Ns(left) != nil {
					t.Errorf("%s has a column %s", outcome.Header["ns"].Role, left)
				}
			}
		}
		if session == "ticket" && !all(client.Ns("resumed"), 1) {
			t.Errorf("resumed %v", client.Ns("resumed"))
		}
	}
}

func TestDelayIsInTheTimedPart(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	const delay = 5_000_000
	_, client := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki, DelayNs: delay}).block("timing", 2, 1)
	for row, begun := range client.Ns("start") {
		// After the start, which connecting is before, and before the ClientHello; never shorter than asked for.
		if hello := client.Ns("write0Start")[row] - begun; hello < delay || begun < client.Ns("connectEnd")[row] {
			t.Errorf("ClientHello after %v ns", hello)
		}
	}
}

func TestAllocations(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	p := newPair(t, labtest.Config{PKI: pki}, labtest.Config{PKI: pki})
	server, client := p.block("allocations", 3, 1)
	checkGood(t, server, client, 3)
	for _, outcome := range []labtest.Outcome{server, client} {
		ascending := []string{"read0End", "hsSecret", "appSecret", "end"}
		if outcome.Header["ns"].Role == protocol.Server {
			ascending[2] = "signEnd"
		}
		sum := 0.0
		for _, quantity := range []string{"bytes", "objects"} {
			columns := outcome.Columns[quantity]
			for _, left := range []string{"lane", "group", "read0Bytes", "alpn"} {
				if columns[left] != nil {
					t.Errorf("%s frame has %s", quantity, left)
				}
			}
			if columns["port"] == nil {
				t.Errorf("%s frame has no port", quantity)
			}
			for row := range columns["port"] {
				var amounts []float64
				for _, mark := range ascending {
					amounts = append(amounts, columns[mark][row])
				}
				if columns["start"][row] != 0 || !slices.IsSorted(amounts) || amounts[len(amounts)-1] < 1 {
					t.Errorf("%s %s of row %d are not ascending", outcome.Header["ns"].Role, quantity, row)
				}
				if quantity == "bytes" {
					sum += columns["end"][row]
				}
			}
		}
		used := outcome.Done.Usage
		if used.AllocatedBytes == nil || float64(*used.AllocatedBytes) != sum || !used.Exact {
			t.Errorf("usage %+v, sum %v", used, sum)
		}
	}
	// The next block is a timing again.
	server, client = p.block("timing", 3, 1)
	checkGood(t, server, client, 3)
	if client.Columns["bytes"] != nil || client.Done.Usage.AllocatedBytes != nil || client.Done.Usage.Exact {
		t.Errorf("timing block: %+v", client.Done.Usage)
	}
	if u := client.Done.Usage; u.CPUNs == nil || u.GCCount == nil || u.GCPauseNs == nil || *u.CPUNs <= 0 {
		t.Errorf("usage %+v", u)
	}
	if client.Done.ElapsedNs <= 0 || server.Done.ElapsedNs <= 0 {
		t.Errorf("elapsed %d, %d", client.Done.ElapsedNs, server.Done.ElapsedNs)
	}
}

func TestCollectAnswersWhenTheTimeIsOut(t *testing.T) {
	server := start(t, protocol.Server)
	server.Configure(0, labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")})
	server.Serve(0)
	server.Arm(0, 1, "timing")
	if outcome := server.Collect(0, 1, 1, 50); outcome.Done.Handshakes != 0 {
		t.Errorf("%+v", outcome.Done)
	}
}

func TestEndpointsAreApart(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	server, client := start(t, protocol.Server), start(t, protocol.Client)
	client.Epoch = server.Epoch
	ports := map[int]int{}
	for endpoint, group := range []string{"x25519", "p256"} {
		config := labtest.Config{PKI: pki, Groups: []string{group}}
		server.Configure(endpoint, config)
		client.Configure(endpoint, config)
		ports[endpoint] = server.Serve(endpoint)
	}
	for block := range 4 {
		endpoint := block % 2
		server.Arm(endpoint, block, "timing")
		outcome := client.Block(endpoint, block, "timing", 2, 1, ports[endpoint])
		checkGood(t, server.Collect(endpoint, block, 2, 2000), outcome, 2)
		if want := []float64{float64(tls.X25519), float64(tls.CurveP256)}[endpoint]; !all(outcome.Ns("group"), want) {
			t.Errorf("endpoint %d: %v", endpoint, outcome.Ns("group"))
		}
	}
	// Made anew, an endpoint works as before.
	server.Configure(0, labtest.Config{PKI: pki})
	port := server.Serve(0)
	server.Arm(0, 9, "timing")
	checkGood(t, server.Collect(0, 9, 0, 100), client.Block(0, 9, "timing", 0, 1, port), 0)
}

func TestRefusals(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	client, server := start(t, protocol.Client), start(t, protocol.Server)
	client.Configure(0, labtest.Config{PKI: pki})
	missing := pki
	missing.KeyFile, missing.RootFile = "/nowhere/key.pem", "/nowhere/root.pem"
	with := func(message labtest.Object, member string, value any) labtest.Object {
		message["tls"].(labtest.Object)[member] = value
		return message
	}
	configure := func(config labtest.Config) labtest.Object {
		if config.PKI == (labtest.PKI{}) {
			config.PKI = pki
		}
		return config.Message(1, 0)
	}
	named := func(names ...int64) labtest.Object {
		return labtest.Object{"type": "block", "endpoint": 0, "observe": "timing", "port": 1, "connections": 1, "handshakes": 1, "names": names}
	}
	scheduled := func(handshakes int, offsets ...int64) labtest.Object {
		return labtest.Object{"type": "block", "endpoint": 0, "observe": "timing", "port": 1, "connections": 1, "handshakes": handshakes,
			"scheduleNs": append([]int64{}, offsets...)}
	}
	cases := []struct {
		engine  *labtest.Engine
		message labtest.Object
		code    string
	}{
		{client, labtest.Object{"type": "dance"}, "bad-request"},
		{client, labtest.Object{"type": "serve", "endpoint": 0}, "wrong-role"},
		{client, labtest.Object{"type": "serve", "endpoint": "x"}, "bad-request"},
		{client, labtest.Object{"type": "block", "endpoint": 7, "observe": "timing", "port": 1, "connections": 1}, "unknown-endpoint"},
		{client, labtest.Object{"type": "block", "endpoint": 0, "observe": "timing", "port": 0, "connections": 1}, "bad-request"},
		{client, labtest.Object{"type": "block", "endpoint": 0, "observe": "all", "port": 1, "connections": 1}, "unsupported"},
		{client, labtest.Object{"type": "block", "endpoint": 0, "observe": "timing", "port": 1, "connections": 1, "handshakes": 1025}, "bad-request"},
		{client, scheduled(2, 0), "bad-request"},
		{client, scheduled(2, 0, 1, 2), "bad-request"},
		{client, scheduled(2), "bad-request"},
		{client, scheduled(2, 5, 4), "bad-request"},
		{client, scheduled(2, -1, 4), "bad-request"},
		{client, labtest.Object{"type": "configure", "endpoint": 1}, "bad-request"},
		{client, configure(labtest.Config{Groups: []string{"sect571r1"}}), "unsupported"},
		{client, configure(labtest.Config{Retry: true, Groups: []string{"x25519mlkem768", "x25519"}}), "unsupported"},
		{client, configure(labtest.Config{Retry: true}), "unsupported"},
		{client, configure(labtest.Config{Session: "early"}), "bad-request"},
		{client, configure(labtest.Config{Hooks: "all"}), "bad-request"},
		{client, configure(labtest.Config{Version: "1.1"}), "unsupported"},
		{client, configure(labtest.Config{Session: "cache"}), "bad-request"},
		{client, configure(labtest.Config{Closes: "nobody"}), "bad-request"},
		{client, configure(labtest.Config{Closes: "client", Exchange: &protocol.Exchange{RequestBytes: 1, ResponseBytes: 1}}), "bad-request"},
		{client, named(0, 1), "bad-request"},
		{client, labtest.Object{"type": "hold", "endpoint": 0, "connections": 1, "port": 0}, "bad-request"},
		{client, labtest.Object{"type": "hold", "endpoint": 7, "connections": 1, "port": 1}, "unknown-endpoint"},
		{client, labtest.Object{"type": "release", "endpoint": 7}, "unknown-endpoint"},
		{server, labtest.Object{"type": "hold", "endpoint": 7}, "unknown-endpoint"},
		{client, labtest.Object{"type": "replay", "endpoint": 0, "port": 1, "uses": 2}, "unsupported"},
		{client, named(-1), "bad-request"},
		{client, named(1 << 40), "bad-request"},
		{client, configure(labtest.Config{Version: "1.2", Retry: true, Groups: []string{"x25519", "p256"}}), "bad-request"},
		{client, configure(labtest.Config{Version: "1.2", Groups: []string{"x25519mlkem768"}}), "unsupported"},
		{client, with(configure(labtest.Config{Session: "ticket"}), "earlyData", "accepted"), "unsupported"},
		{server, with(configure(labtest.Config{Session: "ticket"}), "earlyData", "rejected"), "unsupported"},
		{server, with(configure(labtest.Config{}), "tickets", 2), "unsupported"},
		{server, with(configure(labtest.Config{}), "antiReplay", true), "unsupported"},
		{client, configure(labtest.Config{Mutual: true, PKI: missing}), "unreadable"},
		{server, configure(labtest.Config{Mutual: true, PKI: missing}), "unreadable"},
		{client, configure(labtest.Config{Capacity: 1 << 30}), "bad-request"},
		{client, configure(labtest.Config{Exchange: &protocol.Exchange{RequestBytes: 1}}), "bad-request"},
		{client, configure(labtest.Config{Exchange: &protocol.Exchange{RequestBytes: 1 << 30, ResponseBytes: 1}}), "bad-request"},
		{client, labtest.Config{PKI: missing}.Message(1, 0), "unreadable"},
		{server, labtest.Config{PKI: missing}.Message(1, 0), "unreadable"},
		{server, labtest.Object{"type": "serve", "endpoint": 7}, "unknown-endpoint"},
	}
	for _, test := range cases {
		var failure protocol.Failure
		test.engine.Ask(test.message, "error", &failure)
		if failure.Code != test.code || failure.Message == "" {
			t.Errorf("%v: %+v, want code %s", test.message, failure, test.code)
		}
	}
	client.Configure(1, labtest.Config{PKI: pki}) // It lives on.
	var configured protocol.Configured            // What is the server's is no matter of the client.
	client.Ask(with(with(configure(labtest.Config{}), "tickets", 2), "antiReplay", true), "configured", &configured)

	// A client that wants tickets of a server that gives none.
	server.Configure(0, labtest.Config{PKI: pki, Session: "off"})
	client.Configure(2, labtest.Config{PKI: pki, Session: "ticket"})
	var failure protocol.Failure
	client.Ask(labtest.Object{"type": "block", "endpoint": 2, "block": 1, "observe": "timing", "handshakes": 1, "connections": 1,
		"port": server.Serve(0), "timeoutMs": 1000}, "error", &failure)
	if failure.Code != "prime-failed" {
		t.Errorf("%+v", failure)
	}
}

// The order of groups is the configuration's where crypto/tls keeps it, and is refused where it does not.
func TestGroupOrder(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	fixed := slices.ContainsFunc(stack.Not(), func(missing protocol.Missing) bool { return missing.What == "groupOrder" })
	for _, config := range []labtest.Config{
		{PKI: pki, Groups: []string{"p384", "x25519"}},
		{PKI: pki, Groups: []string{"p384", "x25519"}, Retry: true},
	} {
		if fixed {
			var failure protocol.Failure
			start(t, protocol.Client).Ask(config.Message(0, 0), "error", &failure)
			if failure.Code != protocol.CodeUnsupported {
				t.Errorf("%+v", failure)
			}
			continue
		}
		group, retried := tls.CurveP384, 0.0
		if config.Retry {
			group, retried = tls.X25519, 1
		}
		server, client := newPair(t, config, config).block("timing", 2, 1)
		checkGood(t, server, client, 2)
		if !all(client.Ns("group"), float64(group)) || !all(client.Ns("retried"), retried) {
			t.Errorf("groups %v, retried %v", client.Ns("group"), client.Ns("retried"))
		}
	}
}

func TestStop(t *testing.T) {
	for _, role := range []string{protocol.Client, protocol.Server} {
		engine := start(t, role)
		engine.Configure(0, labtest.Config{PKI: labtest.NewPKI(t, "ecdsa-p256")})
		engine.Stop()
	}
}
