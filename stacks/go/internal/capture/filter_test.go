package capture

import (
	"encoding/binary"
	"syscall"
	"testing"
)

// run is the kernel's classic BPF, as far as the filter makes use of it.
func run(t *testing.T, program []syscall.SockFilter, packet []byte, packetType uint32) uint32 {
	t.Helper()
	var a, x uint32
	for at := 0; at < len(program); at++ {
		step := program[at]
		k := step.K
		switch step.Code {
		case syscall.BPF_LD | syscall.BPF_W | syscall.BPF_ABS:
			switch int32(k) {
			case ancillaryType:
				a = packetType
			case ancillaryProtocol:
				a = map[byte]uint32{4: syscall.ETH_P_IP, 6: syscall.ETH_P_IPV6}[packet[0]>>4]
			default:
				t.Fatalf("loads a word at %d", int32(k))
			}
		case syscall.BPF_LD | syscall.BPF_B | syscall.BPF_ABS:
			a = uint32(packet[k])
		case syscall.BPF_LD | syscall.BPF_H | syscall.BPF_ABS:
			a = uint32(binary.BigEndian.Uint16(packet[k:]))
		case syscall.BPF_LD | syscall.BPF_H | syscall.BPF_IND:
			a = uint32(binary.BigEndian.Uint16(packet[x+k:]))
		case syscall.BPF_LDX | syscall.BPF_B | syscall.BPF_MSH:
			x = uint32(packet[k]&0xf) * 4
		case syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K:
			at += skip(a == k, step)
		case syscall.BPF_JMP | syscall.BPF_JSET | syscall.BPF_K:
			at += skip(a&k != 0, step)
		case syscall.BPF_RET | syscall.BPF_K:
			return k
		default:
			t.Fatalf("code %#x", step.Code)
		}
	}
	t.Fatal("no verdict")
	return 0
}

func skip(holds bool, step syscall.SockFilter) int {
	if holds {
		return int(step.Jt)
	}
	return int(step.Jf)
}

func TestFilter(t *testing.T) {
	var ports []uint16
	for port := uint16(41000); port < 41400; port++ { // More than a jump can be far.
		ports = append(ports, port)
	}
	program, err := portFilter(ports)
	if err != nil {
		t.Fatal(err)
	}
	udp := packet(41000, 1, 1, flagACK, nil)
	udp[ipv4Protocol] = 17
	fragment := packet(41000, 1, 1, flagACK, nil)
	fragment[ipv4Fragment+1] = 1
	newer := packet(41000, 1, 1, flagACK, nil)
	newer[0] = 6 << 4
	const incoming = 0
	for name, test := range map[string]struct {
		packet     []byte
		packetType uint32
		kept       bool
	}{
		"to a port":       {packet(1, 41000, 1, flagSYN, nil), packetOutgoing, true},
		"to another port": {packet(1, 41399, 1, flagACK, nil), packetOutgoing, true},
		"from a port":     {packet(41200, 1, 1, flagACK, hello), packetOutgoing, true},
		"neither":         {packet(1, 2, 1, flagACK, hello), packetOutgoing, false},
		"beside":          {packet(40999, 41400, 1, flagACK, hello), packetOutgoing, false},
		"the second copy": {packet(1, 41000, 1, flagSYN, nil), incoming, false},
		"IPv6":            {newer, packetOutgoing, false},
		"UDP":             {udp, packetOutgoing, false},
		"fragment":        {fragment, packetOutgoing, false},
	} {
		if verdict := run(t, program, test.packet, test.packetType); (verdict == keepAll) != test.kept || (verdict != keepAll && verdict != drop) {
			t.Errorf("%s: verdict %#x", name, verdict)
		}
	}
	if _, err := portFilter(make([]uint16, 1100)); err == nil {
		t.Error("a filter that the kernel refuses")
	}
}
