import { describe, expect, it } from 'vitest';
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { Scenario } from '../../../shared/scenario/schema.ts';
import { apart, dayOf, expected, headlineOf, rough, typicalP50Ns, withTwins } from './words.ts';

const run = (arms: RunHeadline['arms']): RunHeadline => ({ id: 'r', name: 'R', createdAt: '', ended: 'finished', stacks: [], arms, problem: null });
const arm = (id: string, p50Ns: number | null, state: 'good' | 'failed' = 'good') => ({ id, state, p50Ns, p50CiNs: null });
const scenario = (length: object) => Scenario.parse({ stacks: { client: 'go', server: 'go' }, length });

describe('a run’s headline', () => {
  it('is the arm farthest from the first, slower or faster', () => {
    expect(headlineOf(run([arm('a', 100), arm('b', 250), arm('c', 200)]))).toMatchObject({ arm: 'b', first: 'a', p50Ns: 250, ratio: 2.5 });
    expect(headlineOf(run([arm('full', 200), arm('ticket', 100)]))).toMatchObject({ arm: 'ticket', first: 'full', ratio: 0.5 });
  });
  it('has an interval where both arms have one', () => {
    const between = (lo: number, hi: number) => ({ p50CiNs: [lo, hi] as [number, number] });
    expect(headlineOf(run([{ ...arm('a', 100), ...between(80, 100) }, { ...arm('b', 250), ...between(200, 300) }]))?.ratioCi).toEqual([2, 3.75]);
    expect(headlineOf(run([arm('a', 100), { ...arm('b', 250), ...between(200, 300) }]))?.ratioCi).toBeNull();
  });
  it('is the only arm’s figure', () => expect(headlineOf(run([arm('a', 100)]))).toMatchObject({ arm: 'a', ratio: null }));
  it('leaves failed arms out', () => expect(headlineOf(run([arm('a', null, 'failed'), arm('b', 5)]))).toMatchObject({ arm: 'b' }));
  it('is none where nothing was measured', () => expect(headlineOf(run([]))).toBeNull());
});

describe('an estimate', () => {
  it('is the time asked for, the warm-up, trying blocks and a share for the long ones', () => {
    expect(expected({ ...scenario({ for: '20s' }), longBlocks: false, load: { ...scenario({ for: '1s' }).load, block: 3 } }, 2, 1e6).ms).toBe(20_600);
    expect(expected({ ...scenario({ for: '20s' }), longBlocks: false }, 2, 1e6).ms).toBe(22_600);
    expect(expected(scenario({ for: '20s' }), 2, 1e6).ms).toBe(24_200);
  });
  it('is longer where disturbed rounds are measured again', () => {
    const { ms, mostMs } = expected(scenario({ for: '20s' }), 2, 1e6);
    expect(mostMs - ms).toBe(5_000);
    expect(expected({ ...scenario({ for: '20s' }), repeatNoisy: '0%' }, 2, 1e6)).toEqual({ ms, mostMs: ms });
  });
  it('grows with arms, their twins and handshakes', () => {
    const counted = (arms: number, more: object = {}): number => expected({ ...scenario({ handshakes: 1000 }), ...more }, arms).ms;
    expect(counted(5)).toBeGreaterThan(2.5 * counted(1));
    expect(counted(4, { noiseFloor: 'every' })).toBeGreaterThan(1.9 * counted(4, { noiseFloor: 'none' }));
    expect(counted(1, { observe: ['timing', 'cpu-profile'] })).toBeGreaterThan(counted(1, { observe: ['timing'] }));
    expect([withTwins({ noiseFloor: 'reference' }, 4), withTwins({ noiseFloor: 'every' }, 4), withTwins({ noiseFloor: 'none' }, 4), withTwins({ noiseFloor: 'reference' }, 0)]).toEqual([5, 8, 4, 0]);
  });
  it('comes from what this machine measured', () => expect(typicalP50Ns([run([arm('a', 3), arm('b', 1)]), run([arm('c', 2)])])).toBe(2));
  it('is said roughly', () => expect([rough(400), rough(40_400), rough(61_000), rough(150_000)]).toEqual([{ unit: 'seconds', count: 1 }, { unit: 'seconds', count: 40 }, { unit: 'minutes', count: 1 }, { unit: 'minutes', count: 3 }]));
});

it('two arms are told apart by what differs', () => {
  expect(apart('dotnet10→dotnet10', 'go1.27→go1.27')).toEqual(['dotnet10→dotnet10', 'go1.27→go1.27']);
  expect(apart('go1.27→go1.27 · x25519mlkem768', 'go1.27→go1.27 · x25519')).toEqual(['x25519mlkem768', 'x25519']);
});

it('a day is said by how far back it is', () => {
  const now = new Date(2026, 2, 1, 0, 30);
  expect(dayOf(new Date(2026, 2, 1, 0, 10), now)).toEqual({ kind: 'today' });
  expect(dayOf(new Date(2026, 1, 28, 23, 50), now)).toEqual({ kind: 'yesterday' });
  expect(dayOf(new Date(2026, 0, 3), now)).toEqual({ kind: 'date', sameYear: true });
  expect(dayOf(new Date(2025, 11, 31), now)).toEqual({ kind: 'date', sameYear: false });
});
