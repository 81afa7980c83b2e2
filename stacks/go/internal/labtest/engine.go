package labtest

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"testing"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/protocol"
)

// Engine is the other end of a worker's pipes.
type Engine struct {
	t      testing.TB
	stdin  io.WriteCloser
	stdout io.Reader
	nextID int64
	// Epoch is the run's start, ns of CLOCK_MONOTONIC.
	Epoch int64
	Ready protocol.Ready
}

// Object is a JSON message.
type Object map[string]any

// NewEngine reads `ready`.
func NewEngine(t testing.TB, stdin io.WriteCloser, stdout io.Reader) *Engine {
	t.Helper()
	e := &Engine{t: t, stdin: stdin, stdout: stdout, Epoch: clock.Raw()}
	e.receive("ready", &e.Ready)
	return e
}

// Config is an endpoint's configuration; zero members are the plain case.
type Config struct {
	PKI        PKI
	Groups     []string
	ALPN       []string
	Session    string
	Retry      bool
	ServerName string
	Hooks      string
	Capacity   int
	DelayNs    int64
	Exchange   *protocol.Exchange
	Preamble   bool
	Version    string
	Mutual     bool
	CacheSize  int
	Closes     string
}

// Message is the configure request.
func (c Config) Message(endpoint int, epoch int64) Object {
	orElse := func(value, otherwise string) string {
		if value == "" {
			return otherwise
		}
		return value
	}
	groups, alpn, capacity := c.Groups, c.ALPN, c.Capacity
	if groups == nil {
		groups = []string{"x25519"}
	}
	if alpn == nil {
		alpn = []string{}
	}
	if capacity == 0 {
		capacity = 1024
	}
	var cacheSize any
	if c.CacheSize != 0 {
		cacheSize = c.CacheSize
	}
	return Object{
		"type": "configure", "endpoint": endpoint, "epochNs": strconv.FormatInt(epoch, 10),
		"tls":      Object{"version": orElse(c.Version, "1.3"), "mutual": c.Mutual, "cacheSize": cacheSize, "groups": groups, "alpn": alpn, "session": orElse(c.Session, "full"), "retry": c.Retry},
		"rootFile": c.PKI.RootFile, "certificateFile": c.PKI.CertificateFile, "keyFile": c.PKI.KeyFile,
		"serverName": orElse(c.ServerName, ServerName), "hooks": orElse(c.Hooks, "timing"), "capacity": capacity, "delayNs": c.DelayNs,
		"exchange": c.Exchange, "preamble": c.Preamble, "closes": c.Closes,
	}
}

// Send sends a request with the next id, which it returns.
func (e *Engine) Send(message Object) int64 {
	e.t.Helper()
	e.nextID++
	message["id"] = e.nextID
	frame, err := protocol.AppendMessage(nil, message)
	must(e.t, err)
	_, err = e.stdin.Write(frame)
	must(e.t, err)
	return e.nextID
}

// SendRaw writes bytes that need not be a frame.
func (e *Engine) SendRaw(raw []byte) {
	e.t.Helper()
	_, err := e.stdin.Write(raw)
	must(e.t, err)
}

// Hang closes the worker's stdin.
func (e *Engine) Hang() { _ = e.stdin.Close() }

// receive reads the next frame, which must be a message of this type.
func (e *Engine) receive(want string, into any) {
	e.t.Helper()
	frame, err := protocol.ReadFrame(e.stdout)
	must(e.t, err)
	var head struct{ Type string }
	if frame.Kind == protocol.KindJSON {
		must(e.t, json.Unmarshal(frame.Payload, &head))
	}
	if head.Type != want {
		e.t.Fatalf("want %s, got frame %c %s", want, frame.Kind, frame.Payload)
	}
	must(e.t, json.Unmarshal(frame.Payload, into))
}

// Ask sends a request and reads its answer, which must be of this type.
func (e *Engine) Ask(message Object, want string, into any) {
	e.t.Helper()
	id := e.Send(message)
	var answer struct{ ID int64 }
	frame := json.RawMessage{}
	e.receive(want, &frame)
	must(e.t, json.Unmarshal(frame, &answer))
	if answer.ID != id {
		e.t.Fatalf("answer has id %d, want %d", answer.ID, id)
	}
	if into != nil {
		must(e.t, json.Unmarshal(frame, into))
	}
}

// Configure makes an endpoint.
func (e *Engine) Configure(endpoint int, config Config) {
	e.t.Helper()
	e.Ask(config.Message(endpoint, e.Epoch), "configured", nil)
}

// Serve returns the port.
func (e *Engine) Serve(endpoint int) int {
	e.t.Helper()
	var serving protocol.Serving
	e.Ask(Object{"type": "serve", "endpoint": endpoint}, "serving", &serving)
	return serving.Port
}

