// Package protocol is the worker protocol's frames and messages. Authority: stacks/PROTOCOL.md.
package protocol

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Kinds of frame.
const (
	KindJSON    byte = 'J'
	KindSamples byte = 'S'
	KindProfile byte = 'P'
)

// MaxFrameBytes is the longest frame allowed, counting its kind byte and payload.
const MaxFrameBytes = 64 << 20

const lengthBytes = 4

// ErrFrame is wrapped by every error that means the stream is not the protocol.
var ErrFrame = errors.New("protocol error")

// Frame is one frame as it came.
type Frame struct {
	Kind    byte
	Payload []byte
}

// ReadFrame reads the next frame. It returns io.EOF where the stream ends between frames,
// io.ErrUnexpectedEOF where it ends inside one, and an error that wraps ErrFrame for a frame
// that is too long, empty or of an unknown kind.
func ReadFrame(r io.Reader) (Frame, error) {
	var head [lengthBytes]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return Frame{}, err
	}
	length := binary.LittleEndian.Uint32(head[:])
	if length < 1 || length > MaxFrameBytes {
		return Frame{}, fmt.Errorf("%w: frame length %d is not between 1 and %d", ErrFrame, length, MaxFrameBytes)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return Frame{}, err
	}
	frame := Frame{Kind: body[0], Payload: body[1:]}
	switch frame.Kind {
	case KindJSON, KindSamples, KindProfile:
		return frame, nil
	default:
		return Frame{}, fmt.Errorf("%w: unknown frame kind 0x%02x", ErrFrame, frame.Kind)
	}
}

// appendFrame appends a frame whose payload is made by fill.
func appendFrame(to []byte, kind byte, fill func([]byte) ([]byte, error)) ([]byte, error) {
	start := len(to)
	to = append(to, 0, 0, 0, 0, kind)
	to, err := fill(to)
	if err != nil {
		return nil, err
	}
	length := len(to) - start - lengthBytes
	if length > MaxFrameBytes {
		return nil, fmt.Errorf("frame of %d bytes is over %d", length, MaxFrameBytes)
	}
	binary.LittleEndian.PutUint32(to[start:], uint32(length))
	return to, nil
}
