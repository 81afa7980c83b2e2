package main

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math"
	"strings"
	"sync"
	"time"

	"handshakelab/go/internal/clock"
	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/sample"
)

// row is one connection's sample. Its marks are taken in quic-go's goroutines and read when the connection is over: hence the lock.
type row struct {
	mutex sync.Mutex
	sample.Sample
	early         float64 // as the column has it; NaN: not known
	alpn, failure string
	over          bool
}

func newRow() *row {
	r := &row{early: math.NaN()}
	r.Reset()
	return r
}

func (r *row) mark(mark sample.Mark) { r.markAt(mark, clock.Now()) }

// markAt sets a mark that has not been reached before.
func (r *row) markAt(mark sample.Mark, ns int64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.over && !r.Has(mark) {
		r.At[mark] = ns
	}
}

// Write takes a line of the key log for the secrets' instants.
func (r *row) Write(line []byte) (int, error) {
	switch label, _, _ := strings.Cut(string(line), " "); label {
	case "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET":
		r.mark(sample.HandshakeSecret)
	case "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0":
		r.mark(sample.AppSecret)
	}
	return len(line), nil
}

var _ io.Writer = (*row)(nil)

// hookClient lets crypto/tls mark what it shows of a client's handshake.
func (r *row) hookClient(config *tls.Config) {
	config.KeyLogWriter = r
	var asked int64
	// crypto/tls asks for the time at several places; the last before the chain was accepted feeds its verification.
	config.Time = func() time.Time {
		now := time.Now()
		asked = clock.At(now)
		return now
	}
	config.VerifyPeerCertificate = func([][]byte, [][]*x509.Certificate) error {
		r.markAt(sample.VerifyStart, asked)
		r.mark(sample.VerifyEnd)
		r.mark(sample.Verified)
		return nil
	}
}

// hookServer does the same for a server; the config is this connection's own.
func (r *row) hookServer(config *tls.Config) {
	config.KeyLogWriter = r
	certificate := config.Certificates[0]
	certificate.PrivateKey = &signer{certificate.PrivateKey.(crypto.Signer), r}
	config.Certificates = nil
	config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		r.mark(sample.Selected)
		return &certificate, nil
	}
}

type signer struct {
	crypto.Signer
	row *row
}

func (s *signer) Sign(random io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	s.row.mark(sample.SignStart)
	defer s.row.mark(sample.SignEnd)
	return s.Signer.Sign(random, digest, options)
}

// settle fills in what was negotiated.
func (r *row) settle(state tls.ConnectionState) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.Version, r.Suite = int32(state.Version), int32(state.CipherSuite)
	r.Group = int32(state.CurveID)
	r.Resumed = 0
	if state.DidResume {
		r.Resumed = 1
	}
	r.alpn = state.NegotiatedProtocol
}

// end keeps what goroutines that are still about to end would add.
func (r *row) end(failure string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.over {
		return
	}
	r.over, r.failure = true, failure
}

// columnsOf are the columns that this worker fills.
func columnsOf(role string, hooks, exchange bool, epochNs int64) []column {
	var columns []column
	for _, one := range (sample.Layout{Role: role, Hooks: hooks, Exchange: exchange}).Columns(protocol.QuantityNs, epochNs) {
		// Datagrams are not the handshake's alone.
		if strings.HasPrefix(one.Name, "read") || strings.HasPrefix(one.Name, "write") || strings.HasPrefix(one.Name, "bytes") || one.Name == "retried" || one.Name == "intended" || one.Name == "laneFree" {
			continue
		}
		columns = append(columns, column{one.Name, func(r *row) float64 { return one.Value(&r.Sample) }})
	}
	return append(columns, column{"earlyData", func(r *row) float64 { return r.early }})
}

type column struct {
	Name  string
	Value func(*row) float64
}
