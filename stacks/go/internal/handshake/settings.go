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
	Version    uint16
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
	// CacheSize is how many sessions a client keeps in mode `cache`.
	CacheSize int
	// Closes: a client closes first.
	Closes bool
	// Mutual: the server demands a certificate of the client.
	Mutual bool

	// offered are a client's Groups, and in TLS 1.2 the curves of certificates behind them.
	offered     []tls.CurveID
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
	if err := checkRequest(role, request); err != nil {
		return nil, err
	}
	epochNs, err := strconv.ParseInt(request.EpochNs, 10, 64)
	if err != nil {
		return nil, refuse(protocol.CodeBadRequest, "epochNs: %w", err)
	}
	s := &Settings{
		Role: role, Version: tls.VersionTLS13, Mutual: request.TLS.Mutual, Hooks: request.Hooks == protocol.HooksTiming, Session: request.TLS.Session,
		ALPN: request.TLS.ALPN, ServerName: request.ServerName, Capacity: request.Capacity,
		EpochNs: epochNs, Delay: time.Duration(request.DelayNs), Preamble: request.Preamble && role == protocol.Client,
		Closes: request.Closes == role,
	}
	if exchange := request.Exchange; exchange != nil {
		own, peer := exchange.RequestBytes, exchange.ResponseBytes
		if role == protocol.Server {
			own, peer = peer, own
		}
		s.Own, s.PeerBytes = make([]byte, own), peer
	}
	if request.TLS.CacheSize != nil {
		s.CacheSize = *request.TLS.CacheSize
	}
	if request.TLS.Version == protocol.TLS12 {
		s.Version = tls.VersionTLS12
		s.Groups, s.offered, err = stack.ParseGroups12(request.TLS.Groups)
	} else if request.TLS.Retry {
		s.Groups, err = stack.ParseRetry(request.TLS.Groups, role == protocol.Client)
	} else {
		s.Groups, err = stack.ParseGroups(request.TLS.Groups)
	}
	if err != nil {
		return nil, refuse(protocol.CodeUnsupported, "%w", err)
	}
	if s.offered == nil {
		s.offered = s.Groups
	}
	if role == protocol.Client || s.Mutual {
		if err := s.loadRoots(request.RootFile); err != nil {
			return nil, err
		}
	}
	if role == protocol.Server || s.Mutual {
		if err := s.loadCertificate(request.CertificateFile, request.KeyFile); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func checkRequest(role string, request *protocol.Request) error {
	if request.TLS == nil {
		return refuse(protocol.CodeBadRequest, "configure has no tls")
	}
	switch {
	case request.TLS.Version != protocol.TLS12 && request.TLS.Version != protocol.TLS13:
		return refuse(protocol.CodeUnsupported, "TLS version %q: 1.2 and 1.3 are measured", request.TLS.Version)
	case request.TLS.Version == protocol.TLS12 && request.TLS.Retry:
		return refuse(protocol.CodeBadRequest, "a HelloRetryRequest is a message of TLS 1.3")
	case request.TLS.EarlyData != "" && request.TLS.EarlyData != protocol.EarlyDataNone:
		return refuse(protocol.CodeUnsupported, "earlyData %q: crypto/tls has no 0-RTT over TCP (go.dev/issue/60107)", request.TLS.EarlyData)
	case role == protocol.Server && request.TLS.Tickets != nil:
		return refuse(protocol.CodeUnsupported, "tickets %d: crypto/tls sends one, and has no setting for their number", *request.TLS.Tickets)
	case role == protocol.Server && request.TLS.AntiReplay != nil:
		return refuse(protocol.CodeUnsupported, "antiReplay: crypto/tls has no 0-RTT over TCP (go.dev/issue/60107)")
	}
	switch request.TLS.Session {
	case protocol.SessionFull, protocol.SessionTicket, protocol.SessionOff:
	case protocol.SessionCache:
		if size := request.TLS.CacheSize; role == protocol.Client && (size == nil || *size < 1) {
			return refuse(protocol.CodeBadRequest, "session cache needs a cacheSize of 1 at least")
		}
	default:
		return refuse(protocol.CodeBadRequest, "session %q is not full, ticket, off or cache", request.TLS.Session)
	}
	switch request.Closes {
	case "", protocol.Server:
	case protocol.Client:
		if request.Exchange != nil {
			return refuse(protocol.CodeBadRequest, "closes is client, which leaves no room for an exchange")
		}
	default:
		return refuse(protocol.CodeBadRequest, "closes %q is not server or client", request.Closes)
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

// Resumes says whether a client keeps sessions.
func (s *Settings) Resumes() bool {
	return s.Session == protocol.SessionTicket || s.Session == protocol.SessionCache
}

// readsWhatFollows says whether a client must understand what a server sends behind the handshake: its tickets, or that it refuses the
// client's certificate.
func (s *Settings) readsWhatFollows() bool { return s.Resumes() || s.Mutual }

func (s *Settings) base() *tls.Config {
	return &tls.Config{
		MinVersion: s.Version, MaxVersion: s.Version,
		CurvePreferences:       s.Groups,
		NextProtos:             s.ALPN,
		SessionTicketsDisabled: s.Session == protocol.SessionOff,
	}
}
