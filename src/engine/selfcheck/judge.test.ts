import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import type { Comparison } from '../../shared/result/document.ts';
import { readClock } from './clocks.ts';
import { isSound, judgeInjected, judgeTwin, resolutionFrom } from './judge.ts';

const given = (ratio: number, half: number, p = 0.001): Comparison => ({ ...(RESULT.comparisons[0] as Comparison), ratio, ratioCi: [ratio - half, ratio + half], pValue: p, pAdjusted: p, verdict: 'no difference' });

describe('a twin', () => {
  it('is no difference where the interval holds 1; its floor is the interval’s half', () => {
    expect(judgeTwin(given(1.001, 0.003, 0.5))).toMatchObject({ verdict: 'no difference', floorPct: expect.closeTo(0.3, 6) as number });
  });
  it('that is told apart from its arm is a difference, and its shift the floor', () => {
    expect(judgeTwin(given(1.01, 0.003))).toMatchObject({ verdict: 'difference', floorPct: expect.closeTo(1, 6) as number });
  });
});

describe('an injected wait', () => {
  it('is found with the right sign and size', () => expect(judgeInjected(9_000, 900_000, given(1.011, 0.003), 0.2)).toMatchObject({ expectedPct: 1, found: true }));
  it('is not found where the interval holds nothing', () => expect(judgeInjected(9_000, 900_000, given(1.01, 0.011), 0.2).found).toBe(false));
  it('is not found with the wrong sign', () => expect(judgeInjected(9_000, 900_000, given(0.99, 0.003), 0.2).found).toBe(false));
  it('is not found at twice its size', () => expect(judgeInjected(9_000, 900_000, given(1.02, 0.003), 0.2).found).toBe(false));
});

it('resolution follows the square root of the time, for two arms alone', () => {
  expect(resolutionFrom(0.5, 25, 5)).toEqual([{ seconds: 10, smallestPct: 0.5 }, { seconds: 60, smallestPct: 0.5 * Math.sqrt(1 / 6) }, { seconds: 600, smallestPct: 0.5 * Math.sqrt(1 / 60) }]);
});

it('a clock that goes backwards or is coarse is not sound', () => {
  let now = 0n;
  expect(readClock(() => (now += 40n))).toMatchObject([{ name: 'resolution', valueNs: 40, bad: 0, sound: true }, { name: 'cost of a reading', valueNs: 40, sound: true }]);
  let turn = 0;
  expect(readClock(() => BigInt([0, 50, 20][turn++ % 3] as number))[0]).toMatchObject({ sound: false });
  expect(readClock(() => (now += 10_000n))[0]).toMatchObject({ sound: false });
});

it('one part that is not as it should be makes the check unsound; a missing instrument does not', () => {
  const parts = {
    aa: judgeTwin(given(1.001, 0.003, 0.5)),
    injected: [judgeInjected(9_000, 900_000, given(1.011, 0.003), 0.2)],
    secondInstrument: [{ name: 'packets', arm: 'go1.27→go1.27', what: 'ClientHello to Finished', unit: 'ns', offset: null, spread: null, bound: [-1, 1] as [number, number], agrees: null, reason: 'not permitted' }],
    clocks: [{ name: 'order of messages' as const, valueNs: 1, bad: 0, of: 9, sound: true }],
  };
  expect(isSound(parts)).toBe(true);
  expect(isSound({ ...parts, clocks: [{ ...(parts.clocks[0] as (typeof parts.clocks)[number]), sound: false }] })).toBe(false);
  expect(isSound({ ...parts, secondInstrument: [{ ...(parts.secondInstrument[0] as (typeof parts.secondInstrument)[number]), agrees: false }] })).toBe(false);
});
