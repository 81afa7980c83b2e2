package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"handshakelab/go/internal/capture"
)

var program string

// Links the capture into the test, so that a change of it makes go test run the program anew instead of using a cached result.
var _ = []any{capture.Serve}

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "hslab-capture")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	if err := os.Chmod(folder, 0o755); err != nil { // Another user is to run it.
		panic(err)
	}
	program = filepath.Join(folder, "hslab-capture")
	build := exec.Command("go", "build", "-trimpath", "-o", program, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		panic(err)
	}
	return m.Run()
}

// run starts the program and waits for its end.
func run(t *testing.T, command *exec.Cmd) (code int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	command.Stdout, command.Stderr = &out, &log
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String(), log.String()
}

func TestWithoutPermission(t *testing.T) {
	command := exec.Command(program)
	if capture.Allowed() == nil {
		if os.Getuid() != 0 {
			t.Skip("capturing is permitted, and only root can give that up")
		}
		const nobody = 65534
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		command.Dir = "/"
	}
	code, stdout, stderr := run(t, command)
	if code != 3 || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "CAP_NET_RAW") {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

func TestEnds(t *testing.T) {
	if err := capture.Allowed(); err != nil {
		t.Skip(err)
	}
	for said, want := range map[string]int{"": 0, `{"type":"quit"}` + "\n": 0, "dance\n": 2} {
		command := exec.Command(program)
		command.Stdin = strings.NewReader(said)
		code, stdout, stderr := run(t, command)
		if code != want || stdout != `{"type":"ready"}`+"\n" || (stderr != "") != (want != 0) {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", said, code, stdout, stderr)
		}
	}
	// The end of stdin also ends a capture under way.
	command := exec.Command(program)
	command.Stdin = strings.NewReader(`{"type":"start","ports":[9],"epochNs":"0"}` + "\n")
	if code, stdout, stderr := run(t, command); code != 0 || stderr != "" || !strings.HasPrefix(stdout, `{"type":"ready"}`) {
		t.Errorf("exit code %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

func TestCommandLine(t *testing.T) {
	if code, stdout, _ := run(t, exec.Command(program, "lo")); code != 2 || stdout != "" {
		t.Errorf("exit code %d, stdout %q", code, stdout)
	}
}
