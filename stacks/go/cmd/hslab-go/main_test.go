package main

import (
	"bytes"
	"debug/buildinfo"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"handshakelab/go/internal/affinity"
	"handshakelab/go/internal/labtest"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/worker"
)

var program string

// Links the worker into the test, so that a change of it makes go test run the program anew instead of using a cached result.
var _ = []any{worker.Run}

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "hslab-go")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	program = filepath.Join(folder, "hslab-go")
	build := exec.Command("go", "build", "-trimpath", "-o", program, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	return m.Run()
}

type process struct {
	*labtest.Engine
	command *exec.Cmd
	stderr  bytes.Buffer
	ended   chan error
}

// startProcess starts the program in a role, behind a launcher such as taskset and its arguments.
func startProcess(t testing.TB, role string, launcher ...string) *process {
	t.Helper()
	words := append(slices.Clone(launcher), program, "--role", role)
	p := &process{command: exec.Command(words[0], words[1:]...), ended: make(chan error, 1)}
	stdin, err := p.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	// A pipe of our own: Wait would close StdoutPipe's before all is read.
	stdout, toUs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p.command.Stdout, p.command.Stderr = toUs, &p.stderr
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	toUs.Close()
	go func() { p.ended <- p.command.Wait() }()
	t.Cleanup(func() {
		_ = p.command.Process.Kill()
		stdout.Close()
	})
	p.Engine = labtest.NewEngine(t, stdin, stdout)
	return p
}

// exitCode waits for the end.
func (p *process) exitCode(t testing.TB) int {
	t.Helper()
	select {
	case err := <-p.ended:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return p.command.ProcessState.ExitCode()
	case <-time.After(3 * time.Second):
		t.Fatal("the worker lives on")
		return -1
	}
}

func TestSession(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	server, client := startProcess(t, "server"), startProcess(t, "client")
	if server.Ready.Role != "server" || client.Ready.Role != "client" || server.Ready.Stack != "go" || server.Ready.Protocol != protocol.Version ||
		server.Ready.PID != server.command.Process.Pid || len(server.Ready.CPUs) == 0 {
		t.Errorf("%+v", server.Ready)
	}
	server.Configure(0, labtest.Config{PKI: pki})
	client.Configure(0, labtest.Config{PKI: pki})
	port := server.Serve(0)
	for _, observe := range []string{"timing", "allocations"} {
		server.Arm(0, 3, observe)
		clientSide := client.Block(0, 3, observe, 4, 1, port)
		serverSide := server.Collect(0, 3, 4, 2000)
		if clientSide.Done.Handshakes != 4 || serverSide.Done.Handshakes != 4 || clientSide.Done.Failed+serverSide.Done.Failed != 0 {
			t.Errorf("%+v, %+v", clientSide.Done, serverSide.Done)
		}
		for _, side := range []labtest.Outcome{clientSide, serverSide} {
			if observe == "allocations" && !side.Done.Usage.Exact {
				t.Errorf("not exact: %+v", side.Done.Usage)
			}
		}
	}
	for _, p := range []*process{server, client} {
		p.Stop()
		if code := p.exitCode(t); code != 0 {
			t.Errorf("exit code %d, %s", code, &p.stderr)
		}
		if p.stderr.Len() != 0 {
			t.Errorf("stderr: %s", &p.stderr)
		}
	}
}

// manySeconds is a number of handshakes that no machine makes in the time a test waits for the end.
const manySeconds = 20_000

func TestEndOfStdinEndsABlock(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	server, client := startProcess(t, "server"), startProcess(t, "client")
	server.Configure(0, labtest.Config{PKI: pki})
	client.Configure(0, labtest.Config{PKI: pki, Capacity: manySeconds})
	client.Send(labtest.Object{"type": "block", "endpoint": 0, "block": 1, "observe": "timing",
		"handshakes": manySeconds, "connections": 2, "port": server.Serve(0), "timeoutMs": 60000})
	time.Sleep(100 * time.Millisecond)
	for _, p := range []*process{client, server} {
		p.Hang()
		if code := p.exitCode(t); code != 0 {
			t.Errorf("exit code %d, %s", code, &p.stderr)
		}
	}
}

