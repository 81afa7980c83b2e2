import { describe, expect, it } from 'vitest';
import { LIVE_BINS, type LiveArm, type LiveSnapshot } from '../../../shared/live/snapshot.ts';
import { armsAxis, binEdge, binOf, binsShown, clock, Convergence, logTicks, provisional, stateOf } from './model.ts';

const arm = (p50Us: number, halfUs = NaN): LiveArm => ({
  handshakes: 10, failed: 0, p50Ns: p50Us * 1_000, p50LoNs: (p50Us - halfUs) * 1_000, p50HiNs: (p50Us + halfUs) * 1_000, p90Ns: NaN, p95Ns: NaN, p99Ns: NaN,
  clientBytes: NaN, clientObjects: NaN, serverBytes: NaN, serverObjects: NaN, clientCpuNs: NaN, serverCpuNs: NaN, clientGc: NaN, serverGc: NaN, phases: [], histogram: new Float64Array(LIVE_BINS),
});
const snapshot = (round: number, ...arms: LiveArm[]): LiveSnapshot => ({ sequence: round, elapsedMs: 0, expectedMs: NaN, round, warmingUp: round === 0, progress: 0, arms });

describe('the state of an arm', () => {
  it('waits, settles, lives, or has failed', () => {
    expect([stateOf(undefined, undefined), stateOf(arm(NaN), undefined), stateOf(arm(900), undefined), stateOf(arm(900, 9), undefined), stateOf(arm(900, 9), 'alert 42')]).toEqual(['waiting', 'waiting', 'settling', 'live', 'failed']);
  });

  it('shows the leading digits of what has not settled', () => {
    expect(provisional('1\u00a0096')).toBe('1\u00a00··');
    expect(provisional('908')).toBe('90·');
  });
});

describe('axes', () => {
  it('grow in steps and never shrink', () => {
    const first = armsAxis(snapshot(1, arm(900, 10), arm(2_000, 20)), null);
    expect(first.from).toBe(0);
    expect(armsAxis(snapshot(2, arm(500, 10)), first)).toBe(first);
    expect(armsAxis(snapshot(3, arm(9_000, 10)), first).to).toBeGreaterThanOrEqual(9_010_000);
  });

  it('show the bins that hold handshakes, by steps of four, but for the last thousandth', () => {
    const histogram = new Float64Array(LIVE_BINS);
    histogram[33] = 5_000;
    histogram[40] = 500;
    histogram[80] = 1;
    const shown = binsShown(histogram, null);
    expect(shown).toEqual({ from: 32, to: 44 });
    histogram[60] = 100;
    expect(binsShown(histogram, shown)).toEqual({ from: 32, to: 64 });
    expect(binsShown(new Float64Array(LIVE_BINS), shown)).toBe(shown);
  });

  it('know where a time lies among the bins', () => {
    expect(binOf(binEdge(12))).toBeCloseTo(12, 9);
  });

  it('have few ticks on round numbers', () => {
    for (const [from, to] of [[5e5, 2e6], [2e4, 5e8], [7.1e5, 3.9e6]] as const) {
      const ticks = logTicks(from, to, 6);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
    expect(logTicks(7e5, 4e6, 6)).toEqual([7e5, 1e6, 1.5e6, 2e6, 3e6]);
  });
});

describe('convergence', () => {
  it('keeps one point a round and leaves the warm-up out', () => {
    const points = new Convergence();
    points.add(snapshot(0, arm(1)));
    points.add(snapshot(1, arm(900)));
    points.add(snapshot(1, arm(905)));
    points.add(snapshot(2, arm(903, 4), arm(NaN)));
    expect(points.of(0).map((point) => [point.round, point.p50Ns])).toEqual([[1, 905_000], [2, 903_000]]);
    expect(points.of(1)).toEqual([]);
  });

  it('stays small in a long run', () => {
    const points = new Convergence();
    for (let round = 1; round < 5_000; round++) points.add(snapshot(round, arm(900)));
    expect(points.of(0).length).toBeLessThanOrEqual(400);
    expect(points.of(0).at(-1)?.round).toBe(4_999);
  });
});

describe('clock', () => {
  it('splits what is left', () => {
    expect(clock(101_000)).toEqual({ hours: 0, minutes: 1, seconds: 41 });
    expect(clock(-5)).toEqual({ hours: 0, minutes: 0, seconds: 0 });
  });
});
