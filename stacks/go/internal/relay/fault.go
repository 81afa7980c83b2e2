package relay

import "fmt"

// Fault is what goes wrong on a path.
type Fault struct {
	// At names the message that it happens to: ClientHello, ServerHello, "server flight" or Finished.
	At string `json:"at"`
	// Action: "reset" both connections, or "drop" this direction's bytes from the message on.
	Action string `json:"action"`
	// Every n-th connection has it.
	Every int `json:"every"`
}

// place is where a message begins: with the first record of a direction, or the first of a type. Only TLS 1.3's flights can be told by the type,
// since all of a server's that is encrypted, and a client's Finished, is of type 23 (RFC 8446, 5.2).
type place struct {
	from       Direction
	recordType byte
}

const (
	anyRecord       byte = 0
	applicationData byte = 23
)

var places = map[string]place{
	"ClientHello":   {fromClient, anyRecord},
	"ServerHello":   {fromServer, anyRecord},
	"server flight": {fromServer, applicationData},
	"Finished":      {fromClient, applicationData},
}

func (f *Fault) check() error {
	if f == nil {
		return nil
	}
	if _, known := places[f.At]; !known {
		return fmt.Errorf("fault.at is %q, not ClientHello, ServerHello, server flight or Finished", f.At)
	}
	if f.Action != "reset" && f.Action != "drop" {
		return fmt.Errorf("fault.action is %q, neither reset nor drop", f.Action)
	}
	if f.Every < 1 {
		return fmt.Errorf("fault.every is %d, not 1 or more", f.Every)
	}
	return nil
}

const recordHeaderBytes = 5

// seeker finds where a message begins in one direction's bytes.
type seeker struct {
	recordType byte
	header     [recordHeaderBytes]byte
	headerHas  int
	bodyLeft   int
}

// seek returns the offset in bytes of the record that is looked for, or −1. A record whose header is split between two calls is found with its first byte.
func (s *seeker) seek(bytes []byte) int {
	for at := 0; at < len(bytes); {
		if s.bodyLeft > 0 {
			skipped := min(s.bodyLeft, len(bytes)-at)
			s.bodyLeft -= skipped
			at += skipped
			continue
		}
		if s.headerHas == 0 && (s.recordType == anyRecord || bytes[at] == s.recordType) {
			return at
		}
		s.header[s.headerHas] = bytes[at]
		s.headerHas++
		at++
		if s.headerHas == recordHeaderBytes {
			s.headerHas = 0
			s.bodyLeft = int(s.header[3])<<8 | int(s.header[4])
		}
	}
	return -1
}