// Arm begins a server's block.
func (e *Engine) Arm(endpoint, block int, observe string) {
	e.t.Helper()
	e.Ask(Object{"type": "block", "endpoint": endpoint, "block": block, "observe": observe,
		"handshakes": 0, "connections": 1, "timeoutMs": 10000}, "armed", nil)
}

// Block runs a client's block.
func (e *Engine) Block(endpoint, block int, observe string, handshakes, connections, port int) Outcome {
	e.t.Helper()
	return e.Outcome(e.Send(Object{"type": "block", "endpoint": endpoint, "block": block, "observe": observe,
		"handshakes": handshakes, "connections": connections, "port": port, "timeoutMs": 20000}))
}

// NamedBlock runs a client's block whose handshakes have these numbers in their servers' names.
func (e *Engine) NamedBlock(endpoint, block int, names []int64, connections, port int) Outcome {
	e.t.Helper()
	return e.Outcome(e.Send(Object{"type": "block", "endpoint": endpoint, "block": block, "observe": "timing", "names": names,
		"handshakes": len(names), "connections": connections, "port": port, "timeoutMs": 20000}))
}

// OpenBlock runs a client's block on a schedule.
func (e *Engine) OpenBlock(endpoint, block int, scheduleNs []int64, connections, port, timeoutMs int) Outcome {
	e.t.Helper()
	return e.Outcome(e.Send(Object{"type": "block", "endpoint": endpoint, "block": block, "observe": "timing",
		"handshakes": len(scheduleNs), "connections": connections, "port": port, "scheduleNs": scheduleNs, "timeoutMs": timeoutMs}))
}

// Hold keeps connections open; port 0 is for servers.
func (e *Engine) Hold(endpoint, connections, port int) (holding protocol.Holding) {
	e.t.Helper()
	request := Object{"type": "hold", "endpoint": endpoint, "connections": connections, "timeoutMs": 10000}
	if port != 0 {
		request["port"] = port
	}
	e.Ask(request, "holding", &holding)
	return holding
}

// Release closes what is held.
func (e *Engine) Release(endpoint int) {
	e.t.Helper()
	e.Ask(Object{"type": "release", "endpoint": endpoint}, "released", nil)
}

// Collect fetches a server's samples.
func (e *Engine) Collect(endpoint, block, expect, timeoutMs int) Outcome {
	e.t.Helper()
	return e.Outcome(e.Send(Object{"type": "collect", "endpoint": endpoint, "block": block, "expect": expect, "timeoutMs": timeoutMs}))
}

// Outcome is what a block reported.
type Outcome struct {
	Done protocol.Done
	// Columns by quantity and name.
	Columns map[string]map[string][]float64
	Header  map[string]protocol.SampleHeader
	// Profiles in the order in which they came.
	Profiles []Profile
}

// Profile is what a P frame held.
type Profile struct {
	protocol.ProfileHeader
	Bytes []byte
}

// Ns is a column of the ns frame; nil where it was left out.
func (o Outcome) Ns(name string) []float64 { return o.Columns[protocol.QuantityNs][name] }

// Text is a row's string that the column points to; empty for none.
func (o Outcome) Text(column string, row int) string {
	index := o.Ns(column)[row]
	if math.IsNaN(index) || index < 0 {
		return ""
	}
	return o.Header[protocol.QuantityNs].Strings[int(index)]
}

// Outcome reads what a block reports, up to its `done`, which must answer this request.
func (e *Engine) Outcome(id int64) Outcome {
	e.t.Helper()
	outcome := Outcome{Columns: map[string]map[string][]float64{}, Header: map[string]protocol.SampleHeader{}}
	for {
		frame, err := protocol.ReadFrame(e.stdout)
		must(e.t, err)
		switch frame.Kind {
		case protocol.KindJSON:
			must(e.t, json.Unmarshal(frame.Payload, &outcome.Done))
			if outcome.Done.Type != "done" || outcome.Done.ID != id {
				e.t.Fatalf("want done of %d, got %s", id, frame.Payload)
			}
			return outcome
		case protocol.KindProfile:
			if len(outcome.Header) > 0 {
				e.t.Error("a profile comes after samples")
			}
			header, profile, err := protocol.DecodeProfile(frame.Payload)
			must(e.t, err)
			outcome.Profiles = append(outcome.Profiles, Profile{header, profile})
		case protocol.KindSamples:
			header, columns, err := protocol.DecodeSamples(frame.Payload)
			must(e.t, err)
			named := map[string][]float64{}
			for i, name := range header.Columns {
				named[name] = columns[i]
			}
			outcome.Columns[header.Quantity], outcome.Header[header.Quantity] = named, header
		}
	}
}

// Stop ends the worker.
func (e *Engine) Stop() {
	e.t.Helper()
	e.Ask(Object{"type": "stop"}, "stopped", nil)
	if _, err := protocol.ReadFrame(e.stdout); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrClosedPipe) {
		e.t.Fatal(err)
	}
}
