package sample

import (
	"fmt"
	"math"

	"handshakelab/go/internal/protocol"
)

// Column is one column of a frame.
type Column struct {
	Name  string
	Value func(*Sample) float64
}

var clientMarks = []namedMark{
	{"intended", Intended}, {"laneFree", LaneFree},
	{"connectStart", ConnectStart}, {"connectEnd", ConnectEnd}, {"start", Start}, {"end", End},
	{"requestStart", RequestStart}, {"requestSent", RequestSent}, {"firstByte", FirstByte},
	{"hsSecret", HandshakeSecret}, {"appSecret", AppSecret},
	{"verifyStart", VerifyStart}, {"verifyEnd", VerifyEnd}, {"verified", Verified},
}

var serverMarks = []namedMark{
	{"start", Start}, {"end", End},
	{"requestRead", RequestRead}, {"responseSent", ResponseSent},
	{"hsSecret", HandshakeSecret},
	{"parsed", Parsed}, {"selected", Selected}, {"signStart", SignStart}, {"signEnd", SignEnd},
}

type namedMark struct {
	name string
	mark Mark
}

// plainMarks are those that are taken without hooks.
const plainMarks = End

func (m namedMark) ofExchange() bool { return m.mark >= RequestStart && m.mark <= ResponseSent }

// Layout is which columns an endpoint fills.
type Layout struct {
	Role  string
	Hooks bool
	// Exchange: application data follows the handshake.
	Exchange bool
	// Named: a client's handshakes have numbers in their servers' names.
	Named bool
	// Tickets: a client keeps what tickets it gets. One that does not keep them is not told of them.
	Tickets bool
}

// Full has every column of the role.
func Full(role string) Layout {
	return Layout{Role: role, Hooks: true, Exchange: true, Named: true, Tickets: true}
}

// Columns are those of a frame of this quantity. Instants are given relative to epochNs.
func (l Layout) Columns(quantity string, epochNs int64) []Column {
	columns := []Column{fact("port", func(s *Sample) int32 { return s.Port })}
	if quantity == protocol.QuantityNs {
		columns = append(columns, l.facts()...)
	}
	for _, m := range l.marks() {
		// Amounts are of the handshake alone: the marks before Start are of what comes before it or after it.
		if quantity == protocol.QuantityNs || m.mark >= Start {
			columns = append(columns, m.column(quantity, epochNs))
		}
	}
	return columns
}

// Names are all column names of the layout's role but `port`, for what a stack says it observes.
func (l Layout) Names() []string {
	var names []string
	for _, column := range l.Columns(protocol.QuantityNs, 0)[1:] {
		names = append(names, column.Name)
	}
	return names
}

func (l Layout) facts() []Column {
	var columns []Column
	if l.Role == protocol.Client {
		columns = append(columns, fact("lane", func(s *Sample) int32 { return s.Lane }))
	}
	if l.Role == protocol.Client && l.Named {
		columns = append(columns, fact("name", func(s *Sample) int32 { return s.Name }))
	}
	columns = append(columns,
		fact("version", func(s *Sample) int32 { return s.Version }),
		fact("group", func(s *Sample) int32 { return s.Group }),
		fact("suite", func(s *Sample) int32 { return s.Suite }),
		fact("alpn", func(s *Sample) int32 { return s.ALPN }),
		fact("resumed", func(s *Sample) int32 { return s.Resumed }),
		fact("retried", func(s *Sample) int32 { return s.Retried }),
		fact("error", func(s *Sample) int32 { return s.Error }),
	)
	if !l.Hooks {
		return columns
	}
	if l.Role == protocol.Client && l.Tickets {
		columns = append(columns, fact("tickets", func(s *Sample) int32 { return s.Tickets }))
	}
	columns = append(columns,
		fact("reads", func(s *Sample) int32 { return s.Reads }),
		fact("writes", func(s *Sample) int32 { return s.Writes }),
		Column{"bytesRead", func(s *Sample) float64 { return ifKnown(s.Reads, s.BytesRead) }},
		Column{"bytesWritten", func(s *Sample) float64 { return ifKnown(s.Writes, s.BytesWritten) }},
	)
	for i := range int32(MaxReads) {
		columns = append(columns, Column{fmt.Sprintf("read%dBytes", i), func(s *Sample) float64 { return callBytes(i, s.Reads, s.ReadBytes[i]) }})
	}
	for i := range int32(MaxWrites) {
		columns = append(columns, Column{fmt.Sprintf("write%dBytes", i), func(s *Sample) float64 { return callBytes(i, s.Writes, s.WriteBytes[i]) }})
	}
	return columns
}

func (l Layout) marks() []namedMark {
	all := serverMarks
	if l.Role == protocol.Client {
		all = clientMarks
	}
	var marks []namedMark
	for _, m := range all {
		if (l.Hooks || m.mark <= plainMarks) && (l.Exchange || !m.ofExchange()) {
			marks = append(marks, m)
		}
	}
	if !l.Hooks {
		return marks
	}
	for i := range int32(MaxReads) {
		marks = append(marks, namedMark{fmt.Sprintf("read%dStart", i), ReadStart(i)}, namedMark{fmt.Sprintf("read%dEnd", i), ReadStart(i) + 1})
	}
	for i := range int32(MaxWrites) {
		marks = append(marks, namedMark{fmt.Sprintf("write%dStart", i), WriteStart(i)}, namedMark{fmt.Sprintf("write%dEnd", i), WriteStart(i) + 1})
	}
	return marks
}

func (m namedMark) column(quantity string, epochNs int64) Column {
	value := func(s *Sample) int64 { return s.At[m.mark] - epochNs }
	switch quantity {
	case protocol.QuantityBytes:
		value = func(s *Sample) int64 { return s.Bytes[m.mark] }
	case protocol.QuantityObjects:
		value = func(s *Sample) int64 { return s.Objects[m.mark] }
	}
	return Column{m.name, func(s *Sample) float64 {
		if !s.Has(m.mark) {
			return math.NaN()
		}
		return float64(value(s))
	}}
}

func fact(name string, value func(*Sample) int32) Column {
	return Column{name, func(s *Sample) float64 { return ifKnown(value(s), int64(value(s))) }}
}

func ifKnown(known int32, value int64) float64 {
	if known == Unknown {
		return math.NaN()
	}
	return float64(value)
}

func callBytes(index, calls, bytes int32) float64 {
	if index >= calls { // Unknown is below every index.
		return math.NaN()
	}
	return float64(bytes)
}
