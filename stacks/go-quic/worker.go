package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"sync/atomic"
	"time"

	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/sample"
	"handshakelab/go/internal/usage"
)

// Exit codes of the process.
const (
	exitGood     = 0
	exitProtocol = 2
)

// queuedRequests is how many requests may wait while one is carried out.
const queuedRequests = 16

var errStop = errors.New("stopped")

type endpoint struct {
	settings *settings
	client   *client
	server   *server
	cpuNs    int64
	gc       usage.GC
}

type worker struct {
	role      string
	out       io.Writer
	endpoints map[int64]*endpoint
	gc        *usage.GCReader
	stopping  atomic.Bool
	stop      chan struct{}
}

type incoming struct {
	request protocol.Request
	bad     error
}

// run speaks the protocol until `stop`, the end of in, or a protocol error, and returns the exit code.
func run(role string, in io.Reader, out, log io.Writer) int {
	w := &worker{role: role, out: out, endpoints: map[int64]*endpoint{}, gc: usage.NewGCReader(), stop: make(chan struct{})}
	ready, err := readyOf(role)
	if err == nil {
		err = w.send(ready)
	}
	if err != nil {
		fmt.Fprintln(log, "hslab-go-quic:", err)
		return exitProtocol
	}
	requests := make(chan incoming, queuedRequests)
	ended := make(chan error, 2)
	go func() { ended <- w.read(in, requests) }()
	go func() { ended <- w.work(requests) }()
	err = <-ended
	if errors.Is(err, protocol.ErrFrame) {
		fmt.Fprintln(log, "hslab-go-quic:", err)
		return exitProtocol
	}
	return exitGood
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
			err = refuse(protocol.CodeBadRequest, "%v", err)
		} else {
			err = w.carryOut(&next.request)
		}
		var refused *refusal
		if errors.As(err, &refused) {
			err = w.send(protocol.Failure{Type: "error", ID: next.request.ID, Code: refused.code, Message: refused.Error()})
		}
		if err != nil {
			return err
		}
	}
	return io.EOF
}

func (w *worker) carryOut(request *protocol.Request) error {
	if request.Type == "configure" {
		return w.configure(request)
	}
	if request.Type == "stop" {
		for _, endpoint := range w.endpoints {
			endpoint.close()
		}
		if err := w.send(protocol.Stopped{Type: "stopped", ID: request.ID}); err != nil {
			return err
		}
		return errStop
	}
	endpoint, known := w.endpoints[request.Endpoint]
	if !known {
		return refuse(protocol.CodeUnknownEndpoint, "endpoint %d was not configured", request.Endpoint)
	}
	switch {
	case request.Type == "serve" && endpoint.server != nil:
		port, err := endpoint.server.serve()
		if err != nil {
			return err
		}
		return w.send(protocol.Serving{Type: "serving", ID: request.ID, Endpoint: request.Endpoint, Port: port})
	case request.Type == "block":
		return w.block(request, endpoint)
	case request.Type == "collect" && endpoint.server != nil:
		rows, elapsedNs := endpoint.server.collect(request.Expect, time.Duration(request.TimeoutMs)*time.Millisecond, w.stop)
		return w.report(request, endpoint, rows, elapsedNs)
	default:
		return refuse(protocol.CodeUnsupported, "%s: this stack has no such request for a %s", request.Type, w.role)
	}
}

func (w *worker) configure(request *protocol.Request) error {
	settings, err := newSettings(w.role, request)
	if err != nil {
		return err
	}
	if before, known := w.endpoints[request.Endpoint]; known {
		before.close()
	}
	made := &endpoint{settings: settings}
	if w.role == protocol.Client {
		made.client = &client{settings: settings}
	} else {
		made.server = newServer(settings)
	}
	w.endpoints[request.Endpoint] = made
	return w.send(protocol.Configured{Type: "configured", ID: request.ID, Endpoint: request.Endpoint})
}

