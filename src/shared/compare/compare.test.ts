import { describe, expect, it } from 'vitest';
import { RESULT } from '../../../tests/fixtures/result.ts';
import type { ArmResult, ResultDocument } from '../result/document.ts';
import { compareRuns } from './compare.ts';
import { CompareDocument } from './document.ts';
import { gate } from './gate.ts';

const [BASE, SECOND] = RESULT.arms as [ArmResult, ArmResult];

/** All times of an arm, `factor` times as long. */
function scaled(arm: ArmResult, factor: number): ArmResult {
  const times = Object.fromEntries(Object.entries(arm.handshake).map(([name, value]) => [name, Array.isArray(value) ? value.map((end) => end * factor) : typeof value === 'number' ? value * factor : value])) as ArmResult['handshake'];
  const phases = (side: 'client' | 'server') => arm.phases[side].map((phase) => ({ ...phase, meanNs: phase.meanNs * factor, ciNs: phase.ciNs && ([phase.ciNs[0] * factor, phase.ciNs[1] * factor] as [number, number]) }));
  return { ...arm, handshake: times, phases: { client: phases('client'), server: phases('server') } };
}

/** Another run: every time `machine` times as long, and the second arm's shift against the first `arm` times what it was. */
function run(id: string, machine: number, second = 1, arms: readonly ArmResult[] = RESULT.arms): ResultDocument {
  const made = arms.map((arm) => scaled(arm, machine * (arm.id === SECOND.id ? second : 1)));
  const comparisons = RESULT.comparisons.map((one) => (one.arm === SECOND.id && one.against === BASE.id ? { ...one, ratio: one.ratio * second, ratioCi: [one.ratioCi[0] * second, one.ratioCi[1] * second] as [number, number] } : one));
  return { ...RESULT, run: { ...RESULT.run, id }, arms: made, comparisons };
}
const arm = (document: CompareDocument, id: string) => document.arms.find((one) => one.a === id);
const whole = (result: ResultDocument) => ({ result, arm: null });

describe('two runs', () => {
  it('with an arm in common are compared by it: a machine that is slower throughout is no difference', () => {
    const document = CompareDocument.parse(compareRuns(whole(RESULT), whole(run('b', 1.4))));
    expect(document.anchor?.ratio).toBeCloseTo(1.4, 6);
    expect(arm(document, SECOND.id)).toMatchObject({ by: 'anchor', verdict: 'no difference' });
    expect(arm(document, SECOND.id)?.ratio).toBeCloseTo(1, 6);
    expect(arm(document, SECOND.id)?.phases.filter(({ id, defended }) => defended && id === 'c')).toEqual([]);
  });

  it('show an arm that became slower, whatever the machine did', () => {
    const found = arm(compareRuns(whole(RESULT), whole(run('b', 0.8, 1.1))), SECOND.id);
    expect(found).toMatchObject({ by: 'anchor', verdict: 'slower', reason: null });
    expect(found?.ratio).toBeCloseTo(1.1, 3);
  });

  it('without one differ only by more than machines change', () => {
    const [a, b] = [run('a', 1, 1, [BASE]), run('b', 1.05, 1, [BASE])];
    expect(arm(compareRuns(whole(a), whole(b)), BASE.id)).toMatchObject({ by: 'times', verdict: 'no difference', reason: expect.stringContaining('between two runs') as string });
    expect(arm(compareRuns(whole(a), whole(run('b', 1.3, 1, [BASE]))), BASE.id)).toMatchObject({ by: 'times', verdict: 'slower' });
    expect(arm(compareRuns(whole(a), whole(run('b', 1.3, 1, [BASE])), { betweenRuns: 0.5 }), BASE.id)?.verdict).toBe('no difference');
  });

  it('name what only one of them has, and leave out what failed', () => {
    const document = compareRuns(whole(RESULT), whole(run('b', 1, 1, RESULT.arms.slice(0, 2))));
    expect(document.onlyA).toHaveLength(RESULT.arms.length - 2);
    expect(document.onlyB).toEqual([]);
    const failed = RESULT.arms.find(({ state }) => state === 'failed')?.id;
    expect(arm(compareRuns(whole(RESULT), whole(run('b', 1))), failed as string)).toBeUndefined();
  });

  it('tell what their scenarios and machines differ in, but no names and seeds', () => {
    const other = run('b', 1);
    const changed = { ...other, machine: { ...other.machine, kernel: '7.0' }, run: { ...other.run, name: 'other', scenario: { ...other.run.scenario, seed: 1, keyExchange: { groups: ['p256' as const], retry: [false] } } } };
    expect(compareRuns(whole(RESULT), whole(changed)).differences).toEqual({
      scenario: [{ field: 'keyExchange.groups', a: 'x25519', b: 'p256' }],
      environment: [{ what: 'kernel', a: RESULT.machine.kernel, b: '7.0' }],
    });
  });
});

