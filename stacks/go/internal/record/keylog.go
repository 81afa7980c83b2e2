package record

import (
	"crypto/tls"

	"handshakelab/go/internal/sample"
)

// The key log tells when the secrets are known, and is the one hook that costs: crypto/tls formats each of the four lines
// that a side writes in a handshake, at 0.5 µs with warm caches and up to 2 µs as they are in a handshake. Of use is one on
// the server (the handshake secret; the application secret comes with the end of the flight, which its write shows) and two on the
// client. TLS 1.2 has one line, of the master secret: it stands for the application secret on the client, and is of no use on the server. So the writer is taken out of the Config after a line that is of use, and put back where another is.
//
// crypto/tls forbids to modify a Config that is in use, since it may be shared. This one never is: it
// belongs to one lane or slot, which makes one handshake at a time, in the goroutine that these hooks are
// called in. Should a future version copy its Config, all four lines would come again, or
// a secret be missing, which the tests look for.

// ListenTo makes the recorder the key log writer of its lane's or slot's own Config, for one line of use: Listen asks for the next.
func (r *Recorder) ListenTo(config *tls.Config) {
	r.config = config
	r.Listen()
}

// Listen puts the writer back.
func (r *Recorder) Listen() {
	if r.config != nil {
		r.config.KeyLogWriter = r
	}
}

// Write is for tls.Config.KeyLogWriter. It never fails.
func (r *Recorder) Write(line []byte) (int, error) {
	// CLIENT_HANDSHAKE_TRAFFIC_SECRET, CLIENT_TRAFFIC_SECRET_0, CLIENT_RANDOM of TLS 1.2; the others begin with SERVER_.
	const distinct = len("CLIENT_")
	if len(line) > distinct && line[0] == 'C' {
		switch line[distinct] {
		case 'H':
			r.Mark(sample.HandshakeSecret)
			r.config.KeyLogWriter = nil
		case 'T', 'R':
			r.Mark(sample.AppSecret)
			r.config.KeyLogWriter = nil
		}
	}
	return len(line), nil
}