func (w *worker) block(request *protocol.Request, endpoint *endpoint) error {
	switch {
	case request.Observe != protocol.ObserveTiming:
		return refuse(protocol.CodeUnsupported, "observe %q: this stack records timing", request.Observe)
	case request.ScheduleNs != nil || request.Names != nil:
		return refuse(protocol.CodeUnsupported, "scheduleNs and names: this stack has neither an open loop nor a cache")
	case request.Connections < 1 || request.Handshakes < 0 || request.Handshakes > endpoint.settings.capacity:
		return refuse(protocol.CodeBadRequest, "%d handshakes on %d connections: the endpoint's capacity is %d", request.Handshakes, request.Connections, endpoint.settings.capacity)
	}
	endpoint.cpuNs, endpoint.gc = usage.CPUNs(), w.gc.Read()
	if endpoint.server != nil {
		endpoint.server.arm()
		return w.send(protocol.Armed{Type: "armed", ID: request.ID, Block: request.Block})
	}
	if request.Port < 1 || request.Port > math.MaxUint16 {
		return refuse(protocol.CodeBadRequest, "port %d is none", request.Port)
	}
	rows, err := endpoint.client.run(request, &w.stopping)
	if err != nil {
		return err
	}
	return w.report(request, endpoint, rows, elapsed(rows))
}

// elapsed is from the first start to the last end of what a client did.
func elapsed(rows []*row) int64 {
	from, to := int64(math.MaxInt64), int64(math.MinInt64)
	for _, r := range rows {
		if r.Has(sample.Start) {
			from = min(from, r.At[sample.Start])
		}
		for _, mark := range []sample.Mark{sample.Start, sample.End, sample.FirstByte} {
			if r.Has(mark) {
				to = max(to, r.At[mark])
			}
		}
	}
	return max(0, to-from)
}

// report sends a block's samples and `done`.
func (w *worker) report(request *protocol.Request, endpoint *endpoint, rows []*row, elapsedNs int64) error {
	texts := []string{}
	indexOf := func(text string) int32 {
		for i, known := range texts {
			if known == text {
				return int32(i)
			}
		}
		texts = append(texts, text)
		return int32(len(texts) - 1)
	}
	failed := 0
	for _, r := range rows {
		r.mutex.Lock()
		r.ALPN, r.Error = sample.NoALPN, sample.Unknown
		if r.alpn != "" {
			r.ALPN = indexOf(r.alpn)
		}
		if r.failure != "" {
			r.Error = indexOf(r.failure)
			failed++
		}
		r.mutex.Unlock()
	}
	columns := columnsOf(w.role, endpoint.settings.hooks, endpoint.settings.own != nil, endpoint.settings.epochNs)
	header := protocol.SampleHeader{Endpoint: request.Endpoint, Block: request.Block, Role: w.role, Quantity: protocol.QuantityNs, Count: len(rows), Strings: texts}
	for _, column := range columns {
		header.Columns = append(header.Columns, column.Name)
	}
	buffer, err := protocol.AppendSamples(nil, header, func(column, row int) float64 { return columns[column].Value(rows[row]) })
	if err != nil {
		return refuse(protocol.CodeInternal, "%v", err)
	}
	cpuNs, gc := usage.CPUNs()-endpoint.cpuNs, w.gc.Read()
	collections, pauses := gc.Count-endpoint.gc.Count, gc.PauseNs-endpoint.gc.PauseNs
	buffer, err = protocol.AppendMessage(buffer, protocol.Done{
		Type: "done", ID: request.ID, Endpoint: request.Endpoint, Block: request.Block, Handshakes: len(rows), Failed: failed, ElapsedNs: elapsedNs,
		Usage: protocol.Usage{CPUNs: &cpuNs, GCCount: &collections, GCPauseNs: &pauses},
	})
	if err != nil {
		return err
	}
	_, err = w.out.Write(buffer)
	return err
}

func (w *worker) send(message any) error {
	buffer, err := protocol.AppendMessage(nil, message)
	if err != nil {
		return err
	}
	_, err = w.out.Write(buffer)
	return err
}

func (e *endpoint) close() {
	if e.server != nil {
		e.server.close()
	}
}
