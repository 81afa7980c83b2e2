// Package worker carries out the engine's requests.
package worker

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"handshakelab/go/internal/affinity"
	"handshakelab/go/internal/handshake"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/sample"
	"handshakelab/go/internal/stack"
)

// Exit codes of the process.
const (
	exitGood     = 0
	exitProtocol = 2
)

// queuedRequests is how many requests may wait while one is carried out.
const queuedRequests = 16

// errStop ends the loop after `stopped` was sent.
var errStop = errors.New("stopped")

type worker struct {
	role    string
	out     io.Writer
	buffer  []byte
	clients map[int64]*handshake.Client
	servers map[int64]*handshake.Server
	layouts map[int64]endpointLayout

	// Set as soon as `stop` is read, so that a block or a wait under way ends early.
	stopping atomic.Bool
	stop     chan struct{}
}

type endpointLayout struct {
	sample.Layout
	epochNs int64
}

type incoming struct {
	request protocol.Request
	bad     error
}

// Run speaks the protocol until `stop`, the end of in, or a protocol error, and returns the exit code.
// The caller must then end the process: handshakes may still be under way.
func Run(role string, in io.Reader, out, log io.Writer) int {
	w := &worker{
		role: role, out: out, stop: make(chan struct{}),
		clients: map[int64]*handshake.Client{}, servers: map[int64]*handshake.Server{}, layouts: map[int64]endpointLayout{},
	}
	if err := w.ready(); err != nil {
		fmt.Fprintln(log, "hslab-go:", err)
		return exitProtocol
	}
	requests := make(chan incoming, queuedRequests)
	ended := make(chan error, 2)
	go func() { ended <- w.read(in, requests) }()
	go func() { ended <- w.work(requests) }()
	switch err := <-ended; {
	case errors.Is(err, protocol.ErrFrame):
		fmt.Fprintln(log, "hslab-go:", err)
		return exitProtocol
	case errors.Is(err, errStop), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return exitGood
	default: // A broken pipe: the engine is gone.
		fmt.Fprintln(log, "hslab-go:", err)
		return exitGood
	}
}

func (w *worker) ready() error {
	cpus, err := affinity.CPUs()
	if err != nil {
		return err
	}
	return w.send(protocol.Ready{
		Type: "ready", Protocol: protocol.Version, Stack: stack.Name, Version: stack.Version(), Library: stack.Library(),
		Role: w.role, PID: os.Getpid(), CPUs: cpus,
		Offers: stack.Offers(), Observes: stack.Observes(), Not: stack.Not(),
	})
}

// read hands requests on until the stream ends. It runs beside them, so that the end of stdin is seen at once.
func (w *worker) read(in io.Reader, requests chan<- incoming) error {
	for {
		frame, err := protocol.ReadFrame(in)
		if err != nil {
			return err
		}
		if frame.Kind != protocol.KindJSON {
			return fmt.Errorf("%w: samples and profiles go from the worker to the engine only", protocol.ErrFrame)
		}
		request, bad, err := protocol.ParseRequest(frame.Payload)
		if err != nil {
			return err
		}
		if request.Type == "stop" && !w.stopping.Swap(true) {
			close(w.stop)
		}
		requests <- incoming{request, bad}
	}
}

func (w *worker) work(requests <-chan incoming) error {
	for next := range requests {
		err := next.bad
		if err != nil {
			err = &handshake.Refusal{Code: protocol.CodeBadRequest, Err: err}
		} else {
			err = w.carryOut(&next.request)
		}
		var refusal *handshake.Refusal
		if errors.As(err, &refusal) {
			err = w.send(protocol.Failure{Type: "error", ID: next.request.ID, Code: refusal.Code, Message: refusal.Error()})
		}
		if err != nil {
			return err
		}
	}
	return io.EOF
}

func (w *worker) carryOut(request *protocol.Request) error {
	switch request.Type {
	case "configure":
		return w.configure(request)
	case "serve":
		return w.serve(request)
	case "block":
		if w.role == protocol.Client {
			return w.runBlock(request)
		}
		return w.armBlock(request)
	case "collect":
		return w.collect(request)
	case "hold":
		return w.hold(request)
	case "release":
		return w.release(request)
	case "replay":
		return refuse(protocol.CodeUnsupported, "replay: crypto/tls has no 0-RTT over TCP (go.dev/issue/60107)")
	case "stop":
		w.closeAll()
		if err := w.send(protocol.Stopped{Type: "stopped", ID: request.ID}); err != nil {
			return err
		}
		return errStop
	default:
		return refuse(protocol.CodeBadRequest, "unknown type %q", request.Type)
	}
}

