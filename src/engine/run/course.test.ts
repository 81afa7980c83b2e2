import { describe, expect, it } from 'vitest';
import { Scenario, type ScenarioInput } from '../../shared/scenario/schema.ts';
import type { PairKind } from '../plan/rounds.ts';
import { Chance } from '../stats/simulated-run.fixture.ts';
import { Course, pairSpread, type CourseView } from './course.ts';

/** A run on a clock of its own: each handshake takes 1 ms, handing a block over 0.4 ms. */
function simulate(input: Omit<ScenarioInput, 'stacks'>, { arms = 2, warm = 3, falling = false, marked = 0, crossCheck = false, halfWidthPct = (_pairs: number) => Infinity, noise = 0.01 } = {}) {
  const chance = new Chance(5);
  let nowMs = 0;
  let series = Array.from({ length: arms }, (): number[] => []);
  let measured = 0;
  const view: CourseView = {
    arms, nowMs: () => nowMs, series: () => series, markedPairs: () => marked,
    worstHalfWidthPct: () => halfWidthPct(measured), canCrossCheck: () => crossCheck,
  };
  const course = new Course(Scenario.parse({ stacks: { client: 'go', server: 'go' }, ...input }), view);
  const kinds: PairKind[] = [];
  for (const kind of course.pairs(null)) {
    if (kinds.at(-1)?.stage !== kind.stage) series = series.map(() => []);
    kinds.push(kind);
    if (kind.stage === 'measure') measured++;
    for (let round = 0; round < 2; round++) {
      for (const own of series) own.push((kind.stage === 'warm-up' && own.length < warm ? 0.5 - (falling ? 0.1 * own.length : 0) : 0) + (noise * chance.normal()) / Math.sqrt(kind.handshakes));
      nowMs += arms * (kind.handshakes + 0.4);
    }
  }
  const of = (stage: PairKind['stage'], observe: PairKind['observe'] = 'timing') => kinds.filter((kind) => kind.stage === stage && kind.observe === observe);
  return { course, kinds, of, nowMs };
}

describe('warm-up', () => {
  it('lasts until every arm is steady, and says from which round on', () => {
    const { course, of } = simulate({ length: { handshakes: 60 } }, { warm: 5 });
    expect(course.facts.warmup).toEqual([{ rounds: 5, steady: true }, { rounds: 5, steady: true }]);
    expect(of('warm-up').length * 2).toBeGreaterThanOrEqual(9);
  });

  it('ends at its bound where an arm never is, and says so', () => {
    const { course, of } = simulate({ length: { handshakes: 60 } }, { warm: 23, falling: true });
    expect(of('warm-up')).toHaveLength(12);
    expect(course.facts.warmup[0]?.steady).toBe(false);
  });
});

describe('length', () => {
  it('a count is kept exactly', () => {
    expect(simulate({ length: { handshakes: 60 } }).of('measure').reduce((sum, { handshakes }) => sum + 2 * handshakes, 0)).toBe(60);
  });

  it('a time holds the rounds and the long blocks at the end', () => {
    const { course, of, nowMs, kinds } = simulate({ length: { for: '20s' } });
    expect(nowMs - (course.facts.measuringFromMs ?? 0)).toBeGreaterThan(18_000);
    expect(nowMs - (course.facts.measuringFromMs ?? 0)).toBeLessThan(22_000);
    expect(of('long')).toHaveLength(4);
    expect(of('long')[0]?.handshakes).toBeGreaterThanOrEqual(30);
    expect(kinds.at(-1)?.stage).toBe('long');
  });

  it('a precision ends the run when it is there, looked at ever more rarely', () => {
    const { course, of } = simulate({ length: { until: '1%', atMost: '60s' } }, { halfWidthPct: (pairs) => 20 / Math.sqrt(pairs) });
    expect(of('measure').length).toBeGreaterThanOrEqual(400);
    expect(of('measure').length).toBeLessThan(445);
    expect(course.facts.looks).toBeLessThan(40);
  });

  it('a precision that never comes ends with its time', () => {
    const { nowMs, course } = simulate({ length: { until: '1%', atMost: '5s' } });
    expect(nowMs - (course.facts.measuringFromMs ?? 0)).toBeLessThan(6_500);
  });
});

describe('the block length', () => {
  it('is chosen from what was tried: longer where handing over costs more than drift', () => {
    const { course, of } = simulate({ length: { for: '60s' } });
    expect(course.facts.tried.length).toBeGreaterThan(3);
    // Independent noise only: the longer the block, the less is lost to handing over.
    expect(course.facts.block).toBeGreaterThan(3);
    expect(of('measure').every(({ handshakes }) => handshakes === course.facts.block)).toBe(true);
  });

  it('is not tried in a short run, nor where the scenario gives it', () => {
    expect(simulate({ length: { for: '5s' } }).of('trial')).toEqual([]);
    expect(simulate({ length: { for: '60s' }, load: { block: 7 } }).of('trial')).toEqual([]);
    expect(simulate({ length: { for: '60s' }, load: { block: 7 } }).course.facts).toMatchObject({ block: 7, blockBy: 'scenario' });
  });

  it('the spread of two arms that move together is small', () => {
    expect(pairSpread([[1, 2, 3, 4, 5, 6], [1.1, 2.1, 3.1, 4.1, 5.1, 6.1]])).toBeCloseTo(0, 9);
    expect(pairSpread([[0, 0, 0, 0, 0, 0], [0, 0, 1, 1, -1, -1]])).toBeGreaterThan(0.5);
  });
});

describe('what is observed apart', () => {
  it('never shares a pair with timings', () => {
    const { kinds } = simulate({ length: { handshakes: 300 }, observe: ['timing', 'allocations', 'cpu-profile', 'alloc-profile'] }, { crossCheck: true });
    for (const { stage, observe } of kinds) expect(stage === 'apart').toBe(observe !== 'timing');
    expect(new Set(kinds.map(({ observe }) => observe))).toEqual(new Set(['timing', 'allocations', 'packets', 'cpu-profile', 'alloc-profile']));
  });

  it('profiles come last: what follows a profiler is not timed', () => {
    expect(simulate({ length: { handshakes: 60 }, observe: ['timing', 'cpu-profile'] }).kinds.at(-1)?.observe).toBe('cpu-profile');
  });
});

describe('disturbed rounds', () => {
  it('are measured again, as many as were marked', () => expect(simulate({ length: { for: '10s' } }, { marked: 12 }).of('repeat')).toHaveLength(12));
  it('within the budget', () => {
    const { of } = simulate({ length: { for: '10s' }, load: { block: 3 }, repeatNoisy: '10%' }, { marked: 100_000 });
    expect(of('repeat').length).toBeLessThan(of('measure').length * 0.13);
    expect(of('repeat').length).toBeGreaterThan(10);
  });
  it('not where the scenario says so', () => expect(simulate({ length: { for: '10s' }, repeatNoisy: '0%' }, { marked: 9 }).of('repeat')).toEqual([]));
});
