package labtest

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"strings"
	"testing"
)

// Pprof is what tests look at in a profile.proto
// (https://github.com/google/pprof/blob/main/proto/profile.proto).
type Pprof struct {
	// Types of the values of each sample, such as "alloc_objects".
	Types   []string
	Period  int64
	Samples []PprofSample
}

// PprofSample is a stack and its values.
type PprofSample struct {
	Values []int64
	// Functions are those of the stack, innermost first.
	Functions []string
}

// Sum adds up the values of one type, of the samples whose stack has a function that contains this text.
func (p Pprof) Sum(t testing.TB, valueType, function string) (sum int64) {
	t.Helper()
	index := -1
	for i, name := range p.Types {
		if name == valueType {
			index = i
		}
	}
	if index < 0 {
		t.Fatalf("no values of type %s, only %v", valueType, p.Types)
	}
	for _, sample := range p.Samples {
		for _, name := range sample.Functions {
			if strings.Contains(name, function) {
				sum += sample.Values[index]
				break
			}
		}
	}
	return sum
}

// Field numbers of profile.proto.
const (
	profileSampleType  = 1
	profileSample      = 2
	profileLocation    = 4
	profileFunction    = 5
	profileStringTable = 6
	profilePeriod      = 12

	valueTypeType = 1

	sampleLocation = 1
	sampleValue    = 2

	locationID   = 1
	locationLine = 4
	lineFunction = 1

	functionID   = 1
	functionName = 2
)

// ReadPprof reads a gzipped profile.
func ReadPprof(t testing.TB, compressed []byte) Pprof {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(compressed))
	must(t, err)
	raw, err := io.ReadAll(unzipped)
	must(t, err)

	var profile Pprof
	var texts []string
	var types, names []uint64 // indexes into texts; names by order of functions
	functionNames, locations := map[uint64]uint64{}, map[uint64][]uint64{}
	type indexed struct{ locations, values []uint64 }
	var samples []indexed
	fields(t, raw, func(field int, number uint64, body []byte) {
		switch field {
		case profileSampleType:
			fields(t, body, func(field int, number uint64, _ []byte) {
				if field == valueTypeType {
					types = append(types, number)
				}
			})
		case profileSample:
			var sample indexed
			fields(t, body, func(field int, number uint64, body []byte) {
				switch field {
				case sampleLocation:
					sample.locations = append(sample.locations, numbers(t, number, body)...)
				case sampleValue:
					sample.values = append(sample.values, numbers(t, number, body)...)
				}
			})
			samples = append(samples, sample)
		case profileLocation:
			var id uint64
			var functions []uint64
			fields(t, body, func(field int, number uint64, body []byte) {
				switch field {
				case locationID:
					id = number
				case locationLine:
					fields(t, body, func(field int, number uint64, _ []byte) {
						if field == lineFunction {
							functions = append(functions, number)
						}
					})
				}
			})
			locations[id] = functions
		case profileFunction:
			var id, name uint64
			fields(t, body, func(field int, number uint64, _ []byte) {
				switch field {
				case functionID:
					id = number
				case functionName:
					name = number
				}
			})
			functionNames[id] = name
			names = append(names, name)
		case profileStringTable:
			texts = append(texts, string(body))
		case profilePeriod:
			profile.Period = int64(number)
		}
	})
	for _, index := range append(types, names...) {
		if index >= uint64(len(texts)) {
			t.Fatalf("profile has %d strings, and asks for number %d", len(texts), index)
		}
	}
	for _, index := range types {
		profile.Types = append(profile.Types, texts[index])
	}
	for _, sample := range samples {
		var one PprofSample
		for _, value := range sample.values {
			one.Values = append(one.Values, int64(value))
		}
		for _, location := range sample.locations {
			for _, function := range locations[location] {
				one.Functions = append(one.Functions, texts[functionNames[function]])
			}
		}
		profile.Samples = append(profile.Samples, one)
	}
	return profile
}

// fields calls back for each field of a protocol buffer message: with its number, or its bytes.
func fields(t testing.TB, message []byte, each func(field int, number uint64, body []byte)) {
	t.Helper()
	const varint, lengthDelimited = 0, 2
	for len(message) > 0 {
		var key, number uint64
		key, message = uvarint(t, message)
		switch key & 7 {
		case varint:
			number, message = uvarint(t, message)
			each(int(key>>3), number, nil)
		case lengthDelimited:
			number, message = uvarint(t, message)
			if number > uint64(len(message)) {
				t.Fatalf("field of %d bytes in a message of %d", number, len(message))
			}
			each(int(key>>3), 0, message[:number])
			message = message[number:]
		default:
			t.Fatalf("wire type %d", key&7)
		}
	}
}

// numbers are those of a repeated field, packed or not.
func numbers(t testing.TB, number uint64, packed []byte) []uint64 {
	t.Helper()
	if packed == nil {
		return []uint64{number}
	}
	var all []uint64
	for len(packed) > 0 {
		number, packed = uvarint(t, packed)
		all = append(all, number)
	}
	return all
}

func uvarint(t testing.TB, message []byte) (uint64, []byte) {
	t.Helper()
	number, length := binary.Uvarint(message)
	if length <= 0 {
		t.Fatal("message ends inside a number")
	}
	return number, message[length:]
}
