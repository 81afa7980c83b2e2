package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"handshakelab/go/internal/affinity"
	"handshakelab/go/internal/labtest"
)

// BenchmarkHooks measures what the timing hooks cost: pinned processes, three arms (hooks on, off,
// and off again as the noise floor) in rounds of small blocks in random order. Run it with
//
//	go test -run '^$' -bench Hooks -benchtime 2000x ./cmd/hslab-go
//
// on and floor are the median over rounds of the ratio to the arm with hooks off, in per cent, with the half-width of its 95 % interval.
func BenchmarkHooks(b *testing.B) {
	const perBlock = 2
	pki := labtest.NewPKI(b, "ecdsa-p256")
	server, client := startProcess(b, "server", pinned(b, 0)...), startProcess(b, "client", pinned(b, 1)...)
	arms := []string{"timing", "off", "off"}
	var ports []int
	for endpoint, hooks := range arms {
		server.Configure(endpoint, labtest.Config{PKI: pki, Hooks: hooks})
		client.Configure(endpoint, labtest.Config{PKI: pki, Hooks: hooks})
		ports = append(ports, server.Serve(endpoint))
	}
	block := 0
	measure := func(endpoint int) (times []float64) {
		block++
		server.Arm(endpoint, block, "timing")
		outcome := client.Block(endpoint, block, "timing", perBlock, 1, ports[endpoint])
		server.Collect(endpoint, block, perBlock, 1000)
		for row, end := range outcome.Ns("end") {
			times = append(times, end-outcome.Ns("start")[row])
		}
		return times
	}
	for range 100 {
		for endpoint := range arms {
			measure(endpoint)
		}
	}

	all := make([][]float64, len(arms))
	ratios := make([][]float64, len(arms))
	b.ResetTimer()
	for range b.N {
		sums := make([]float64, len(arms))
		order := rand.Perm(len(arms))
		mirrored := slices.Clone(order)
		slices.Reverse(mirrored)
		for _, endpoint := range slices.Concat(order, mirrored) {
			for _, ns := range measure(endpoint) {
				all[endpoint] = append(all[endpoint], ns)
				sums[endpoint] += ns
			}
		}
		for endpoint, sum := range sums {
			ratios[endpoint] = append(ratios[endpoint], 100*(sum/sums[1]-1))
		}
	}
	b.StopTimer()
	for endpoint, name := range map[int]string{0: "on", 2: "floor"} {
		middle, half := medianInterval(ratios[endpoint])
		b.ReportMetric(middle, name+"-%")
		b.ReportMetric(half, name+"-±%")
	}
	for endpoint, name := range map[int]string{0: "on", 1: "off"} {
		middle, _ := medianInterval(all[endpoint])
		b.ReportMetric(middle/1000, name+"-p50-µs")
	}
}

// medianInterval is the median and the half-width of its 95 % interval by order statistics.
func medianInterval(values []float64) (median, half float64) {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	n := len(sorted)
	reach := int(math.Ceil(0.98 * math.Sqrt(float64(n))))
	low, high := max(0, n/2-reach), min(n-1, n/2+reach)
	return sorted[n/2], (sorted[high] - sorted[low]) / 2
}

// pinned is a launcher that puts a process on the CPU of this index, where there is one.
func pinned(b *testing.B, index int) []string {
	cpus, err := affinity.CPUs()
	if err != nil || len(cpus) <= index {
		b.Log("not pinned")
		return nil
	}
	return []string{"taskset", "-c", strconv.Itoa(cpus[index])}
}
