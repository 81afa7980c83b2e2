import { describe, expect, it } from 'vitest';
import type { SliceMeasures } from '../../shared/result/noise.ts';
import { SliceJudge } from './judge.ts';

const MS = 1e6;
const QUIET: SliceMeasures = {
  stealNs: 0, runQueueWaitNs: 0.5 * MS, runNs: 100 * MS, voluntarySwitches: 1200, involuntarySwitches: 2, migrations: 0, cpuPressureNs: 60 * MS, otherCpuNs: 0.5 * MS, minorFaults: 9, majorFaults: 0,
  frequencyKHz: 3_000_000, frequencyMaxKHz: 3_000_000, gcPauseNs: 0, irqNs: 0, softirqNs: 10 * MS, throttles: 0, threadWaitNs: 80 * MS,
};
const slice = (change: Partial<SliceMeasures> = {}): SliceMeasures => ({ ...QUIET, ...change });
const judgeOf = (slices: readonly SliceMeasures[], otherCpuFrom: 'idle states' | 'ticks' = 'idle states', elapsedMs = 100) => {
  const judge = new SliceJudge({ cpus: 2, otherCpuFrom });
  const judged = slices.map((one) => judge.judge(one, elapsedMs));
  return { judge, judged, last: judged.at(-1), summary: judge.summary([]) };
};
const times = (count: number, change: (index: number) => Partial<SliceMeasures> = () => ({})): SliceMeasures[] => Array.from({ length: count }, (_, index) => slice(change(index)));

describe('a slice', () => {
  it('is not marked on a quiet machine', () => {
    expect(judgeOf(times(200)).judged.every(({ marked }) => !marked)).toBe(true);
  });

  it.each([
    ['stealNs', 30 * MS],
    ['runQueueWaitNs', 9 * MS],
    ['throttles', 1],
    ['otherCpuNs', 25 * MS],
    ['majorFaults', 12],
    ['frequencyKHz', 2_000_000],
  ] as const)('is marked for %s, and says by how much', (measure, value) => {
    const { last } = judgeOf([...times(40), slice({ [measure]: value })]);
    expect(last?.marked).toBe(true);
    expect(last?.reasons).toEqual([{ measure, value, limit: expect.any(Number) as number }]);
    const limit = last?.reasons[0]?.limit as number;
    if (measure === 'frequencyKHz') expect(value).toBeLessThan(limit);
    else expect(value).toBeGreaterThan(limit);
  });

  it.each(['runNs', 'voluntarySwitches', 'involuntarySwitches', 'migrations', 'cpuPressureNs', 'minorFaults', 'softirqNs', 'gcPauseNs', 'threadWaitNs'] as const)('is never marked for %s, which the handshakes themselves make', (measure) => {
    expect(judgeOf([...times(40), slice({ [measure]: 1e12 })]).last?.marked).toBe(false);
  });

  it('meets a wider limit while the run has not taught one', () => {
    expect(judgeOf([...times(5), slice({ runQueueWaitNs: 6 * MS })]).last?.marked).toBe(false);
    expect(judgeOf([...times(5), slice({ runQueueWaitNs: 9 * MS })]).last?.marked).toBe(true);
    expect(judgeOf([...times(30), slice({ runQueueWaitNs: 6 * MS })]).last?.marked).toBe(true);
  });

  it('is judged by what is usual in the run, where that is more than the fixed limit', () => {
    const loud = (index: number) => ({ runQueueWaitNs: (20 + (index % 5)) * MS });
    expect(judgeOf([...times(40, loud), slice({ runQueueWaitNs: 26 * MS })]).last?.marked).toBe(false);
    expect(judgeOf([...times(40, loud), slice({ runQueueWaitNs: 60 * MS })]).last?.reasons).toEqual([{ measure: 'runQueueWaitNs', value: 60 * MS, limit: Math.round((22 + 6 * 1.4826) * MS) }]);
  });

  it('has limits that grow with its length', () => {
    const judge = new SliceJudge({ cpus: 2, otherCpuFrom: 'idle states' });
    for (const one of times(40)) judge.judge(one, 100);
    expect(judge.judge(slice({ runQueueWaitNs: 9 * MS }), 500).marked).toBe(false);
    expect(judge.judge(slice({ runQueueWaitNs: 9 * MS }), 100).marked).toBe(true);
  });

  it('takes a single tick of steal for what it is', () => {
    expect(judgeOf([...times(40), slice({ stealNs: 10 * MS })]).last?.marked).toBe(false);
  });

  it('says nothing of other programs below what ticks can tell', () => {
    expect(judgeOf([...times(40), slice({ otherCpuNs: 20 * MS })], 'ticks').last?.marked).toBe(false);
    expect(judgeOf([...times(40), slice({ otherCpuNs: 40 * MS })], 'ticks').last?.marked).toBe(true);
  });

  it('is not judged by what the system does not tell', () => {
    expect(judgeOf(times(40, () => ({ stealNs: null, frequencyKHz: null, throttles: null }))).judged.some(({ marked }) => marked)).toBe(false);
  });
});

describe('a run', () => {
  it('is quiet', () => {
    expect(judgeOf(times(50)).summary).toEqual({ verdict: 'quiet', worst: null, slices: 50, marked: 0, missing: [] });
  });

  it('had some slices marked, mostly for one measure', () => {
    const disturbed = times(100, (index) => (index % 30 === 29 ? { stealNs: 40 * MS } : index === 50 ? { otherCpuNs: 90 * MS } : {}));
    expect(judgeOf(disturbed).summary).toMatchObject({ verdict: 'some marked', worst: 'stealNs', marked: 4 });
  });

  it('is noisy throughout, though hardly a slice stands out', () => {
    const { summary } = judgeOf(times(100, (index) => ({ runQueueWaitNs: (30 + (index % 9)) * MS, otherCpuNs: (60 + (index % 7)) * MS })));
    expect(summary).toMatchObject({ verdict: 'noisy', worst: 'runQueueWaitNs' });
    expect(summary.marked).toBeLessThan(30);
  });

  it('is noisy from more than a third of its slices on', () => {
    const share = (every: number) => judgeOf(times(90, (index) => (index % every === 0 ? { otherCpuNs: 30 * MS } : {}))).summary.verdict;
    expect(share(4)).toBe('some marked');
    expect(share(2)).toBe('noisy');
  });

  it('was not watched where nothing was told, or nothing was run', () => {
    const nothing = Object.fromEntries(Object.keys(QUIET).map((name) => [name, null])) as SliceMeasures;
    const missing = [{ measure: 'stealNs' as const, why: 'only Linux tells; this is darwin' }];
    const judge = new SliceJudge({ cpus: 2, otherCpuFrom: 'ticks' });
    judge.judge(nothing, 100);
    expect(judge.summary(missing)).toEqual({ verdict: 'not watched', worst: null, slices: 1, marked: 0, missing });
    expect(judgeOf([]).summary.verdict).toBe('not watched');
  });
});
