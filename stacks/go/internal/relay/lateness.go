package relay

import (
	"slices"
	"sync"
)

// mostLateness bounds what is kept of a path; what comes after is left out.
const mostLateness = 1 << 20

// Lateness is how much later than due bytes were handed on.
type Lateness struct {
	Count int    `json:"count"`
	P50Ns *int64 `json:"p50Ns"`
	P99Ns *int64 `json:"p99Ns"`
	MaxNs *int64 `json:"maxNs"`
}

type latenessLog struct {
	mutex  sync.Mutex
	lateNs []int64
	// taken is how many of them were told of before.
	taken int
}

func (l *latenessLog) add(lateNs int64) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.lateNs) < mostLateness {
		l.lateNs = append(l.lateNs, lateNs)
	}
}

// take returns what there was since the last time.
func (l *latenessLog) take() Lateness {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	since := l.lateNs[l.taken:]
	l.taken = len(l.lateNs)
	return summary(slices.Clone(since))
}

// all returns what there was since the path was opened.
func (l *latenessLog) all() Lateness {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return summary(slices.Clone(l.lateNs))
}

func summary(late []int64) Lateness {
	if len(late) == 0 {
		return Lateness{}
	}
	slices.Sort(late)
	// The smallest value that at least the share of all reaches.
	quantile := func(percent int) *int64 { return &late[(len(late)*percent+99)/100-1] }
	return Lateness{Count: len(late), P50Ns: quantile(50), P99Ns: quantile(99), MaxNs: quantile(100)}
}
