package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const goldens = "../../../testdata"

type goldenFrame struct {
	Kind    string
	Message json.RawMessage
	Header  SampleHeader
	Columns map[string][]*float64
}

func readGolden(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(goldens, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func expectedFrames(t *testing.T) []goldenFrame {
	t.Helper()
	var expected struct{ Frames []goldenFrame }
	if err := json.Unmarshal(readGolden(t, "session.json"), &expected); err != nil {
		t.Fatal(err)
	}
	return expected.Frames
}

func TestDecodesGoldenSession(t *testing.T) {
	compareSession(t, readGolden(t, "session.bin"))
}

func TestEncodesGoldenSession(t *testing.T) {
	var encoded []byte
	for _, frame := range expectedFrames(t) {
		var err error
		if frame.Kind == "J" {
			encoded, err = AppendMessage(encoded, throughOwnType(t, frame.Message))
		} else {
			encoded, err = AppendSamples(encoded, frame.Header, func(column, row int) float64 {
				return number(frame.Columns[frame.Header.Columns[column]][row])
			})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	compareSession(t, encoded)
}

// throughOwnType decodes a worker's message into this package's type for it, so that encoding it tests that type.
func throughOwnType(t *testing.T, message json.RawMessage) any {
	t.Helper()
	var head struct{ Type string }
	if err := json.Unmarshal(message, &head); err != nil {
		t.Fatal(err)
	}
	types := map[string]any{"ready": &Ready{}, "configured": &Configured{}, "serving": &Serving{}, "armed": &Armed{},
		"done": &Done{}, "error": &Failure{}, "stopped": &Stopped{}}
	own, known := types[head.Type]
	if !known {
		return message
	}
	if err := json.Unmarshal(message, own); err != nil {
		t.Fatal(err)
	}
	return own
}

func compareSession(t *testing.T, session []byte) {
	t.Helper()
	stream := bytes.NewReader(session)
	for i, want := range expectedFrames(t) {
		frame, err := ReadFrame(stream)
		if err != nil {
			t.Fatalf("frame %d: %v", i, err)
		}
		if string(frame.Kind) != want.Kind {
			t.Fatalf("frame %d: kind %c, want %s", i, frame.Kind, want.Kind)
		}
		if frame.Kind == KindJSON {
			if !reflect.DeepEqual(anyJSON(t, frame.Payload), anyJSON(t, want.Message)) {
				t.Errorf("frame %d: %s\nwant %s", i, frame.Payload, want.Message)
			}
			continue
		}
		header, columns, err := DecodeSamples(frame.Payload)
		if err != nil {
			t.Fatalf("frame %d: %v", i, err)
		}
		if !reflect.DeepEqual(header, want.Header) {
			t.Errorf("frame %d: header %+v, want %+v", i, header, want.Header)
		}
		for column, name := range header.Columns {
			for row, value := range columns[column] {
				if expected := number(want.Columns[name][row]); value != expected && !(math.IsNaN(value) && math.IsNaN(expected)) {
					t.Errorf("frame %d: %s[%d] = %v, want %v", i, name, row, value, expected)
				}
			}
		}
	}
	if _, err := ReadFrame(stream); !errors.Is(err, io.EOF) {
		t.Errorf("after the last frame: %v, want EOF", err)
	}
}

func TestSampleColumnsAreAligned(t *testing.T) {
	for length := range 9 {
		encoded, err := AppendSamples(nil, SampleHeader{Quantity: strings.Repeat("q", length), Columns: []string{}, Strings: []string{}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if payload := len(encoded) - 5; payload%8 != 0 {
			t.Errorf("columns begin at byte %d of the payload", payload)
		}
	}
}

func TestRejectsBadFrames(t *testing.T) {
	for _, name := range []string{"bad-kind.bin", "bad-json.bin", "bad-length.bin", "bad-empty.bin", "bad-columns.bin"} {
		frame, err := ReadFrame(bytes.NewReader(readGolden(t, name)))
		if err == nil && frame.Kind == KindJSON {
			_, _, err = ParseRequest(frame.Payload)
		} else if err == nil {
			_, _, err = DecodeSamples(frame.Payload)
		}
		if !errors.Is(err, ErrFrame) {
			t.Errorf("%s: %v, want a protocol error", name, err)
		}
	}
}

func TestMessageWithoutTypeIsAProtocolError(t *testing.T) {
	for _, text := range []string{`{}`, `[]`, `{"type":7}`, `null`, `"stop"`} {
		if _, _, err := ParseRequest([]byte(text)); !errors.Is(err, ErrFrame) {
			t.Errorf("%s: %v, want a protocol error", text, err)
		}
	}
}

func TestWrongMemberIsABadRequest(t *testing.T) {
	request, bad, err := ParseRequest([]byte(`{"type":"serve","id":4,"endpoint":"zero","unknown":{}}`))
	if err != nil || bad == nil || request.ID != 4 || request.Type != "serve" {
		t.Errorf("%+v, bad %v, err %v", request, bad, err)
	}
}

func TestTruncatedFrame(t *testing.T) {
	session := readGolden(t, "session.bin")
	if _, err := ReadFrame(bytes.NewReader(session[:20])); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v, want unexpected EOF", err)
	}
}

func FuzzDecodeSamples(f *testing.F) {
	f.Add([]byte(`    {"count":1,"columns":["a"]}`))
	f.Fuzz(func(_ *testing.T, payload []byte) { _, _, _ = DecodeSamples(payload) })
}

func anyJSON(t *testing.T, text []byte) (value any) {
	t.Helper()
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func number(value *float64) float64 {
	if value == nil {
		return math.NaN()
	}
	return *value
}
