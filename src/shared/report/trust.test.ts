import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import { DISPUTED, LOAD, SCALING } from '../../../tests/fixtures/variants.ts';
import { hasLoad, rateSeries, scalingSeries, valueOn } from './load.ts';
import { adviceText, blockSentence, checkFigures, coldFirst, isolationLines, latenessWarning, longAgainstShort, measureColumn, measureFigure, missingMeasures, noiseSentence, reasonsText, schedulingLines, stoppingSentence, warmupText } from './trust.ts';

const plain = (text: string | null): string | null => text?.replaceAll('\u00a0', ' ') ?? null;

describe('noise in words', () => {
  it('says how much, by what, and what was done about it', () => {
    expect(noiseSentence(RESULT, 'en')).toBe('Some marked: 4 of 120 slices out of bounds, most often by steal; 12 rounds left out and all repeated.');
    expect(noiseSentence(DISPUTED, 'en')).toBe('Noisy: 41 of 120 slices out of bounds, most often by run-queue wait; 123 rounds left out, 30 of them repeated.');
    expect(noiseSentence(DISPUTED, 'zh')).toBe('噪声大：120 个时间片中有 41 个越界，多因就绪等待；123 轮被排除，其中 30 轮已重跑。');
    expect(noiseSentence({ noise: { ...DISPUTED.noise, leftOut: false } }, 'en')).toBe('Noisy: 41 of 120 slices out of bounds, most often by run-queue wait; 123 rounds marked, more than a third: none is left out, and every figure holds the disturbance.');
    const quiet = { noise: { ...RESULT.noise, summary: { ...RESULT.noise.summary, verdict: 'quiet' as const, marked: 0 } } };
    expect(noiseSentence(quiet, 'en')).toBe('Quiet: none of 120 slices was out of bounds.');
    expect(noiseSentence({ noise: { ...RESULT.noise, summary: { ...RESULT.noise.summary, verdict: 'not watched' } } }, 'en')).toContain('Not watched');
    expect(missingMeasures(RESULT, 'en')).toEqual(['frequency: this machine does not show cpufreq']);
    const untold = [{ measure: 'throttles', why: 'no thermal_throttle in /sys: this system does not count throttling' }];
    expect(missingMeasures({ noise: { ...RESULT.noise, summary: { ...RESULT.noise.summary, missing: untold } } }, 'zh')).toEqual(['因过热降频：/sys 中没有 thermal_throttle，此系统不统计过热降频']);
  });

  it('keeps to one unit in a column', () => {
    const { unit, text } = measureColumn('runQueueWaitNs', RESULT.noise.slices);
    expect([unit, plain(text(310_000)), plain(text(9_400_000)), text(null)]).toEqual(['µs', '310', '9 400', '—']);
    expect(measureColumn('stealNs', RESULT.noise.slices).unit).toBe('ms');
    expect(measureColumn('migrations', []).text(3)).toBe('3');
  });

  it('gives each measure its unit, and a reason its limit', () => {
    expect(plain(reasonsText(RESULT.noise.slices[31]!, 'en'))).toMatch(/^steal 30 ms, limit 10 ms; run-queue wait 9 \d+ µs, limit 4 000 µs$/);
    expect([measureFigure('involuntarySwitches', 61), measureFigure('frequencyKHz', 2_400_000), measureFigure('stealNs', null)].map(plain)).toEqual(['61', '2 400 MHz', '—']);
  });
});

describe('cross-checks', () => {
  it('show offsets of times with a sign, of rates as a ratio, and nothing where there is none', () => {
    const [times, rates, none] = DISPUTED.crossChecks.map((check) => Object.values(checkFigures(check)).map(plain));
    expect(times).toEqual(['1 190 µs', '1 121 µs', '+69 µs', '[+41 µs … +96 µs]', '[−23.8 µs … +23.8 µs]']);
    expect(rates).toEqual(['1 004', '986', '1.018 ×', '[0.990 … 1.050]', '[0.900 … 1.100]']);
    expect(none?.slice(0, 4)).toEqual(['—', '—', '—', '—']);
  });
});

