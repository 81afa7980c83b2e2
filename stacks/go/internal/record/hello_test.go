package record

import (
	"encoding/hex"
	"strings"
	"testing"

	"handshakelab/go/internal/sample"
)

// hello is the start of a ServerHello record with this random value and these extensions, in hex.
func hello(random, extensions string) []byte {
	bytes, err := hex.DecodeString("160303007a" + "02000076" + "0303" + random + "20" + strings.Repeat("ab", 32) + "130100" + "002e" + extensions)
	if err != nil {
		panic(err)
	}
	return bytes
}

func TestParseServerHello(t *testing.T) {
	plain := strings.Repeat("11", 32)
	retry := hex.EncodeToString(retryRandom[:])
	const versions = "002b00020304"
	cases := map[string]struct {
		bytes          []byte
		group, retried int32
	}{
		"ServerHello":           {hello(plain, versions+"003300240017"), 0x17, 0},
		"group first":           {hello(plain, "003304c011ec0440"), 0x11ec, 0},
		"HelloRetryRequest":     {hello(retry, "003300020018"+versions), 0x18, 1},
		"no key share":          {hello(plain, versions), sample.Unknown, 0},
		"cut in the extension":  {hello(plain, versions+"003300"), sample.Unknown, 0},
		"cut in the session id": {hello(plain, versions)[:60], sample.Unknown, 0},
		"alert":                 {[]byte{21, 3, 3, 0, 2, 2, 40}, sample.Unknown, sample.Unknown},
		"nothing":               {nil, sample.Unknown, sample.Unknown},
	}
	for name, test := range cases {
		if group, retried := parseServerHello(test.bytes); group != test.group || retried != test.retried {
			t.Errorf("%s: group %#x, retried %d", name, group, retried)
		}
	}
	// RFC 8446, section 4.1.3.
	if !strings.HasPrefix(retry, "cf21ad74e59a6111be1d8c021e65b891") {
		t.Errorf("retry random is %s", retry)
	}
}

func FuzzParseServerHello(f *testing.F) {
	f.Add(hello(strings.Repeat("11", 32), "003300240017"))
	f.Fuzz(func(_ *testing.T, bytes []byte) { parseServerHello(bytes) })
}
