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

// Where secrets are kept, in blocks on the wire, the writer stays for all lines.

// Bind gives the recorder its lane's or slot's own Config. listens: key log lines are marks, one line of use at a time: Listen asks for the next.
func (r *Recorder) Bind(config *tls.Config, listens bool) { r.config, r.listens = config, listens }

// Listen puts the writer back, or takes it away where nothing is to be heard.
func (r *Recorder) Listen() {
	switch {
	case r.config == nil:
	case r.listens || r.mode.Secrets:
		r.config.KeyLogWriter = r
	default:
		r.config.KeyLogWriter = nil
	}
}

func (r *Recorder) heard() {
	if !r.mode.Secrets {
		r.config.KeyLogWriter = nil
	}
}

// Secrets are the key log lines of the handshake, each with its end; valid until Reset.
func (r *Recorder) Secrets() []byte { return r.secrets }

// Write is for tls.Config.KeyLogWriter. It never fails.
func (r *Recorder) Write(line []byte) (int, error) {
	if r.mode.Secrets {
		r.secrets = append(r.secrets, line...)
	}
	// CLIENT_HANDSHAKE_TRAFFIC_SECRET, CLIENT_TRAFFIC_SECRET_0, CLIENT_RANDOM of TLS 1.2; the others begin with SERVER_.
	const distinct = len("CLIENT_")
	if len(line) > distinct && line[0] == 'C' {
		switch line[distinct] {
		case 'H':
			r.Mark(sample.HandshakeSecret)
			r.heard()
		case 'T', 'R':
			r.Mark(sample.AppSecret)
			r.heard()
		}
	}
	return len(line), nil
}
