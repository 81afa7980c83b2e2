import { describe, expect, it } from 'vitest';
import type { RunHeadline } from '../../../shared/ipc/contract.ts';
import { Scenario } from '../../../shared/scenario/schema.ts';
import { expectedMs, headlineOf, rough, typicalP50Ns } from './words.ts';

const run = (arms: RunHeadline['arms']): RunHeadline => ({ id: 'r', name: 'R', createdAt: '', ended: 'finished', stacks: [], arms, problem: null });
const arm = (id: string, p50Ns: number | null, state: 'good' | 'failed' = 'good') => ({ id, state, p50Ns, p50CiNs: null });
const scenario = (length: object) => Scenario.parse({ stacks: { client: 'go', server: 'go' }, length });

describe('a run’s headline', () => {
  it('is the slowest arm against the first', () => expect(headlineOf(run([arm('a', 100), arm('b', 250), arm('c', 200)]))).toEqual({ arm: 'b', first: 'a', p50Ns: 250, ratio: 2.5 }));
  it('is the only arm’s figure', () => expect(headlineOf(run([arm('a', 100)]))).toMatchObject({ arm: 'a', ratio: null }));
  it('leaves failed arms out', () => expect(headlineOf(run([arm('a', null, 'failed'), arm('b', 5)]))).toMatchObject({ arm: 'b' }));
  it('is none where nothing was measured', () => expect(headlineOf(run([]))).toBeNull());
});

describe('an estimate', () => {
  it('is the time asked for and the warm-up', () => expect(expectedMs(scenario({ for: '20s' }), 2, 1e6)).toBe(20_200));
  it('grows with arms and handshakes', () => expect(expectedMs(scenario({ handshakes: 1000 }), 4)).toBeGreaterThan(3 * expectedMs(scenario({ handshakes: 1000 }), 1)));
  it('comes from what this machine measured', () => expect(typicalP50Ns([run([arm('a', 3), arm('b', 1)]), run([arm('c', 2)])])).toBe(2));
  it('is said roughly', () => expect([rough(400), rough(40_400), rough(150_000)]).toEqual([{ unit: 'seconds', count: 1 }, { unit: 'seconds', count: 40 }, { unit: 'minutes', count: 3 }]));
});
