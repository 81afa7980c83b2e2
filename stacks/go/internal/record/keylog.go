package record

import (
	"crypto/tls"

	"handshakelab/go/internal/sample"
)

// The key log tells when the secrets are known, and is the one hook that costs: crypto/tls formats
// each of the four lines of a handshake, 1.5 % of it for both sides together (all other hooks: below
// 0.3 %). Two of the four are of use. So the writer is taken out of the Config after a line that is
// one, and put back by the next hook before the other.
//
// crypto/tls forbids to modify a Config that is in use, since it may be shared. This one never is: it
// belongs to one lane or slot, which makes one handshake at a time, in the goroutine that these hooks are
// called in. Should a future version copy its Config, all four lines would come again, or
// appSecret be missing, which the tests look for.

// ListenTo makes the recorder the key log writer of its lane's or slot's own Config. With reopened, a hook that
// is called in every handshake between the two lines calls Listen.
func (r *Recorder) ListenTo(config *tls.Config, reopened bool) {
	r.config, r.reopened = config, reopened
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
	// CLIENT_HANDSHAKE_TRAFFIC_SECRET, CLIENT_TRAFFIC_SECRET_0; the others begin with SERVER_.
	const distinct = len("CLIENT_")
	if len(line) > distinct && line[0] == 'C' {
		switch line[distinct] {
		case 'H':
			r.Mark(sample.HandshakeSecret)
			if r.reopened {
				r.config.KeyLogWriter = nil
			}
		case 'T':
			r.Mark(sample.AppSecret)
			r.config.KeyLogWriter = nil // Until Reset.
		}
	}
	return len(line), nil
}
