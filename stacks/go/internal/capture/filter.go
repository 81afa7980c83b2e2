package capture

import (
	"fmt"
	"syscall"
)

// Where the kernel's classic BPF gives what is no part of the packet (linux/filter.h).
const (
	ancillary         = -0x1000
	ancillaryProtocol = ancillary
	ancillaryType     = ancillary + 4

	packetOutgoing = 4 // sockaddr_ll.sll_pkttype

	keepAll = 0xffff_ffff
	drop    = 0
)

// mostInstructions is the kernel's BPF_MAXINSNS.
const mostInstructions = 4096

// portFilter is a classic BPF program over packets that begin with their IPv4 header. It keeps TCP segments from and to these
// ports, and of each only the copy that is on its way out.
//
// A packet on the loopback interface passes AF_PACKET twice, as it leaves and as it comes in. The first is kept: it is stamped inside
// the sender's own system call, so nearest to what the sender did, while the second waits for a soft interrupt. The kernel shows packets on
// their way out only to sockets for all protocols: hence the test for IPv4.
func portFilter(ports []uint16) ([]syscall.SockFilter, error) {
	const (
		load, loadX, jump, ret           = syscall.BPF_LD, syscall.BPF_LDX, syscall.BPF_JMP, syscall.BPF_RET
		word, half, single               = syscall.BPF_W, syscall.BPF_H, syscall.BPF_B
		absolute, indirect, headerLength = syscall.BPF_ABS, syscall.BPF_IND, syscall.BPF_MSH
		equal, anySet, constant          = syscall.BPF_JEQ, syscall.BPF_JSET, syscall.BPF_K
		sourcePort, destinationPort      = 0, 2 // offsets in the TCP header
	)
	var program []syscall.SockFilter
	add := func(code int, k int64) {
		program = append(program, syscall.SockFilter{Code: uint16(code), K: uint32(k)})
	}
	// verdictWhere ends the program with a verdict where the comparison holds, or where it does not.
	verdictWhere := func(comparison int, k int64, holds bool, verdict int64) {
		test := syscall.SockFilter{Code: uint16(jump | comparison | constant), K: uint32(k)}
		if holds {
			test.Jf = 1
		} else {
			test.Jt = 1
		}
		program = append(program, test)
		add(ret|constant, verdict)
	}
	add(load|word|absolute, ancillaryProtocol)
	verdictWhere(equal, syscall.ETH_P_IP, false, drop)
	add(load|word|absolute, ancillaryType)
	verdictWhere(equal, packetOutgoing, false, drop)
	add(load|single|absolute, ipv4Protocol)
	verdictWhere(equal, protocolTCP, false, drop)
	add(load|half|absolute, ipv4Fragment)
	verdictWhere(anySet, fragmentOffset, true, drop)
	add(loadX|single|headerLength, 0)
	for _, offset := range []int64{sourcePort, destinationPort} {
		add(load|half|indirect, offset)
		for _, port := range ports {
			verdictWhere(equal, int64(port), true, keepAll)
		}
	}
	add(ret|constant, drop)
	if len(program) > mostInstructions {
		return nil, fmt.Errorf("a filter for %d ports has %d instructions, %d are allowed", len(ports), len(program), mostInstructions)
	}
	return program, nil
}