describe('two arms', () => {
  it('of one run are compared by its rounds, in either direction', () => {
    const [straight, turned] = [[BASE.id, SECOND.id], [SECOND.id, BASE.id]].map(([a, b]) => compareRuns({ result: RESULT, arm: a as string }, { result: RESULT, arm: b as string }).arms[0]);
    expect(straight).toMatchObject({ by: 'rounds', verdict: 'slower', ratio: expect.closeTo(SECOND.shift?.ratio as number, 9) as number });
    expect(turned).toMatchObject({ by: 'rounds', verdict: 'faster', ratio: expect.closeTo(1 / (SECOND.shift?.ratio as number), 9) as number });
  });

  it('that are equal are no difference, within the noise floor', () => {
    expect(compareRuns({ result: RESULT, arm: BASE.id }, { result: run('b', 1), arm: BASE.id }).arms[0]?.verdict).toBe('no difference');
  });

  it('of which one has no interval are too noisy to tell', () => {
    const short = run('b', 1, 1, [{ ...BASE, handshake: { ...BASE.handshake, p50CiNs: null } }]);
    expect(CompareDocument.parse(compareRuns(whole(run('a', 1, 1, [BASE])), whole(short))).arms[0]).toMatchObject({ verdict: 'too noisy', ratioCi: null });
  });
});

describe('the gate', () => {
  const judge = (second: number, maxRegression = 0.03, result = run('b', 1, second)) => gate(compareRuns(whole(RESULT), whole(result)), { baseline: RESULT, run: result }, { maxRegression, requireResolution: null });

  it('passes what is equal, and fails only what it can defend', () => {
    expect(judge(1).passed).toBe(true);
    expect(judge(1.2)).toMatchObject({ passed: false });
    expect(judge(1.2).arms.find(({ arm: id }) => id === SECOND.id)).toMatchObject({ outcome: 'regressed' });
  });

  it('lets pass what may be within the allowed regression', () => {
    expect(judge(1.032).passed).toBe(true); // its interval reaches below 3 %
    expect(judge(1.2, 0.5).passed).toBe(true);
    expect(judge(0.7).passed).toBe(true);
  });

  it('fails an arm that was good and no longer runs', () => {
    const broken = run('b', 1);
    const failed = { ...broken, arms: broken.arms.map((one) => (one.id === SECOND.id ? { ...one, state: 'failed' as const, reason: 'alert 40 handshake_failure' } : one)) };
    const verdict = gate(compareRuns(whole(RESULT), whole(failed)), { baseline: RESULT, run: failed }, { maxRegression: 0.03, requireResolution: null });
    expect(verdict).toMatchObject({ passed: false });
    expect(verdict.arms.find(({ arm: id }) => id === SECOND.id)).toMatchObject({ outcome: 'failed', words: expect.stringContaining('alert 40') as string });
  });

  it('says when it could not have seen a regression of the size asked for', () => {
    const result = run('b', 1);
    expect(gate(compareRuns(whole(RESULT), whole(result)), { baseline: RESULT, run: result }, { maxRegression: 0.03, requireResolution: 0.0001 }).unresolved).toBe(true);
    expect(gate(compareRuns(whole(RESULT), whole(result)), { baseline: RESULT, run: result }, { maxRegression: 0.03, requireResolution: 0.5 }).unresolved).toBe(false);
  });
});
