package protocol

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
)

const headerAlign = 8

// appendHeader appends what S and P payloads begin with: a header's length and text, padded so that what follows
// starts at a multiple of 8 from the payload's beginning.
func appendHeader(to []byte, header any) ([]byte, error) {
	text, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	for (lengthBytes+len(text))%headerAlign != 0 {
		text = append(text, ' ')
	}
	to = binary.LittleEndian.AppendUint32(to, uint32(len(text)))
	return append(to, text...), nil
}

// splitHeader reads a payload's header and returns what follows it; what names the frame in errors.
func splitHeader(payload []byte, what string, header any) ([]byte, error) {
	if len(payload) < lengthBytes {
		return nil, fmt.Errorf("%w: %s frame is shorter than its header length", ErrFrame, what)
	}
	length := uint64(binary.LittleEndian.Uint32(payload))
	if length > uint64(len(payload)-lengthBytes) {
		return nil, fmt.Errorf("%w: %s header is longer than its frame", ErrFrame, what)
	}
	if err := json.Unmarshal(payload[lengthBytes:lengthBytes+length], header); err != nil {
		return nil, fmt.Errorf("%w: %s header: %v", ErrFrame, what, err)
	}
	return payload[lengthBytes+length:], nil
}
