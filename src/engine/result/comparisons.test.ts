import { describe, expect, it } from 'vitest';
import { armsOf, twinsOf, type Arm } from '../../shared/scenario/arms.ts';
import { Scenario, type ScenarioInput } from '../../shared/scenario/schema.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import type { NoiseSummary } from '../../shared/result/noise.ts';
import { Chance } from '../stats/simulated-run.fixture.ts';
import { ArmFigures } from './arm.ts';
import { compareArms, differsIn, type ComparedArm } from './comparisons.ts';

const QUIET: NoiseSummary = { verdict: 'quiet', worst: null, slices: 100, marked: 0, missing: [] };
const stack = (id: string): StackInfo => ({ id, family: id.replace(/[0-9.]+$/, ''), available: true, reason: null, remedy: null, version: '1', library: null, observes: [], not: [], offers: ['role:client', 'role:server', 'tls:1.3', 'group:x25519', 'group:p256', 'key:ecdsa-p256', 'session:full', 'connections'] });
const arms = (input: Omit<ScenarioInput, 'stacks'> & { stacks?: ScenarioInput['stacks'] }): readonly Arm[] => armsOf(Scenario.parse({ stacks: { client: 'go1.27', server: 'go1.27' }, ...input }), [stack('go1.27'), stack('dotnet10')]).run;

/** Arms whose levels over pairs of rounds share a drift; `shifts` are log ratios. */
function compared(of: readonly Arm[], shifts: readonly number[], pairs = 200, own = 0.02): ComparedArm[] {
  const chance = new Chance(3);
  const made = of.map((arm): ComparedArm => ({ arm, figures: new ArmFigures({ client: 'go', server: 'go', relayed: false }), good: true }));
  for (let round = 0; round < 2 * pairs; round++) {
    const drift = 0.2 * Math.sin(round / 30);
    made.forEach(({ figures }, index) => figures.pairs.clean.add(round, 1e6 * Math.exp(drift + (shifts[index] ?? 0) + own * chance.normal())));
  }
  return made;
}

describe('comparisons', () => {
  const TWO = arms({ keyExchange: { groups: ['x25519', 'p256'] } });

  it('find a shift through a drift that both share, and say what differs', () => {
    const [one] = compareArms(compared(TWO, [0, 0.02]), [], [], QUIET);
    expect(one).toMatchObject({ arm: TWO[1]?.id, against: TWO[0]?.id, differsIn: 'setting', verdict: 'slower', pairs: 200, floorPct: null });
    expect(one?.ratio).toBeCloseTo(1.02, 2);
  });

  it('call a difference below the noise floor none, however certain it is', () => {
    const [first, twin] = [TWO[0] as Arm, twinsOf(TWO, 'reference')[0] as Arm];
    const made = compared([...TWO, twin], [0, 0.01, 0.03]);
    const told = compareArms(made.slice(0, 2), [{ twin: made[2] as ComparedArm, of: 0 }], [], QUIET);
    expect(told[0]).toMatchObject({ verdict: 'no difference', floorFrom: 'own twin' });
    expect(told[0]?.pAdjusted).toBeLessThan(0.01);
    expect(told[0]?.floorPct).toBeGreaterThan(2.5);
    expect(told[0]?.detectablePct).toBeGreaterThanOrEqual(told[0]?.floorPct as number);
    expect(told[1]).toMatchObject({ differsIn: 'floor', arm: `${first.id} · twin`, against: first.id });
  });

  it('tell of the long blocks from few rounds, and whether they agree', () => {
    const longWith = (shift: number) => {
      const made = compared(TWO, [0, 0.02]);
      made.forEach(({ figures }, index) => {
        for (let round = 400; round < 408; round++) figures.pairs.long.add(round, 1e6 * Math.exp((index === 1 ? shift : 0) + 0.001 * round));
      });
      return compareArms(made, [], [], QUIET)[0]?.longBlocks;
    };
    expect(longWith(0.02)).toMatchObject({ agrees: true, ratio: expect.closeTo(Math.exp(0.02), 6) as number });
    expect(longWith(-0.1)).toMatchObject({ agrees: false });
  });

  it('are not trusted where a second instrument disagrees', () => {
    const check = { arm: TWO[1]?.id as string, instrument: 'packets' as const, what: 'ClientHello to Finished' as const, ours: 1, theirs: 2, unit: 'ns' as const, offset: -1, spread: null, bound: [0, 0] as [number, number], agrees: false, reason: null, count: 9 };
    expect(compareArms(compared(TWO, [0, 0.02]), [], [check], QUIET)[0]).toMatchObject({ verdict: 'not trusted', reason: expect.stringContaining('packets disagrees') as string });
    expect(compareArms(compared(TWO, [0, 0.02]), [], [{ ...check, agrees: null }], QUIET)[0]?.verdict).toBe('slower');
  });

  it('say too noisy where the rounds could not have shown anything, with the reason', () => {
    expect(compareArms(compared(TWO, [0, 0], 10, 0.6), [], [], QUIET)[0]).toMatchObject({ verdict: 'too noisy', reason: expect.stringContaining('run longer') as string });
    expect(compareArms(compared(TWO, [0, 0], 40, 0.2), [], [], { ...QUIET, verdict: 'noisy', worst: 'stealNs' })[0]).toMatchObject({ verdict: 'too noisy', reason: expect.stringContaining('stealNs') as string });
  });

  it('are adjusted over the run by Holm', () => {
    const many = arms({ load: { connections: [1, 2, 3, 4, 5, 6] } });
    const told = compareArms(compared(many, [0, 0.004, 0, 0, 0, 0], 200), [], [], QUIET);
    for (const one of told) expect(one.pAdjusted).toBeGreaterThanOrEqual(one.pValue);
    expect(told).toHaveLength(5);
  });

  it('set each value of each axis against the first, besides the first arm of all', () => {
    const four = arms({ stacks: { client: ['go1.27', 'dotnet10'], server: ['go1.27', 'dotnet10'] } });
    const told = compareArms(compared(four, [0, 0.1, 0.2, 0.3]), [], [], QUIET).map(({ arm, against, differsIn: axis }) => `${arm} / ${against}: ${axis}`);
    expect(told).toEqual([
      'go1.27→dotnet10 / go1.27→go1.27: server',
      'dotnet10→go1.27 / go1.27→go1.27: client',
      'dotnet10→dotnet10 / go1.27→go1.27: several',
      'dotnet10→dotnet10 / go1.27→dotnet10: client',
      'dotnet10→dotnet10 / dotnet10→go1.27: server',
    ]);
  });

  it('leave out an arm that failed and pairs that have too few rounds', () => {
    const made = compared(TWO, [0, 0.02]);
    expect(compareArms([made[0] as ComparedArm, { ...(made[1] as ComparedArm), good: false }], [], [], QUIET)).toEqual([]);
    expect(compareArms(compared(TWO, [0, 0.02], 5), [], [], QUIET)).toEqual([]);
  });
});

it('tells what two arms differ in', () => {
  const [a, b] = arms({ keyExchange: { groups: ['x25519', 'p256'] } }) as [Arm, Arm];
  expect(differsIn(b, a)).toBe('setting');
  expect(differsIn({ ...b, client: 'dotnet10' }, a)).toBe('several');
  expect(differsIn({ ...a, knobs: { delayNs: 9, hooks: 'timing' } }, a)).toBe('setting');
});
