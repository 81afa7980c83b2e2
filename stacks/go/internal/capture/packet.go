// Package capture watches TLS handshakes on the loopback interface from outside: AF_PACKET, the kernel's time stamps, and
// of the TLS bytes only what goes in the clear (record headers). The authority for what it says is cmd/hslab-capture.
package capture

import "encoding/binary"

// segment is one TCP segment.
type segment struct {
	source, destination uint16
	sequence            uint32
	syn, ack            bool
	payload             []byte
}

const (
	ipv4         = 4
	protocolTCP  = 6
	ipv4MinBytes = 20
	tcpMinBytes  = 20

	ipv4TotalLength  = 2
	ipv4Fragment     = 6
	ipv4Protocol     = 9
	fragmentOffset   = 0x1fff
	moreFragments    = 0x2000
	tcpSequence      = 4
	tcpHeaderLength  = 12
	tcpFlags         = 13
	flagSYN, flagACK = 0x02, 0x10
)

// parseSegment reads a packet from its IPv4 header on; false for whatever is no whole TCP segment. The payload is part of the packet.
func parseSegment(packet []byte) (segment, bool) {
	if len(packet) < ipv4MinBytes || packet[0]>>4 != ipv4 || packet[ipv4Protocol] != protocolTCP {
		return segment{}, false
	}
	if binary.BigEndian.Uint16(packet[ipv4Fragment:])&(fragmentOffset|moreFragments) != 0 {
		return segment{}, false
	}
	header := int(packet[0]&0x0f) * 4
	total := int(binary.BigEndian.Uint16(packet[ipv4TotalLength:]))
	if total == 0 { // A segment of 64 KiB and more, which the kernel has not cut yet, cannot say its length.
		total = len(packet)
	}
	if header < ipv4MinBytes || total < header+tcpMinBytes || total > len(packet) {
		return segment{}, false
	}
	tcp := packet[header:total]
	offset := int(tcp[tcpHeaderLength]>>4) * 4
	if offset < tcpMinBytes || offset > len(tcp) {
		return segment{}, false
	}
	flags := tcp[tcpFlags]
	return segment{
		source: binary.BigEndian.Uint16(tcp), destination: binary.BigEndian.Uint16(tcp[2:]),
		sequence: binary.BigEndian.Uint32(tcp[tcpSequence:]),
		syn:      flags&flagSYN != 0, ack: flags&flagACK != 0,
		payload: tcp[offset:],
	}, true
}