func (w *worker) configure(request *protocol.Request) error {
	settings, err := handshake.NewSettings(w.role, request)
	if err != nil {
		return err
	}
	w.drop(request.Endpoint)
	if w.role == protocol.Client {
		client, err := handshake.NewClient(settings)
		if err != nil {
			return err
		}
		w.clients[request.Endpoint] = client
	} else {
		server, err := handshake.NewServer(settings)
		if err != nil {
			return err
		}
		w.servers[request.Endpoint] = server
	}
	w.layouts[request.Endpoint] = endpointLayout{sample.Layout{
		Role: w.role, Hooks: settings.Hooks, Exchange: settings.Own != nil, Tickets: settings.Resumes(),
	}, settings.EpochNs}
	return w.send(protocol.Configured{Type: "configured", ID: request.ID, Endpoint: request.Endpoint})
}

func (w *worker) serve(request *protocol.Request) error {
	server, err := w.server(request)
	if err != nil {
		return err
	}
	port, err := server.Serve()
	if err != nil {
		return err
	}
	return w.send(protocol.Serving{Type: "serving", ID: request.ID, Endpoint: request.Endpoint, Port: port})
}

func (w *worker) armBlock(request *protocol.Request) error {
	server, err := w.server(request)
	if err != nil {
		return err
	}
	if err := checkObservation(request); err != nil {
		return err
	}
	if err := server.Arm(request.Block, request.Observe); err != nil {
		return err
	}
	return w.send(protocol.Armed{Type: "armed", ID: request.ID, Block: request.Block})
}

func (w *worker) runBlock(request *protocol.Request) error {
	client, err := w.client(request)
	if err != nil {
		return err
	}
	if err := checkObservation(request); err != nil {
		return err
	}
	if err := checkSchedule(request); err != nil {
		return err
	}
	if err := checkNames(request, client); err != nil {
		return err
	}
	if err := checkPort(request); err != nil {
		return err
	}
	switch {
	case request.Connections < 1:
		return refuse(protocol.CodeBadRequest, "connections %d is less than 1", request.Connections)
	case request.Handshakes < 0 || request.Handshakes > client.Capacity():
		return refuse(protocol.CodeBadRequest, "handshakes %d is not between 0 and the endpoint's capacity %d", request.Handshakes, client.Capacity())
	}
	result, err := client.Run(handshake.ClientBlock{
		Handshakes: request.Handshakes, Connections: request.Connections, Port: request.Port,
		Observe: request.Observe, ScheduleNs: request.ScheduleNs, Names: request.Names, Timeout: milliseconds(request.TimeoutMs),
	}, &w.stopping)
	if err != nil {
		return err
	}
	return w.report(request, result)
}

func (w *worker) collect(request *protocol.Request) error {
	server, err := w.server(request)
	if err != nil {
		return err
	}
	result, err := server.Collect(request.Block, request.Expect, milliseconds(request.TimeoutMs), w.stop)
	if err != nil {
		return err
	}
	return w.report(request, result)
}

// report sends a block's profiles, samples and `done` in one write.
func (w *worker) report(request *protocol.Request, result handshake.Result) error {
	buffer := w.buffer[:0]
	for _, part := range result.Profiles {
		var err error
		buffer, err = protocol.AppendProfile(buffer, protocol.ProfileHeader{
			Endpoint: request.Endpoint, Block: request.Block, Role: w.role, Part: part.Name, Format: protocol.FormatPprof,
		}, part.Bytes)
		if err != nil {
			return refuse(protocol.CodeInternal, "%w", err)
		}
	}
	quantities := []string{protocol.QuantityNs}
	if result.Usage.AllocatedBytes != nil {
		quantities = append(quantities, protocol.QuantityBytes, protocol.QuantityObjects)
	}
	layout := w.layouts[request.Endpoint]
	layout.Named = request.Names != nil
	if result.Strings == nil {
		result.Strings = []string{}
	}
	for _, quantity := range quantities {
		columns := layout.Columns(quantity, layout.epochNs)
		header := protocol.SampleHeader{
			Endpoint: request.Endpoint, Block: request.Block, Role: w.role, Quantity: quantity,
			Count: len(result.Rows), Columns: make([]string, len(columns)), Strings: result.Strings,
		}
		for i, column := range columns {
			header.Columns[i] = column.Name
		}
		var err error
		buffer, err = protocol.AppendSamples(buffer, header, func(column, row int) float64 { return columns[column].Value(&result.Rows[row]) })
		if err != nil {
			return refuse(protocol.CodeInternal, "%w", err)
		}
	}
	buffer, err := protocol.AppendMessage(buffer, protocol.Done{
		Type: "done", ID: request.ID, Endpoint: request.Endpoint, Block: request.Block,
		Handshakes: len(result.Rows), Failed: result.Failed, ElapsedNs: result.ElapsedNs, Usage: result.Usage,
		KeyLog: result.KeyLog,
	})
	if err != nil {
		return err
	}
	return w.write(buffer)
}

