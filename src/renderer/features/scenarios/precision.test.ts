import { describe, expect, it } from 'vitest';
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { NO_KNOBS, settingOf, type Arm } from '../../../shared/scenario/arms.ts';
import { Scenario, type ScenarioInput } from '../../../shared/scenario/schema.ts';
import { precisionOf, saidShare, saidTime } from './precision.ts';

const here = { cpu: 'Test', cpus: 4 };
const scenario = (input: Partial<ScenarioInput> = {}): Scenario => Scenario.parse({ stacks: { client: ['go', 'node'], server: 'go' }, noiseFloor: 'none', length: { for: '40s' }, ...input });
const arm = (client: string): Arm => ({
  id: client, client, server: 'go', version: '1.3', group: 'x25519', retry: false, intermediates: 1, leaf: 'ecdsa-p256', issuers: 'ecdsa-p256', session: 'full', cacheSize: null, earlyData: 'none', antiReplay: null, tickets: null, connections: 1, threads: 1, rate: null, roundTripNs: null, twinOf: null, knobs: NO_KNOBS,
});
const both = { run: [arm('go'), arm('node')], refused: [] };
/** 20 s in which each arm did 4 000 handshakes of 2 ms, known within the given shares. */
const run = (id: string, halfWidths: Record<string, number | null>, more: Partial<RunHeadline> = {}): RunHeadline => ({
  id, name: id, createdAt: `2026-01-0${id.length}`, ended: 'finished', stacks: [], problem: null, arms: [],
  effort: { machine: here, elapsedMs: 20_000, twins: 0, arms: Object.entries(halfWidths).map(([client, halfWidth]) => ({ setting: settingOf(arm(client), scenario()), p50Ns: 2_000_000, halfWidth, handshakes: 4000, rounds: 1000 })) },
  ...more,
});

describe('precision', () => {
  it('is not known where nothing was measured here', () => {
    expect(precisionOf(scenario(), both, [], here)).toEqual({ known: 0, arms: 2, runs: [], estimate: null });
    expect(precisionOf(scenario(), both, [run('a', { go: 0.01, node: 0.01 })], { cpu: 'Other', cpus: 4 })).toMatchObject({ known: 0, estimate: null });
  });

  it('is not known while one arm is not', () => expect(precisionOf(scenario(), both, [run('a', { go: 0.01 }), run('b', { node: null })], here)).toMatchObject({ known: 1, arms: 2, estimate: null }));

  it('narrows with the square root of the time, and the worst arm rules', () => {
    const runs = [run('a', { go: 0.005, node: 0.02 })];
    const estimate = precisionOf(scenario(), both, runs, here).estimate;
    // Twice the time of that run: 2 % ÷ √2.
    expect(estimate?.reached).toBeCloseTo(0.02 / Math.SQRT2, 6);
    // A quarter of 2 % takes sixteen times as long, a half four times.
    expect(estimate?.msToOne).toBeCloseTo(80_000, 3);
    expect(estimate?.msToHalf).toBeCloseTo(320_000, 3);
  });

  it('of a number of handshakes, or to a precision, comes with the time that takes', () => {
    const runs = [run('a', { go: 0.005, node: 0.02 })];
    expect(precisionOf(scenario({ length: { handshakes: 8000 } }), both, runs, here).estimate).toMatchObject({ ms: 40_000 });
    const until = precisionOf(scenario({ length: { until: '1%', atMost: '10m' } }), both, runs, here).estimate;
    expect([until?.ms, until?.reached]).toEqual([expect.closeTo(80_000, 3), expect.closeTo(0.01, 6)]);
    expect(precisionOf(scenario({ length: { until: '1%', atMost: '40s' } }), both, runs, here).estimate?.ms).toBe(40_000);
  });

  it('rests on the middle of several runs, and names them', () => {
    const found = precisionOf(scenario(), both, [run('a', { go: 0.01, node: 0.01 }), run('bb', { go: 0.02, node: 0.02 }), run('ccc', { go: 0.5, node: 0.5 }), run('dddd', {})], here);
    expect(found.estimate?.reached).toBeCloseTo(0.02 / Math.SQRT2, 6);
    expect(found.runs.map(({ id }) => id)).toEqual(['a', 'bb', 'ccc']);
  });

  it('costs more with twins, and is not that of another setting', () => {
    const runs = [run('a', { go: 0.02, node: 0.02 })];
    expect(precisionOf(scenario({ noiseFloor: 'every' }), both, runs, here).estimate?.msToOne).toBeCloseTo(160_000, 3);
    expect(precisionOf(scenario({ certificates: { mutual: true } }), both, runs, here).known).toBe(0);
    expect(precisionOf(scenario(), { run: [{ ...arm('go'), group: 'p256' }], refused: [] }, runs, here).known).toBe(0);
  });
});

it('an estimate is said no more precisely than it is', () => {
  expect([300, 40_400, 98_000, 754_000, 7_800_000].map(saidTime)).toEqual([
    { unit: 'seconds', seconds: 1 }, { unit: 'seconds', seconds: 40 }, { unit: 'minutes', minutes: 1, seconds: 40 }, { unit: 'minutes', minutes: 13, seconds: 0 }, { unit: 'hours', hours: 2, minutes: 10 },
  ]);
  expect([saidShare(0.00812), saidShare(0.0123), saidShare(0.1)]).toEqual(['0.81\u00a0%', '1.2\u00a0%', '10\u00a0%']);
});
