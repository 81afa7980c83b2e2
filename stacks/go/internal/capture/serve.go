package capture

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// longestLine bounds a command; thousands of ports fit.
const longestLine = 1 << 20

type command struct {
	Type    string   `json:"type"`
	Ports   []uint16 `json:"ports"`
	EpochNs string   `json:"epochNs"`
}

type message struct {
	Type    string `json:"type"`
	Message string `json:"message,omitempty"`
}

// Serve carries out the commands that come as lines of JSON, and answers each with one line, until `quit` or the end of in. An error
// means that the other end does not keep to this, or is gone; what cannot be carried out is answered with a line of type `error`.
func Serve(in io.Reader, out io.Writer) error {
	answers := json.NewEncoder(out)
	if err := answers.Encode(message{Type: "ready"}); err != nil {
		return err
	}
	commands := make(chan command)
	ended := make(chan error, 1)
	go func() { ended <- readCommands(in, commands) }()

	var capture *Capture
	defer func() {
		if capture != nil {
			capture.Close()
		}
	}()
	ticker := time.NewTicker(PollInterval)
	defer ticker.Stop()
	for {
		var tick <-chan time.Time
		if capture != nil {
			tick = ticker.C
		}
		select {
		case <-tick:
			capture.Poll()
		case err := <-ended:
			return err
		case command := <-commands:
			if command.Type == "quit" {
				return nil
			}
			var answer any
			if capture, answer = capture.carryOut(command); answer == nil {
				return fmt.Errorf("unknown type %q", command.Type)
			}
			if err := answers.Encode(answer); err != nil {
				return err
			}
		}
	}
}

// carryOut returns the capture that is under way then, and the answer; nil for an unknown command.
func (c *Capture) carryOut(command command) (*Capture, any) {
	switch command.Type {
	case "start":
		if c != nil {
			return c, message{"error", "a capture is under way"}
		}
		epochNs, err := strconv.ParseInt(command.EpochNs, 10, 64)
		if err != nil {
			return nil, message{"error", "epochNs: " + err.Error()}
		}
		started, err := Start(command.Ports, epochNs)
		if err != nil {
			return nil, message{"error", err.Error()}
		}
		return started, message{Type: "started"}
	case "stop":
		if c == nil {
			return nil, message{"error", "no capture is under way"}
		}
		flows, err := c.Stop()
		if err != nil {
			return nil, message{"error", err.Error()}
		}
		return nil, flows
	default:
		return c, nil
	}
}

// readCommands ends with nil at the end of in.
func readCommands(in io.Reader, commands chan<- command) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		var next command
		if err := json.Unmarshal(lines.Bytes(), &next); err != nil {
			return fmt.Errorf("not a command: %w", err)
		}
		commands <- next
	}
	return lines.Err()
}
