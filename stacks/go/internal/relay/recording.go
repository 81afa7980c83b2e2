package relay

import "sync"

// mostRecordedBytes bounds a recording between two questions.
const mostRecordedBytes = 16 << 20

// Direction says who sent something.
type Direction string

const (
	fromClient Direction = "client"
	fromServer Direction = "server"
)

// Chunk is what one read of the relay got.
type Chunk struct {
	From   Direction `json:"from"`
	ReadNs int64     `json:"readNs"`
	// SentNs is null where the bytes were swallowed, or not handed on yet.
	SentNs *int64 `json:"sentNs"`
	Base64 []byte `json:"base64"`
}

// Connection is what was carried for one client. Instants are ns since the path's epoch.
type Connection struct {
	Port     uint16   `json:"port"`
	OpenedNs int64    `json:"openedNs"`
	ClosedNs *int64   `json:"closedNs"`
	Chunks   []*Chunk `json:"chunks"`
}

// Recording is what was carried since the last time it was asked for.
type Recording struct {
	Connections []Connection `json:"connections"`
	Truncated   bool         `json:"truncated,omitempty"`
}

type recorder struct {
	mutex       sync.Mutex
	on          bool
	bytes       int
	truncated   bool
	connections []*Connection
}

func (r *recorder) set(on bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.on = on
}

// opened returns nil where nothing is recorded; the other methods do nothing then.
func (r *recorder) opened(port uint16, atNs int64) *Connection {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.on {
		return nil
	}
	connection := &Connection{Port: port, OpenedNs: atNs, Chunks: []*Chunk{}}
	r.connections = append(r.connections, connection)
	return connection
}

func (r *recorder) read(connection *Connection, from Direction, atNs int64, bytes []byte) *Chunk {
	if connection == nil {
		return nil
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.bytes+len(bytes) > mostRecordedBytes {
		r.truncated = true
		return nil
	}
	r.bytes += len(bytes)
	chunk := &Chunk{From: from, ReadNs: atNs, Base64: bytes}
	connection.Chunks = append(connection.Chunks, chunk)
	return chunk
}

func (r *recorder) sent(chunk *Chunk, atNs int64) {
	if chunk == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	chunk.SentNs = &atNs
}

func (r *recorder) closed(connection *Connection, atNs int64) {
	if connection == nil {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	connection.ClosedNs = &atNs
}

// take hands over copies, since connections may still be open.
func (r *recorder) take() Recording {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	taken := Recording{Connections: []Connection{}, Truncated: r.truncated}
	for _, connection := range r.connections {
		copied := *connection
		copied.Chunks = make([]*Chunk, len(connection.Chunks))
		for i, chunk := range connection.Chunks {
			one := *chunk
			copied.Chunks[i] = &one
		}
		taken.Connections = append(taken.Connections, copied)
	}
	r.connections, r.bytes, r.truncated = nil, 0, false
	return taken
}
