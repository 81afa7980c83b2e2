package main

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/quic-go/quic-go"

	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/stack"
)

// deadline is how long a handshake may take on either side.
const deadline = 5 * time.Second

// ownALPN is what is negotiated where the scenario names nothing: QUIC must have one (RFC 9001, section 8.1).
const ownALPN = "hslab"

// Outcomes of early data.
const (
	earlyNone     = "none"
	earlyAccepted = "accepted"
	earlyRejected = "rejected"
)

// settings are one endpoint's configuration, checked and loaded.
type settings struct {
	role       string
	hooks      bool
	tickets    bool
	early      string
	serverName string
	capacity   int
	epochNs    int64
	delay      time.Duration
	own        []byte // what this side sends in the exchange; nil: there is none
	peerBytes  int
	config     *tls.Config
	quic       quic.Config
}

// refusal is a request that cannot be carried out, with its code for the error answer.
type refusal struct {
	code string
	err  error
}

func (r *refusal) Error() string { return r.err.Error() }

func refuse(code, format string, values ...any) error {
	return &refusal{code, fmt.Errorf(format, values...)}
}

func newSettings(role string, request *protocol.Request) (*settings, error) {
	wanted := request.TLS
	if wanted == nil {
		return nil, refuse(protocol.CodeBadRequest, "configure has no tls")
	}
	early := wanted.EarlyData
	if early == "" {
		early = earlyNone
	}
	switch {
	case wanted.Version != protocol.TLS13:
		return nil, refuse(protocol.CodeUnsupported, "TLS version %q: QUIC is secured with 1.3", wanted.Version)
	case wanted.Session != protocol.SessionFull && wanted.Session != protocol.SessionTicket:
		return nil, refuse(protocol.CodeUnsupported, "session %q: there is full and ticket", wanted.Session)
	case early != earlyNone && early != earlyAccepted && early != earlyRejected:
		return nil, refuse(protocol.CodeBadRequest, "earlyData %q is not none, accepted or rejected", early)
	case early != earlyNone && (wanted.Session != protocol.SessionTicket || request.Exchange == nil):
		return nil, refuse(protocol.CodeBadRequest, "earlyData needs session ticket and an exchange")
	case request.Preamble:
		return nil, refuse(protocol.CodeUnsupported, "preamble: QUIC has no handshake of the transport's own")
	case request.Closes == protocol.Client:
		return nil, refuse(protocol.CodeUnsupported, "closes: QUIC has no half-closed connections")
	case wanted.Tickets != nil || wanted.AntiReplay != nil:
		return nil, refuse(protocol.CodeUnsupported, "tickets and antiReplay cannot be set")
	}
	epochNs, err := strconv.ParseInt(request.EpochNs, 10, 64)
	if err != nil {
		return nil, refuse(protocol.CodeBadRequest, "epochNs: %v", err)
	}
	s := &settings{
		role: role, hooks: request.Hooks == protocol.HooksTiming, tickets: wanted.Session == protocol.SessionTicket, early: early,
		serverName: request.ServerName, capacity: request.Capacity, epochNs: epochNs, delay: time.Duration(request.DelayNs),
		config: &tls.Config{MinVersion: tls.VersionTLS13, NextProtos: wanted.ALPN, ServerName: request.ServerName},
		quic:   quic.Config{HandshakeIdleTimeout: deadline, MaxIdleTimeout: 2 * deadline, Allow0RTT: early != earlyNone},
	}
	if len(wanted.ALPN) == 0 {
		s.config.NextProtos = []string{ownALPN}
	}
	if wanted.Retry {
		s.config.CurvePreferences, err = stack.ParseRetry(wanted.Groups, role == protocol.Client)
	} else {
		s.config.CurvePreferences, err = stack.ParseGroups(wanted.Groups)
	}
	if err != nil {
		return nil, refuse(protocol.CodeUnsupported, "%v", err)
	}
	if exchange := request.Exchange; exchange != nil {
		own, peer := exchange.RequestBytes, exchange.ResponseBytes
		if role == protocol.Server {
			own, peer = peer, own
		}
		s.own, s.peerBytes = make([]byte, own), peer
	}
	return s, s.load(request)
}

func (s *settings) load(request *protocol.Request) error {
	mutual := request.TLS.Mutual
	if s.role == protocol.Client || mutual {
		pem, err := os.ReadFile(request.RootFile)
		if err != nil {
			return refuse(protocol.CodeUnreadable, "rootFile: %v", err)
		}
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM(pem) {
			return refuse(protocol.CodeUnreadable, "rootFile %s holds no certificate", request.RootFile)
		}
		s.config.RootCAs, s.config.ClientCAs = roots, roots
	}
	if s.role == protocol.Server || mutual {
		certificate, err := tls.LoadX509KeyPair(request.CertificateFile, request.KeyFile)
		if err != nil {
			return refuse(protocol.CodeUnreadable, "certificateFile, keyFile: %v", err)
		}
		s.config.Certificates = []tls.Certificate{certificate}
	}
	if s.role == protocol.Server {
		if mutual {
			s.config.ClientAuth = tls.RequireAndVerifyClientCert
		}
		// Each connection has a config of its own: the key is one for all, or a ticket would open in its own connection only.
		var key [32]byte
		if _, err := rand.Read(key[:]); err != nil {
			return refuse(protocol.CodeInternal, "%v", err)
		}
		s.config.SetSessionTicketKeys([][32]byte{key})
	}
	return nil
}
