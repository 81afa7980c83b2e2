/** What 50 000 samples a second come to on their way to the page: 20 snapshots a second, nine arms, every figure moving. */
import { encodeLive, LIVE_BINS, LIVE_FROM_NS, LIVE_RATIO } from '../../src/shared/live/snapshot.ts';
import { PhaseSums } from '../../src/shared/phases/sums.ts';

/** One second of them, encoded; plain numbers, since they go to the page as text. */
export function syntheticSnapshots(): number[][] {
  if (LIVE_FROM_NS * LIVE_RATIO ** LIVE_BINS < 1e8) throw new Error('the histogram ends below 100 ms');
  const histogram = (shift: number): Float64Array => Float64Array.from({ length: LIVE_BINS }, (_, bin) => 4000 * Math.exp(-(((bin - 38 - shift) / 5) ** 2)));
  return Array.from({ length: 20 }, (_, index) => {
    const arms = Array.from({ length: 9 }, (_unused, arm) => {
      const p50Ns = 900_000 + 100_000 * arm + 4_000 * index;
      const sums = new PhaseSums();
      const at = (share: number): number => Math.round(share * p50Ns);
      const instants = { connectStart: -80_000, connectEnd: -20_000, start: 0, write0Start: at(0.09), write0End: at(0.1), read0Start: at(0.1), read0End: at(0.5), hsSecret: at(0.58), verifyStart: at(0.6), verifyEnd: at(0.8), verified: at(0.8), appSecret: at(0.95), write1Start: at(0.97), write1End: at(0.99), end: p50Ns };
      sums.add({ client: { stack: 'go', retried: false, instants }, server: { stack: 'go', retried: false, instants: { start: at(0.02), read0Start: at(0.05), read0End: at(0.15), parsed: at(0.16), hsSecret: at(0.33), signStart: at(0.35), signEnd: at(0.4), write0Start: at(0.44), write0End: at(0.47), read1Start: at(0.5), read1End: at(1.02), end: at(1.05) } } });
      return { handshakes: 2_500 * (index + 1), failed: 0, p50Ns, p50LoNs: p50Ns * 0.99, p50HiNs: p50Ns * 1.01, p90Ns: p50Ns * 1.2, p95Ns: p50Ns * 1.4, p99Ns: p50Ns * 2, clientBytes: 41_600, clientObjects: 464, serverBytes: 40_000, serverObjects: 419, clientCpuNs: 8e5, serverCpuNs: 6e5, clientGc: 0.01, serverGc: 0.01, phases: sums.means(), histogram: histogram(index / 5) };
    });
    return [...encodeLive({ sequence: index, elapsedMs: 50 * index, expectedMs: 20_000, round: index, warmingUp: false, progress: index / 20, arms })];
  });
}