describe('how a run came about', () => {
  it('says who chose the block and by what', () => {
    expect(plain(blockSentence(RESULT, 'en'))).toBe('3 handshakes a block, chosen by the engine. Handing over takes 410 µs. Tried, handshakes and half of the interval: 1: ±0.90 %, 3: ±0.71 %, 10: ±1.1 %.');
    expect(blockSentence({ run: { ...RESULT.run, blockChoice: { by: 'scenario', handOverNs: null, triedPct: [] } } }, 'zh')).toBe('每区块 3 次握手，由场景指定。');
  });

  it('says why it stopped and what it reached', () => {
    expect(plain(stoppingSentence(RESULT, 'en'))).toBe('When its time was over. The widest interval is ±0.94 %.');
    expect(plain(stoppingSentence(DISPUTED, 'en'))).toBe('At ±1.0 %, looked at 4 times; the intervals pay for the looks. Not reached: its time was over first. The widest interval is ±2.7 %.');
  });

  it('says what was asked of the scheduler, what was got, and what would help', () => {
    expect(schedulingLines(DISPUTED, 'en')).toEqual([
      { text: 'priority: asked for realtime, got normal: sched_setscheduler: operation not permitted', tone: 'bad' },
      { text: 'isolation: asked for cpuset, got it', tone: 'good' },
    ]);
    expect(schedulingLines(DISPUTED, 'zh').map(({ text }) => text)).toEqual(['优先级：请求实时，得到普通：sched_setscheduler: operation not permitted', '隔离：请求 cpuset，已获得']);
    expect(schedulingLines(RESULT, 'en')[0]?.text).toBe('Nothing was asked for: normal priority, no isolation.');
    expect(isolationLines(DISPUTED, 'en')).toEqual(['isolated CPUs: none', 'frequency governor: powersave', 'SMT: on']);
    expect(adviceText('isolate-cpus', 'zh')).toContain('isolcpus');
    expect(adviceText('code of a later version', 'en')).toBe('code of a later version');
  });

  it('says how each arm warmed up, and what its place in the block and a long block do', () => {
    expect(warmupText(RESULT.arms[0]!, 'en')).toBe('steady after 5 rounds');
    expect(warmupText(DISPUTED.arms.find(({ id }) => id === 'dotnet10→go1.27')!, 'en')).toBe('not steady after 12 rounds');
    expect(plain(coldFirst(RESULT.arms[0]!))).toBe('+2.6 %');
    expect(plain(longAgainstShort(RESULT.arms[0]!))).toBe('−1.5 %');
    expect(longAgainstShort({ ...RESULT.arms[0]!, longBlocks: null })).toBeNull();
  });
});

describe('load', () => {
  it('is a series for each pair of stacks, by rate, with its knee', () => {
    expect(rateSeries(LOAD).map(({ name, arms, knee }) => [name, arms.map(({ load }) => load?.ratePerSecond), knee?.sustainedPerSecond])).toEqual([
      ['go1.27 → go1.27', [200, 400, 600, 800, 1_000, 1_200, 1_400, 1_600], 1_200],
      ['dotnet10 → go1.27', [200, 400, 600, 800, 1_000, 1_200, 1_400, 1_600], 600],
    ]);
    expect(latenessWarning(LOAD, 'en')).toContain('The generator did not hold its schedule: go1.27 → go1.27 at 1\u00a0400, 1\u00a0600 per second; dotnet10 → go1.27 at 800, 1\u00a0000,');
    expect(latenessWarning(RESULT, 'en')).toBeNull();
  });

  it('is a series over connections for each number of threads, and the other way round', () => {
    expect(scalingSeries(SCALING, 'connections').map(({ name, points }) => [name, points.map(({ at }) => at)])).toEqual([['go1.27 → go1.27 · t1', [1, 2, 4, 8, 16]], ['go1.27 → go1.27 · t2', [1, 2, 4, 8, 16]]]);
    expect(scalingSeries(SCALING, 'threads')).toHaveLength(5);
    expect(valueOn({ id: 'a→b · x25519 · c16' }, 'connections')).toBe(16);
    expect([hasLoad(LOAD), hasLoad(SCALING), hasLoad(RESULT)]).toEqual([true, true, false]);
  });
});
