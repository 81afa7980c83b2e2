package protocol

import (
	"encoding/binary"
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

const doubleBytes = 8

// AppendSamples appends an S frame; value is asked for each row of each column, NaN for unknown.
func AppendSamples(to []byte, header SampleHeader, value func(column, row int) float64) ([]byte, error) {
	return appendFrame(to, KindSamples, func(to []byte) ([]byte, error) {
		to, err := appendHeader(to, header)
		if err != nil {
			return nil, err
		}
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
	data, err := splitHeader(payload, "sample", &header)
	if err != nil {
		return header, nil, err
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
