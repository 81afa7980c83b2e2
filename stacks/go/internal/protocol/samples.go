package protocol

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
)

// SampleHeader says what an S frame holds.
type SampleHeader struct {
	Endpoint int64    `json:"endpoint"`
	Block    int64    `json:"block"`
	Role     string   `json:"role"`
	Quantity string   `json:"quantity"`
	Count    int      `json:"count"`
	Columns  []string `json:"columns"`
	Strings  []string `json:"strings"`
}

// Quantities of an S frame.
const (
	QuantityNs      = "ns"
	QuantityBytes   = "bytes"
	QuantityObjects = "objects"
)

const (
	doubleBytes = 8
	columnAlign = 8
)

// AppendSamples appends an S frame; value is asked for each row of each column, NaN for unknown.
func AppendSamples(to []byte, header SampleHeader, value func(column, row int) float64) ([]byte, error) {
	return appendFrame(to, KindSamples, func(to []byte) ([]byte, error) {
		text, err := json.Marshal(header)
		if err != nil {
			return nil, err
		}
		for (lengthBytes+len(text))%columnAlign != 0 {
			text = append(text, ' ')
		}
		to = binary.LittleEndian.AppendUint32(to, uint32(len(text)))
		to = append(to, text...)
		for column := range header.Columns {
			for row := range header.Count {
				to = binary.LittleEndian.AppendUint64(to, math.Float64bits(value(column, row)))
			}
		}
		return to, nil
	})
}

// DecodeSamples reads an S frame's payload: its header and one slice for each column.
func DecodeSamples(payload []byte) (SampleHeader, [][]float64, error) {
	var header SampleHeader
	if len(payload) < lengthBytes {
		return header, nil, fmt.Errorf("%w: sample frame is shorter than its header length", ErrFrame)
	}
	length := uint64(binary.LittleEndian.Uint32(payload))
	if length > uint64(len(payload)-lengthBytes) {
		return header, nil, fmt.Errorf("%w: sample header is longer than its frame", ErrFrame)
	}
	text, data := payload[lengthBytes:lengthBytes+length], payload[lengthBytes+length:]
	if err := json.Unmarshal(text, &header); err != nil {
		return header, nil, fmt.Errorf("%w: sample header: %v", ErrFrame, err)
	}
	if header.Count < 0 || header.Count > MaxFrameBytes/doubleBytes || len(data) != len(header.Columns)*header.Count*doubleBytes {
		return header, nil, fmt.Errorf("%w: sample frame has %d bytes of columns, its header says %d × %d doubles",
			ErrFrame, len(data), len(header.Columns), header.Count)
	}
	columns := make([][]float64, len(header.Columns))
	for i := range columns {
		columns[i] = make([]float64, header.Count)
		for row := range columns[i] {
			columns[i][row] = math.Float64frombits(binary.LittleEndian.Uint64(data))
			data = data[doubleBytes:]
		}
	}
	return header, columns, nil
}