func (w *worker) send(message any) error {
	buffer, err := protocol.AppendMessage(w.buffer[:0], message)
	if err != nil {
		return err
	}
	return w.write(buffer)
}

func (w *worker) write(buffer []byte) error {
	w.buffer = buffer[:0]
	_, err := w.out.Write(buffer)
	return err
}

func (w *worker) server(request *protocol.Request) (*handshake.Server, error) {
	if w.role != protocol.Server {
		return nil, refuse(protocol.CodeWrongRole, "%s is for servers, this worker is a %s", request.Type, w.role)
	}
	server, known := w.servers[request.Endpoint]
	if !known {
		return nil, refuse(protocol.CodeUnknownEndpoint, "endpoint %d was not configured", request.Endpoint)
	}
	return server, nil
}

func (w *worker) client(request *protocol.Request) (*handshake.Client, error) {
	client, known := w.clients[request.Endpoint]
	if !known {
		return nil, refuse(protocol.CodeUnknownEndpoint, "endpoint %d was not configured", request.Endpoint)
	}
	return client, nil
}

func (w *worker) hold(request *protocol.Request) error {
	answer := protocol.Holding{Type: "holding", ID: request.ID, Endpoint: request.Endpoint}
	if w.role == protocol.Server {
		server, err := w.server(request)
		if err != nil {
			return err
		}
		answer.Connections = server.Hold(milliseconds(request.TimeoutMs))
		return w.send(answer)
	}
	client, err := w.client(request)
	if err != nil {
		return err
	}
	if err := checkPort(request); err != nil {
		return err
	}
	if request.Connections < 0 {
		return refuse(protocol.CodeBadRequest, "connections %d is negative", request.Connections)
	}
	answer.Connections, answer.Failed = client.Hold(request.Connections, request.Port, milliseconds(request.TimeoutMs), &w.stopping)
	return w.send(answer)
}

func (w *worker) release(request *protocol.Request) error {
	if w.role == protocol.Server {
		server, err := w.server(request)
		if err != nil {
			return err
		}
		server.Release()
	} else {
		client, err := w.client(request)
		if err != nil {
			return err
		}
		client.Release()
	}
	return w.send(protocol.Released{Type: "released", ID: request.ID, Endpoint: request.Endpoint})
}

func (w *worker) drop(endpoint int64) {
	if client, known := w.clients[endpoint]; known {
		client.Close()
		delete(w.clients, endpoint)
	}
	if server, known := w.servers[endpoint]; known {
		server.Close()
		delete(w.servers, endpoint)
	}
}

func (w *worker) closeAll() {
	for endpoint := range w.layouts {
		w.drop(endpoint)
	}
}

func checkObservation(request *protocol.Request) error {
	switch request.Observe {
	case protocol.ObserveTiming, protocol.ObserveAllocations, protocol.ObserveCPUProfile, protocol.ObserveAllocProfile, protocol.ObserveWire:
		return nil
	default:
		return refuse(protocol.CodeUnsupported, "observe %q is not timing, allocations, cpu-profile, alloc-profile or wire", request.Observe)
	}
}

func checkSchedule(request *protocol.Request) error {
	schedule := request.ScheduleNs
	switch {
	case schedule == nil:
		return nil
	case len(schedule) != request.Handshakes:
		return refuse(protocol.CodeBadRequest, "scheduleNs has %d offsets for %d handshakes", len(schedule), request.Handshakes)
	case !slices.IsSorted(schedule):
		return refuse(protocol.CodeBadRequest, "scheduleNs is not ascending")
	case len(schedule) > 0 && schedule[0] < 0:
		return refuse(protocol.CodeBadRequest, "scheduleNs begins with %d, before the block", schedule[0])
	}
	return nil
}

func checkPort(request *protocol.Request) error {
	if request.Port < 1 || request.Port > math.MaxUint16 {
		return refuse(protocol.CodeBadRequest, "port %d is not between 1 and %d", request.Port, math.MaxUint16)
	}
	return nil
}

func checkNames(request *protocol.Request, client *handshake.Client) error {
	names := request.Names
	switch {
	case names == nil:
		return nil
	case !client.TakesNames():
		return refuse(protocol.CodeBadRequest, "names in session ticket: a ticket is of one server's name")
	case len(names) != request.Handshakes:
		return refuse(protocol.CodeBadRequest, "names has %d numbers for %d handshakes", len(names), request.Handshakes)
	case len(names) > 0 && (slices.Min(names) < 0 || slices.Max(names) > math.MaxInt32):
		return refuse(protocol.CodeBadRequest, "names are not all between 0 and %d", math.MaxInt32)
	}
	return nil
}

func refuse(code, format string, values ...any) error {
	return &handshake.Refusal{Code: code, Err: fmt.Errorf(format, values...)}
}

func milliseconds(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }
