// Package relay makes a network of the loopback interface: it carries bytes between clients and servers, late, slowly or not at all, as it is told.
package relay

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
)

// longestLine bounds a request.
const longestLine = 1 << 20

type request struct {
	Type    string `json:"type"`
	ID      int    `json:"id"`
	Path    int    `json:"path"`
	EpochNs string `json:"epochNs"`
	On      bool   `json:"on"`
	All     bool   `json:"all"`
	Settings
}

type head struct {
	Type string `json:"type"`
	ID   int    `json:"id"`
	Path int    `json:"path"`
}

type ready struct {
	Type string `json:"type"`
	PID  int    `json:"pid"`
	Punctuality
}

type failure struct {
	Type    string `json:"type"`
	ID      int    `json:"id"`
	Message string `json:"message"`
}

type opened struct {
	head
	Port uint16 `json:"port"`
}

type latenessAnswer struct {
	head
	Lateness
}

type recorded struct {
	head
	Recording
}

// Serve carries out the requests that come as lines of JSON, and answers each with one line, until the end of in, which closes all paths. An error
// means that the other end does not keep to this, or is gone.
func Serve(in io.Reader, out io.Writer, got Punctuality) error {
	answers := json.NewEncoder(out)
	if err := answers.Encode(ready{"ready", os.Getpid(), got}); err != nil {
		return err
	}
	paths := paths{}
	defer paths.closeAll()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		var next request
		if err := json.Unmarshal(lines.Bytes(), &next); err != nil {
			return fmt.Errorf("not a request: %w", err)
		}
		answer, err := paths.carryOut(next)
		if err != nil {
			answer = failure{"error", next.ID, err.Error()}
		}
		if err := answers.Encode(answer); err != nil {
			return err
		}
	}
	return lines.Err()
}

// paths are numbered in the order they were opened; a closed one is nil.
type paths []*Path

func (all *paths) carryOut(next request) (any, error) {
	if next.Type == "open" {
		epochNs, err := strconv.ParseInt(next.EpochNs, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("epochNs: %w", err)
		}
		path, err := Open(next.Settings, epochNs)
		if err != nil {
			return nil, err
		}
		*all = append(*all, path)
		return opened{head{"opened", next.ID, len(*all) - 1}, path.port}, nil
	}
	if next.Path < 0 || next.Path >= len(*all) || (*all)[next.Path] == nil {
		return nil, fmt.Errorf("there is no path %d", next.Path)
	}
	path := (*all)[next.Path]
	switch next.Type {
	case "lateness":
		late := path.lateness.take
		if next.All {
			late = path.lateness.all
		}
		return latenessAnswer{head{"lateness", next.ID, next.Path}, late()}, nil
	case "record":
		path.recorder.set(next.On)
		return head{"recording", next.ID, next.Path}, nil
	case "recorded":
		return recorded{head{"recorded", next.ID, next.Path}, path.recorder.take()}, nil
	case "close":
		path.Close()
		(*all)[next.Path] = nil
		return head{"closed", next.ID, next.Path}, nil
	default:
		return nil, fmt.Errorf("unknown type %q", next.Type)
	}
}

func (all *paths) closeAll() {
	for _, path := range *all {
		if path != nil {
			path.Close()
		}
	}
}
