package protocol

import (
	"encoding/json"
	"fmt"
)

// Version is the protocol this package speaks.
const Version = 3

// Roles of a worker.
const (
	Server = "server"
	Client = "client"
)

// What `observe`, `hooks` and `tls.session` may be.
const (
	ObserveTiming       = "timing"
	ObserveAllocations  = "allocations"
	ObserveCPUProfile   = "cpu-profile"
	ObserveAllocProfile = "alloc-profile"
	ObserveWire         = "wire"

	HooksTiming = "timing"
	HooksOff    = "off"

	SessionFull   = "full"
	SessionTicket = "ticket"
	SessionOff    = "off"
	SessionCache  = "cache"

	TLS12 = "1.2"
	TLS13 = "1.3"

	EarlyDataNone = "none"
)

// Codes of error answers.
const (
	CodeBadRequest      = "bad-request"
	CodeUnsupported     = "unsupported"
	CodeUnknownEndpoint = "unknown-endpoint"
	CodeWrongRole       = "wrong-role"
	CodeUnreadable      = "unreadable"
	CodeBindFailed      = "bind-failed"
	CodePrimeFailed     = "prime-failed"
	CodeProfilerBusy    = "profiler-busy"
	CodeInternal        = "internal"
)

// Ready is the first frame of a worker.
type Ready struct {
	Type     string    `json:"type"`
	Protocol int       `json:"protocol"`
	Stack    string    `json:"stack"`
	Version  string    `json:"version"`
	Library  Library   `json:"library"`
	Role     string    `json:"role"`
	PID      int       `json:"pid"`
	CPUs     []int     `json:"cpus"`
	Offers   []string  `json:"offers"`
	Observes []string  `json:"observes"`
	Not      []Missing `json:"not"`
}

// Library names the TLS implementation.
type Library struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Missing is something the stack cannot offer or observe, and where that is documented.
type Missing struct {
	What   string `json:"what"`
	Why    string `json:"why"`
	Source string `json:"source"`
}

// TLS is what a handshake may negotiate.
type TLS struct {
	Version string   `json:"version"`
	Groups  []string `json:"groups"`
	ALPN    []string `json:"alpn"`
	Session string   `json:"session"`
	Retry   bool     `json:"retry"`

	CacheSize  *int   `json:"cacheSize"`
	Tickets    *int   `json:"tickets"`
	EarlyData  string `json:"earlyData"`
	AntiReplay *bool  `json:"antiReplay"`
	Mutual     bool   `json:"mutual"`
}

// Exchange is the application data that follows a handshake.
type Exchange struct {
	RequestBytes  int `json:"requestBytes"`
	ResponseBytes int `json:"responseBytes"`
}

// Request is any message of the engine; Type says which members count.
type Request struct {
	Type     string `json:"type"`
	ID       int64  `json:"id"`
	Endpoint int64  `json:"endpoint"`

	// configure
	EpochNs         string `json:"epochNs"`
	TLS             *TLS   `json:"tls"`
	RootFile        string `json:"rootFile"`
	CertificateFile string `json:"certificateFile"`
	KeyFile         string `json:"keyFile"`
	ServerName      string `json:"serverName"`
	Hooks           string `json:"hooks"`
	Capacity        int    `json:"capacity"`
	DelayNs         int64  `json:"delayNs"`

	Exchange *Exchange `json:"exchange"`
	Preamble bool      `json:"preamble"`
	Closes   string    `json:"closes"`

	// block, collect, hold
	Block       int64   `json:"block"`
	Observe     string  `json:"observe"`
	Handshakes  int     `json:"handshakes"`
	Connections int     `json:"connections"`
	Port        int     `json:"port"`
	ScheduleNs  []int64 `json:"scheduleNs"` // nil in a closed loop
	Names       []int64 `json:"names"`
	Expect      int     `json:"expect"`
	TimeoutMs   int64   `json:"timeoutMs"`
}

// Configured answers configure.
type Configured struct {
	Type     string `json:"type"`
	ID       int64  `json:"id"`
	Endpoint int64  `json:"endpoint"`
}

// Serving answers serve.
type Serving struct {
	Type     string `json:"type"`
	ID       int64  `json:"id"`
	Endpoint int64  `json:"endpoint"`
	Port     int    `json:"port"`
}

// Armed answers a server's block.
type Armed struct {
	Type  string `json:"type"`
	ID    int64  `json:"id"`
	Block int64  `json:"block"`
}

// Done ends a block's samples.
type Done struct {
	Type       string `json:"type"`
	ID         int64  `json:"id"`
	Endpoint   int64  `json:"endpoint"`
	Block      int64  `json:"block"`
	Handshakes int    `json:"handshakes"`
	Failed     int    `json:"failed"`
	ElapsedNs  int64  `json:"elapsedNs"`
	Usage      Usage  `json:"usage"`
	// KeyLog is of blocks on the wire.
	KeyLog []string `json:"keyLog,omitempty"`
}

// Usage is what the process used during a block; nil where unknown.
type Usage struct {
	CPUNs            *int64 `json:"cpuNs"`
	AllocatedBytes   *int64 `json:"allocatedBytes"`
	AllocatedObjects *int64 `json:"allocatedObjects"`
	Exact            bool   `json:"exact"`
	GCCount          *int64 `json:"gcCount"`
	GCPauseNs        *int64 `json:"gcPauseNs"`
}

// Holding answers hold.
type Holding struct {
	Type        string `json:"type"`
	ID          int64  `json:"id"`
	Endpoint    int64  `json:"endpoint"`
	Connections int    `json:"connections"`
	Failed      int    `json:"failed"`
}

// Released answers release.
type Released struct {
	Type     string `json:"type"`
	ID       int64  `json:"id"`
	Endpoint int64  `json:"endpoint"`
}

// Stopped answers stop.
type Stopped struct {
	Type string `json:"type"`
	ID   int64  `json:"id"`
}

// Failure answers a request that cannot be carried out.
type Failure struct {
	Type    string `json:"type"`
	ID      int64  `json:"id"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// AppendMessage appends message as a J frame.
func AppendMessage(to []byte, message any) ([]byte, error) {
	return appendFrame(to, KindJSON, func(to []byte) ([]byte, error) {
		text, err := json.Marshal(message)
		return append(to, text...), err
	})
}

// ParseRequest reads a J frame's payload. Text that is no JSON object with a string `type` is a protocol error;
// a member of a wrong type is a bad request, which has its type and id as far as they could be read.
func ParseRequest(payload []byte) (request Request, bad error, err error) {
	var head struct {
		Type *string `json:"type"`
		ID   any     `json:"id"`
	}
	if err := json.Unmarshal(payload, &head); err != nil {
		return Request{}, nil, fmt.Errorf("%w: frame holds no message: %v", ErrFrame, err)
	}
	if head.Type == nil {
		return Request{}, nil, fmt.Errorf("%w: message has no type", ErrFrame)
	}
	bad = json.Unmarshal(payload, &request)
	return request, bad, nil
}
