package protocol

import (
	"bytes"
	"encoding/hex"
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
	Kind     string
	Message  json.RawMessage
	Header   json.RawMessage
	Columns  map[string][]*float64
	BytesHex string
}

// header reads a golden header into the type of its kind of frame.
func (f goldenFrame) header(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal(f.Header, into); err != nil {
		t.Fatal(err)
	}
}

func (f goldenFrame) profile(t *testing.T) []byte {
	t.Helper()
	profile, err := hex.DecodeString(f.BytesHex)
	if err != nil {
		t.Fatal(err)
	}
	return profile
}

func readGolden(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(goldens, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// sessions are the golden transcripts; what version 3 added is one of its own.
var sessions = []string{"session", "session-3"}

func expectedFrames(t *testing.T, session string) []goldenFrame {
	t.Helper()
	var expected struct{ Frames []goldenFrame }
	if err := json.Unmarshal(readGolden(t, session+".json"), &expected); err != nil {
		t.Fatal(err)
	}
	return expected.Frames
}

func TestDecodesGoldenSessions(t *testing.T) {
	for _, session := range sessions {
		compareSession(t, session, readGolden(t, session+".bin"))
	}
}

func TestEncodesGoldenSessions(t *testing.T) {
	for _, session := range sessions {
		compareSession(t, session, encodeSession(t, session))
	}
}

func encodeSession(t *testing.T, session string) []byte {
	t.Helper()
	var encoded []byte
	for _, frame := range expectedFrames(t, session) {
		var err error
		switch frame.Kind {
		case "J":
			encoded, err = AppendMessage(encoded, throughOwnType(t, frame.Message))
		case "S":
			var header SampleHeader
			frame.header(t, &header)
			encoded, err = AppendSamples(encoded, header, func(column, row int) float64 {
				return number(frame.Columns[header.Columns[column]][row])
			})
		case "P":
			var header ProfileHeader
			frame.header(t, &header)
			encoded, err = AppendProfile(encoded, header, frame.profile(t))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return encoded
}

// throughOwnType decodes a worker's message into this package's type for it, so that encoding it tests that type.
func throughOwnType(t *testing.T, message json.RawMessage) any {
	t.Helper()
	var head struct{ Type string }
	if err := json.Unmarshal(message, &head); err != nil {
		t.Fatal(err)
	}
	types := map[string]any{"ready": &Ready{}, "configured": &Configured{}, "serving": &Serving{}, "armed": &Armed{},
		"done": &Done{}, "error": &Failure{}, "stopped": &Stopped{},
		"holding": &Holding{}, "released": &Released{}}
	own, known := types[head.Type]
	if !known {
		return message
	}
	if err := json.Unmarshal(message, own); err != nil {
		t.Fatal(err)
	}
	return own
}

func compareSession(t *testing.T, name string, session []byte) {
	t.Helper()
	stream := bytes.NewReader(session)
	for i, want := range expectedFrames(t, name) {
		frame, err := ReadFrame(stream)
		if err != nil {
			t.Fatalf("frame %d: %v", i, err)
		}
		if string(frame.Kind) != want.Kind {
			t.Fatalf("frame %d: kind %c, want %s", i, frame.Kind, want.Kind)
		}
		switch frame.Kind {
		case KindJSON:
			if !reflect.DeepEqual(anyJSON(t, frame.Payload), anyJSON(t, want.Message)) {
				t.Errorf("frame %d: %s\nwant %s", i, frame.Payload, want.Message)
			}
		case KindSamples:
			compareSamples(t, i, frame.Payload, want)
		case KindProfile:
			compareProfile(t, i, frame.Payload, want)
		}
	}
	if _, err := ReadFrame(stream); !errors.Is(err, io.EOF) {
		t.Errorf("after the last frame: %v, want EOF", err)
	}
}

func compareSamples(t *testing.T, index int, payload []byte, want goldenFrame) {
	t.Helper()
	header, columns, err := DecodeSamples(payload)
	if err != nil {
		t.Fatalf("frame %d: %v", index, err)
	}
	var expected SampleHeader
	want.header(t, &expected)
	if !reflect.DeepEqual(header, expected) {
		t.Errorf("frame %d: header %+v, want %+v", index, header, expected)
	}
	for column, name := range header.Columns {
		for row, value := range columns[column] {
			if expected := number(want.Columns[name][row]); value != expected && !(math.IsNaN(value) && math.IsNaN(expected)) {
				t.Errorf("frame %d: %s[%d] = %v, want %v", index, name, row, value, expected)
			}
		}
	}
}

func compareProfile(t *testing.T, index int, payload []byte, want goldenFrame) {
	t.Helper()
	header, profile, err := DecodeProfile(payload)
	if err != nil {
		t.Fatalf("frame %d: %v", index, err)
	}
	var expected ProfileHeader
	want.header(t, &expected)
	if header != expected || !bytes.Equal(profile, want.profile(t)) {
		t.Errorf("frame %d: header %+v and %x, want %+v and %s", index, header, profile, expected, want.BytesHex)
	}
}

// A schedule is the only array of a request: what the golden block says of it, and what is said where there is none.
func TestRequestsSchedule(t *testing.T) {
	var schedules [][]int64
	for _, frame := range expectedFrames(t, "session") {
		if frame.Kind != "J" {
			continue
		}
		request, bad, err := ParseRequest(frame.Message)
		if err != nil || bad != nil {
			t.Fatal(bad, err)
		}
		if request.Type == "block" {
			schedules = append(schedules, request.ScheduleNs)
		}
	}
	if want := [][]int64{nil, {0, 1_250_000, 2_000_001}}; !reflect.DeepEqual(schedules, want) {
		t.Errorf("schedules %v, want %v", schedules, want)
	}
	for text, open := range map[string]bool{`{"type":"block","scheduleNs":null}`: false, `{"type":"block","scheduleNs":[]}`: true} {
		request, bad, err := ParseRequest([]byte(text))
		if err != nil || bad != nil || (request.ScheduleNs != nil) != open {
			t.Errorf("%s: %v, bad %v, err %v", text, request.ScheduleNs, bad, err)
		}
	}
}

// What version 3 added to requests, as the golden transcript has it.
func TestRequestsOfVersion3(t *testing.T) {
	requests := map[string]Request{}
	for _, frame := range expectedFrames(t, "session-3") {
		request, bad, err := ParseRequest(frame.Message)
		if err != nil || (bad != nil && request.Type != "replay" && request.Type != "replayed") {
			t.Fatal(string(frame.Message), bad, err)
		}
		requests[request.Type] = request
	}
	sixtyFour, one, no := 64, 1, false
	configure := requests["configure"]
	if want := (&TLS{Version: TLS13, Groups: []string{"x25519"}, ALPN: []string{"h2"}, Session: SessionTicket, CacheSize: &sixtyFour, Tickets: &one,
		EarlyData: "accepted", AntiReplay: &no, Mutual: true}); !reflect.DeepEqual(configure.TLS, want) {
		t.Errorf("tls %+v", configure.TLS)
	}
	if want := (&Exchange{RequestBytes: 100, ResponseBytes: 2000}); !reflect.DeepEqual(configure.Exchange, want) || !configure.Preamble {
		t.Errorf("exchange %+v, preamble %v", configure.Exchange, configure.Preamble)
	}
	if block := requests["block"]; block.Observe != ObserveWire || !reflect.DeepEqual(block.Names, []int64{0, 3}) {
		t.Errorf("block %+v", block)
	}
	if hold := requests["hold"]; hold.Connections != 1000 || hold.Port != 41877 || hold.TimeoutMs != 60000 {
		t.Errorf("hold %+v", hold)
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

func FuzzDecodeProfile(f *testing.F) {
	f.Add([]byte("\x04\x00\x00\x00{  }gz"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		if _, profile, err := DecodeProfile(payload); err == nil && len(profile) > len(payload)-lengthBytes {
			t.Errorf("%d bytes of profile in a payload of %d", len(profile), len(payload))
		}
	})
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
