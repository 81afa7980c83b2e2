package record

import (
	"crypto"
	"io"

	"handshakelab/go/internal/sample"
)

// Signer stamps the signature of a private key. None of the standard library's keys for the
// offered types is a crypto.MessageSigner, so wrapping takes no faster way from crypto/tls.
type Signer struct {
	crypto.Signer
	Recorder *Recorder
}

// Sign signs as the wrapped key does.
func (s *Signer) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	s.Recorder.Mark(sample.SignStart)
	signature, err := s.Signer.Sign(rand, digest, opts)
	s.Recorder.Mark(sample.SignEnd)
	return signature, err
}
