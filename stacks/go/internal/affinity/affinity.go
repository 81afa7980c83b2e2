// Package affinity reads which CPUs the kernel lets this process run on.
package affinity

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

const listLabel = "Cpus_allowed_list:"

// CPUs are the numbers of the CPUs in the effective mask, ascending, as the kernel reports it for this process.
func CPUs() ([]int, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		if list, found := strings.CutPrefix(lines.Text(), listLabel); found {
			return ParseList(strings.TrimSpace(list))
		}
	}
	return nil, errors.New("/proc/self/status has no " + listLabel)
}

// ParseList reads the kernel's list format, such as "0-3,8".
func ParseList(list string) ([]int, error) {
	var cpus []int
	for _, part := range strings.Split(list, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, err := strconv.ParseUint(first, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("CPU list %q: %w", list, err)
		}
		to, err := strconv.ParseUint(last, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("CPU list %q: %w", list, err)
		}
		for cpu := from; cpu <= to; cpu++ {
			cpus = append(cpus, int(cpu))
		}
	}
	return cpus, nil
}
