package handshake

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"

	"handshakelab/go/internal/protocol"
	"handshakelab/go/internal/record"
	"handshakelab/go/internal/sample"
)

// Which handshake does a key log line, a clock question or a signature belong to? crypto/tls passes
// no connection to those hooks. So every lane of a client and every slot of a server, each of
// which makes one handshake at a time, has a Config of its own whose hooks are bound to its
// recorder. It is made once, before the lane's or slot's first handshake, and used for all that
// follow, so a handshake pays for it no more than an ordinary program's does for its one Config.
// What is costly and shared stays shared: roots, key, certificates, ticket key.
//
// The alternatives cost more: a Clone per handshake is 1 KB and a lock, and a Config handed out by
// GetConfigForClient comes too late for the server's reading of the ClientHello and needs the same pool.

// clientConfig is one lane's. In mode `full` and `off` it has no ClientSessionCache, which is
// crypto/tls's default: such a client sends no psk_key_exchange_modes, a Go server therefore makes
// no ticket for it (shouldSendSessionTickets) and others should not either (RFC 8446, section
// 4.2.9). So `full` between two Go processes makes no ticket, as it does between two ordinary ones.
func (s *Settings) clientConfig(recorder *record.Recorder, sessions tls.ClientSessionCache) *tls.Config {
	config := s.plainClientConfig()
	config.ClientSessionCache = sessions
	recorder.Bind(config, s.Hooks)
	if !s.Hooks {
		return config
	}
	config.Time = recorder.Time
	if sessions != nil {
		config.ClientSessionCache = &record.TicketCounter{ClientSessionCache: sessions, Recorder: recorder}
	}
	if s.Resumes() {
		config.VerifyPeerCertificate = func([][]byte, [][]*x509.Certificate) error {
			recorder.ChainVerified()
			return nil
		}
		// A resumption verifies no chain.
		config.VerifyConnection = func(tls.ConnectionState) error {
			recorder.CertificateVerifyNext()
			return nil
		}
	} else {
		// VerifyConnection would be called right after this, with a whole ConnectionState made for it: nothing
		// lies between the two, so the mark is taken here.
		config.VerifyPeerCertificate = func([][]byte, [][]*x509.Certificate) error {
			recorder.ChainVerified()
			recorder.CertificateVerifyNext()
			return nil
		}
	}
	return config
}

// serverConfig is one slot's. But for mode `off` tickets are on, as crypto/tls has them by
// default; the key is set, since each Config would otherwise make its own and a ticket of one slot
// would be worthless to the next.
func (s *Settings) serverConfig(recorder *record.Recorder) *tls.Config {
	config := s.plainServerConfig()
	recorder.Bind(config, s.Hooks && s.Version == tls.VersionTLS13)
	if !s.Hooks {
		return config
	}
	config.Certificates = nil // It comes from GetCertificate.
	config.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
		recorder.Mark(sample.Parsed)
		return nil, nil
	}
	certificate := s.certificate
	certificate.PrivateKey = &record.Signer{Signer: s.certificate.PrivateKey.(crypto.Signer), Recorder: recorder}
	config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		recorder.Mark(sample.Selected)
		return &certificate, nil
	}
	if s.Resumes() {
		// A resumption selects no certificate; opening the ticket is what it selects by.
		config.UnwrapSession = func(identity []byte, state tls.ConnectionState) (*tls.SessionState, error) {
			session, err := config.DecryptTicket(identity, state)
			recorder.Mark(sample.Selected)
			return session, err
		}
	}
	return config
}

// plainClientConfig has neither hooks nor sessions.
func (s *Settings) plainClientConfig() *tls.Config {
	config := s.base()
	config.RootCAs = s.roots
	config.CurvePreferences = s.offered
	config.ServerName = s.ServerName
	if s.Mutual {
		config.Certificates = []tls.Certificate{s.certificate}
	}
	return config
}

// plainServerConfig has no hooks.
func (s *Settings) plainServerConfig() *tls.Config {
	config := s.base()
	config.Certificates = []tls.Certificate{s.certificate}
	if s.Mutual {
		config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, s.roots
	}
	if s.Session != protocol.SessionOff {
		config.SetSessionTicketKeys([][32]byte{s.ticketKey})
	}
	return config
}