func TestStopEndsABlockEarly(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	server, client := startProcess(t, "server"), startProcess(t, "client")
	server.Configure(0, labtest.Config{PKI: pki})
	client.Configure(0, labtest.Config{PKI: pki, Capacity: manySeconds})
	client.Send(labtest.Object{"type": "block", "endpoint": 0, "block": 1, "observe": "timing",
		"handshakes": manySeconds, "connections": 1, "port": server.Serve(0), "timeoutMs": 60000})
	client.Send(labtest.Object{"type": "stop"})
	if code := client.exitCode(t); code != 0 {
		t.Errorf("exit code %d, %s", code, &client.stderr)
	}
}

func TestBadFramesEndTheProcess(t *testing.T) {
	folder := "../../../testdata"
	for _, name := range []string{"bad-kind.bin", "bad-json.bin", "bad-length.bin", "bad-empty.bin", "bad-columns.bin"} {
		frame, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		p := startProcess(t, "server")
		p.SendRaw(frame)
		if code := p.exitCode(t); code != 2 || p.stderr.Len() == 0 {
			t.Errorf("%s: exit code %d, stderr %q", name, code, &p.stderr)
		}
	}
}

func TestCommandLine(t *testing.T) {
	for _, arguments := range [][]string{{}, {"--role", "relay"}, {"--role", "client", "more"}} {
		command := exec.Command(program, arguments...)
		output, _ := command.Output()
		if code := command.ProcessState.ExitCode(); code != 2 || len(output) != 0 {
			t.Errorf("%q: exit code %d, stdout %q", arguments, code, output)
		}
	}
}

// The program must behave as Go's own version does, not as that of go.mod (see godebug.go).
func TestRunsGoAsItComes(t *testing.T) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	for _, setting := range info.Settings {
		if setting.Key == "DefaultGODEBUG" {
			t.Errorf("built by %s to behave as an older Go: %s", info.GoVersion, setting.Value)
		}
	}
}

// What an endpoint may be asked for differs between versions; what is offered must be done.
func TestDoesWhatItOffers(t *testing.T) {
	pki := labtest.NewPKI(t, "ecdsa-p256")
	server, client := startProcess(t, "server"), startProcess(t, "client")
	endpoint := 0
	for _, offer := range client.Ready.Offers {
		group, isGroup := strings.CutPrefix(offer, "group:")
		if !isGroup {
			continue
		}
		endpoint++
		config := labtest.Config{PKI: pki, Groups: []string{group}}
		server.Configure(endpoint, config)
		client.Configure(endpoint, config)
		port := server.Serve(endpoint)
		server.Arm(endpoint, endpoint, "timing")
		if outcome := client.Block(endpoint, endpoint, "timing", 1, 1, port); outcome.Done.Handshakes != 1 || outcome.Done.Failed != 0 {
			t.Errorf("%s: %+v, %q", group, outcome.Done, outcome.Header["ns"].Strings)
		}
		server.Collect(endpoint, endpoint, 1, 2000)
	}
	if endpoint < 4 {
		t.Errorf("offers %v", client.Ready.Offers)
	}
}

func TestReportsItsMask(t *testing.T) {
	taskset, err := exec.LookPath("taskset")
	if err != nil {
		t.Skip("no taskset")
	}
	mine, err := affinity.CPUs()
	if err != nil {
		t.Fatal(err)
	}
	last := mine[len(mine)-1]
	p := startProcess(t, "client", taskset, "-c", strconv.Itoa(last))
	if got := p.Ready.CPUs; len(got) != 1 || got[0] != last {
		t.Errorf("CPUs %v, want %d", got, last)
	}
}
