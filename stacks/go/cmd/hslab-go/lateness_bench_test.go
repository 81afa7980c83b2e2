package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"handshakelab/go/internal/labtest"
)

// BenchmarkOpenLoop measures how late the generator is: connectStart − max(intended, laneFree), what is left of it when
// no lane was to be waited for. Pinned processes, one CPU each, at half of the rate that one connection makes in a closed loop:
//
//	go test -run '^$' -bench OpenLoop -benchtime 2000x ./cmd/hslab-go
//
// Even arrivals show the generator alone. At random ones (exponential gaps) a handshake often meets others under way,
// and waits for the client's CPU as it would in any program: that is part of what an open loop is for.
func BenchmarkOpenLoop(b *testing.B) {
	pki := labtest.NewPKI(b, "ecdsa-p256")
	for _, arrivals := range []string{"even", "random"} {
		for _, connections := range []int{1, 8} {
			b.Run(fmt.Sprintf("%s/%dconnections", arrivals, connections), func(b *testing.B) {
				server, client := startProcess(b, "server", pinned(b, 0)...), startProcess(b, "client", pinned(b, 1)...)
				const perBlock = 200
				server.Configure(0, labtest.Config{PKI: pki})
				client.Configure(0, labtest.Config{PKI: pki})
				port := server.Serve(0)
				block := 0
				measure := func(schedule []int64, handshakes int) labtest.Outcome {
					block++
					server.Arm(0, block, "timing")
					var outcome labtest.Outcome
					if schedule == nil {
						outcome = client.Block(0, block, "timing", handshakes, 1, port)
					} else {
						outcome = client.OpenBlock(0, block, schedule, connections, port, 60000)
					}
					server.Collect(0, block, handshakes, 2000)
					return outcome
				}
				measure(nil, perBlock)
				closed := measure(nil, perBlock)
				gap := 2 * float64(closed.Done.ElapsedNs) / float64(closed.Done.Handshakes)

				var late []float64
				waited := 0
				b.ResetTimer()
				for left := b.N; left > 0; left -= perBlock {
					outcome := measure(schedule(arrivals, gap, min(left, perBlock)), min(left, perBlock))
					for row, intended := range outcome.Ns("intended") {
						free := outcome.Ns("laneFree")[row]
						late = append(late, outcome.Ns("connectStart")[row]-max(intended, free))
						if free > intended {
							waited++
						}
					}
				}
				b.StopTimer()
				slices.Sort(late)
				b.ReportMetric(late[len(late)/2]/1000, "late-p50-µs")
				b.ReportMetric(late[len(late)*99/100]/1000, "late-p99-µs")
				b.ReportMetric(100*float64(waited)/float64(len(late)), "waited-for-lane-%")
				b.ReportMetric(1e9/gap, "per-s")
			})
		}
	}
}

// schedule makes arrivals with this mean gap in ns; the first has time to find all at rest.
func schedule(arrivals string, gap float64, count int) []int64 {
	at := float64(10 * time.Millisecond)
	offsets := make([]int64, count)
	for i := range offsets {
		offsets[i] = int64(at)
		if arrivals == "random" {
			at += gap * rand.ExpFloat64()
		} else {
			at += gap
		}
	}
	return offsets
}
