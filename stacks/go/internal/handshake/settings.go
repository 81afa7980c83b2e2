// Package handshake makes handshakes with crypto/tls: the client's lanes and the server's slots.
package handshake

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math"
	"os"
	"strconv"
	"time"
	"unsafe"

	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/sample"
	"handshakelab/go/internal/stack"
)

// Deadline is how long a handshake may take on either side.
const Deadline = 5 * time.Second

// Settings are one endpoint's configuration, checked and loaded.
type Settings struct {
	Role       string
	Hooks      bool
	Session    string
	Groups     []tls.CurveID
	ALPN       []string
	ServerName string
	Capacity   int
	EpochNs    int64
	Delay      time.Duration
	// Preamble: a relay's byte ends a client's connect.
	Preamble bool
	// Own is what this side sends after the handshake, nil for nothing; the peer sends PeerBytes.
	Own       []byte
	PeerBytes int

	roots       *x509.CertPool
	certificate tls.Certificate
	ticketKey   [32]byte
}

// Refusal is a request that cannot be carried out, with its code for the error answer.
type Refusal struct {
	Code string
	Err  error
}

func (r *Refusal) Error() string { return r.Err.Error() }
func (r *Refusal) Unwrap() error { return r.Err }

func refuse(code, format string, values ...any) error {
	return &Refusal{Code: code, Err: fmt.Errorf(format, values...)}
}

// NewSettings checks a configure request and loads its files. Errors are a *Refusal.
func NewSettings(role string, request *protocol.Request) (*Settings, error) {
	if err := checkRequest(request); err != nil {
		return nil, err
	}
	epochNs, err := strconv.ParseInt(request.EpochNs, 10, 64)
	if err != nil {
		return nil, refuse(protocol.CodeBadRequest, "epochNs: %w", err)
	}
	s := &Settings{
		Role: role, Hooks: request.Hooks == protocol.HooksTiming, Session: request.TLS.Session,
		ALPN: request.TLS.ALPN, ServerName: request.ServerName, Capacity: request.Capacity,
		EpochNs: epochNs, Delay: time.Duration(request.DelayNs), Preamble: request.Preamble && role == protocol.Client,
	}
	if exchange := request.Exchange; exchange != nil {
		own, peer := exchange.RequestBytes, exchange.ResponseBytes
		if role == protocol.Server {
			own, peer = peer, own
		}
		s.Own, s.PeerBytes = make([]byte, own), peer
	}
	if request.TLS.Retry {
		s.Groups, err = stack.ParseRetry(request.TLS.Groups, role == protocol.Client)
	} else {
		s.Groups, err = stack.ParseGroups(request.TLS.Groups)
	}
	if err != nil {
		return nil, refuse(protocol.CodeUnsupported, "%w", err)
	}
	if role == protocol.Client {
		err = s.loadRoots(request.RootFile)
	} else {
		err = s.loadCertificate(request.CertificateFile, request.KeyFile)
	}
	return s, err
}

func checkRequest(request *protocol.Request) error {
	if request.TLS == nil {
		return refuse(protocol.CodeBadRequest, "configure has no tls")
	}
	if request.TLS.Version != "1.3" {
		return refuse(protocol.CodeUnsupported, "TLS version %q: only 1.3 is measured", request.TLS.Version)
	}
	switch request.TLS.Session {
	case protocol.SessionFull, protocol.SessionTicket, protocol.SessionOff:
	default:
		return refuse(protocol.CodeBadRequest, "session %q is not full, ticket or off", request.TLS.Session)
	}
	if request.Hooks != protocol.HooksTiming && request.Hooks != protocol.HooksOff {
		return refuse(protocol.CodeBadRequest, "hooks %q is not timing or off", request.Hooks)
	}
	if request.Capacity < 0 || request.Capacity > maxCapacity {
		return refuse(protocol.CodeBadRequest, "capacity %d is not between 0 and %d, what a frame can hold", request.Capacity, maxCapacity)
	}
	if request.DelayNs < 0 {
		return refuse(protocol.CodeBadRequest, "delayNs %d is negative", request.DelayNs)
	}
	if exchange := request.Exchange; exchange != nil {
		for _, length := range []int{exchange.RequestBytes, exchange.ResponseBytes} {
			if length < 1 || length > maxExchangeBytes {
				return refuse(protocol.CodeBadRequest, "exchange of %d and %d bytes: each is between 1 and %d", exchange.RequestBytes, exchange.ResponseBytes, maxExchangeBytes)
			}
		}
	}
	for _, name := range request.TLS.ALPN {
		if len(name) == 0 || len(name) > math.MaxUint8 {
			return refuse(protocol.CodeBadRequest, "ALPN name %q is not 1 to 255 bytes long", name)
		}
	}
	return nil
}

// maxExchangeBytes is the most that one side of an exchange sends.
const maxExchangeBytes = 64 << 20

// maxCapacity leaves room for a column of each field of a sample, a header and its strings.
const maxCapacity = protocol.MaxFrameBytes / 2 / int(unsafe.Sizeof(sample.Sample{}))

func (s *Settings) loadRoots(file string) error {
	pem, err := os.ReadFile(file)
	if err != nil {
		return refuse(protocol.CodeUnreadable, "rootFile: %w", err)
	}
	s.roots = x509.NewCertPool()
	if !s.roots.AppendCertsFromPEM(pem) {
		return refuse(protocol.CodeUnreadable, "rootFile %s holds no certificate", file)
	}
	return nil
}

func (s *Settings) loadCertificate(certificateFile, keyFile string) error {
	var err error
	if s.certificate, err = tls.LoadX509KeyPair(certificateFile, keyFile); err != nil {
		return refuse(protocol.CodeUnreadable, "certificateFile, keyFile: %w", err)
	}
	if _, err = rand.Read(s.ticketKey[:]); err != nil {
		return refuse(protocol.CodeInternal, "%w", err)
	}
	return nil
}

func (s *Settings) base() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, MaxVersion: tls.VersionTLS13,
		CurvePreferences:       s.Groups,
		NextProtos:             s.ALPN,
		SessionTicketsDisabled: s.Session == protocol.SessionOff,
	}
}
