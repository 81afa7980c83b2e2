package capture

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// From linux/if_packet.h.
const (
	solPacket        = 263
	packetRxRing     = 5
	packetStatistics = 6
	packetVersion    = 10
	packetVersion3   = 2

	statusUser = 1

	blockStatus      = 8
	blockPackets     = 12
	blockFirstPacket = 16

	frameNext    = 0
	frameSeconds = 4
	frameNs      = 8
	frameLength  = 12
	frameNetwork = 26
)

// The ring: blocks of packets one behind the other, which the kernel hands over when one is full or its time is out. It holds
// some seconds of the fastest loopback handshakes. Unlike with SO_RCVBUF nothing is charged to the socket, and nobody is woken for a packet:
// the reader looks into the ring a few times in a second, so that a capture takes little of the CPUs that are measured.
const (
	ringBlockBytes = 1 << 20
	ringBlocks     = 64
	ringFrameBytes = 2048 // Only a measure of the kernel's: packets have their own lengths.
	retireMs       = 50
)

type ringRequest struct{ blockSize, blocks, frameSize, frames, retireMs, private, features uint32 }

type ringStatistics struct{ packets, drops, freezes uint32 }

// socket is an AF_PACKET socket on the loopback interface with a ring of packets, each from its IPv4 header on.
type socket struct {
	fd    int
	ring  []byte
	block int // the next to be read
}

// Allowed reports whether this process may open an AF_PACKET socket, which needs CAP_NET_RAW.
func Allowed() error {
	fd, err := packetSocket()
	if err == nil {
		return syscall.Close(fd)
	}
	return err
}

// packetSocket gets no packets until it is bound to a protocol.
func packetSocket() (int, error) {
	fd, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	switch {
	case errors.Is(err, syscall.EPERM):
		return -1, fmt.Errorf("a packet capture needs CAP_NET_RAW: %w", err)
	case err != nil:
		return -1, fmt.Errorf("a packet capture needs AF_PACKET: %w", err)
	}
	return fd, nil
}

func openSocket(ports []uint16) (*socket, error) {
	filter, err := portFilter(ports)
	if err != nil {
		return nil, err
	}
	loopback, err := loopbackIndex()
	if err != nil {
		return nil, err
	}
	fd, err := packetSocket()
	if err != nil {
		return nil, err
	}
	s := &socket{fd: fd}
	program := syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	ring := ringRequest{blockSize: ringBlockBytes, blocks: ringBlocks, frameSize: ringFrameBytes,
		frames: ringBlocks * (ringBlockBytes / ringFrameBytes), retireMs: retireMs}
	version := int32(packetVersion3)
	for _, option := range []struct {
		what        string
		level, name int
		value       unsafe.Pointer
		length      uintptr
	}{
		{"SO_ATTACH_FILTER", syscall.SOL_SOCKET, syscall.SO_ATTACH_FILTER, unsafe.Pointer(&program), unsafe.Sizeof(program)},
		{"PACKET_VERSION", solPacket, packetVersion, unsafe.Pointer(&version), unsafe.Sizeof(version)},
		{"PACKET_RX_RING", solPacket, packetRxRing, unsafe.Pointer(&ring), unsafe.Sizeof(ring)},
	} {
		if _, _, errno := syscall.Syscall6(syscall.SYS_SETSOCKOPT, uintptr(fd), uintptr(option.level), uintptr(option.name),
			uintptr(option.value), option.length, 0); errno != 0 {
			s.close()
			return nil, fmt.Errorf("%s: %w", option.what, errno)
		}
	}
	if s.ring, err = syscall.Mmap(fd, 0, ringBlocks*ringBlockBytes, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED); err != nil {
		s.close()
		return nil, fmt.Errorf("mapping the ring: %w", err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrLinklayer{Protocol: networkOrder(syscall.ETH_P_ALL), Ifindex: loopback}); err != nil {
		s.close()
		return nil, fmt.Errorf("binding to the loopback interface: %w", err)
	}
	return s, nil
}

func loopbackIndex() (int, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return 0, err
	}
	for _, one := range interfaces {
		if one.Flags&net.FlagLoopback != 0 {
			return one.Index, nil
		}
	}
	return 0, errors.New("there is no loopback interface")
}

// networkOrder has the bytes of a number in the order in which the network has them.
func networkOrder(number uint16) uint16 {
	var bytes [2]byte
	binary.BigEndian.PutUint16(bytes[:], number)
	return binary.NativeEndian.Uint16(bytes[:])
}

// read calls each for every packet that the kernel has handed over, with its time (CLOCK_REALTIME, ns), and reports how many
// there were. A packet is valid during the call.
func (s *socket) read(each func(ns int64, packet []byte)) (packets int) {
	for {
		block := s.ring[s.block*ringBlockBytes : (s.block+1)*ringBlockBytes]
		status := (*uint32)(unsafe.Pointer(&block[blockStatus]))
		if atomic.LoadUint32(status)&statusUser == 0 {
			return packets
		}
		count := int(binary.NativeEndian.Uint32(block[blockPackets:]))
		frame := block[binary.NativeEndian.Uint32(block[blockFirstPacket:]):]
		for i := range count {
			ns := int64(binary.NativeEndian.Uint32(frame[frameSeconds:]))*1e9 + int64(binary.NativeEndian.Uint32(frame[frameNs:]))
			from := uint32(binary.NativeEndian.Uint16(frame[frameNetwork:]))
			each(ns, frame[from:from+binary.NativeEndian.Uint32(frame[frameLength:])])
			if i+1 < count {
				frame = frame[binary.NativeEndian.Uint32(frame[frameNext:]):]
			}
		}
		packets += count
		atomic.StoreUint32(status, 0) // Back to the kernel.
		s.block = (s.block + 1) % ringBlocks
	}
}

// drops is how many packets the kernel found no room for since the last call.
func (s *socket) drops() (int64, error) {
	var statistics ringStatistics
	length := uint32(unsafe.Sizeof(statistics))
	if _, _, errno := syscall.Syscall6(syscall.SYS_GETSOCKOPT, uintptr(s.fd), solPacket, packetStatistics,
		uintptr(unsafe.Pointer(&statistics)), uintptr(unsafe.Pointer(&length)), 0); errno != 0 {
		return 0, fmt.Errorf("PACKET_STATISTICS: %w", errno)
	}
	return int64(statistics.drops), nil
}

func (s *socket) close() {
	if s.ring != nil {
		_ = syscall.Munmap(s.ring) // A mapping we made: it cannot be refused.
	}
	_ = syscall.Close(s.fd)
}
