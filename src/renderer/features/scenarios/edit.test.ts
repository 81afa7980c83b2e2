import { describe, expect, it } from 'vitest';
import { Scenario } from '../../../shared/scenario/schema.ts';
import { kindOf, lengthOf, loopOf, namesIn, numbersIn, sweepProblem, withField } from './edit.ts';

const scenario = Scenario.parse({ stacks: { client: 'go', server: 'go' } });

describe('a field', () => {
  it('is changed by its path, and nothing else is', () => {
    const edit = withField(scenario, 'keyExchange.groups', ['x25519', 'p256']);
    expect(edit).toEqual({ ok: true, scenario: { ...scenario, keyExchange: { ...scenario.keyExchange, groups: ['x25519', 'p256'] } } });
    expect(scenario.keyExchange.groups).toEqual(['x25519']);
  });
  it('that would break the scenario is refused with the reason', () => expect(withField(scenario, 'length', { for: 'soon' })).toMatchObject({ ok: false, message: expect.stringContaining('"soon"') as unknown }));
  it('of names is split at commas', () => expect(namesIn(' h2, http/1.1 ,')).toEqual(['h2', 'http/1.1']));
  it('of every kind of length is known again', () => expect((['time', 'count', 'precision'] as const).map((kind) => kindOf(lengthOf(kind)))).toEqual(['time', 'count', 'precision']));
});

describe('the loop', () => {
  it('is changed with what it needs, there and back', () => {
    const open = withField(scenario, 'load', loopOf('open', scenario.load));
    expect(open).toMatchObject({ ok: true, scenario: { load: { loop: 'open', rate: [100, 200, 400, 800], connections: [64] } } });
    if (!open.ok) return;
    expect(withField(open.scenario, 'load', loopOf('closed', open.scenario.load))).toEqual({ ok: true, scenario });
  });
  it('keeps connections that were chosen', () => expect(loopOf('open', { ...scenario.load, connections: [4, 8] }).connections).toEqual([4, 8]));
  it('has rates by number, and names what is none', () => {
    expect(numbersIn('100, 1 200; 2.5,')).toEqual([100, 1200, 2.5]);
    expect(withField({ ...scenario, load: loopOf('open', scenario.load) }, 'load.rate', numbersIn('100, fast'))).toMatchObject({ ok: false, message: expect.stringContaining('no rate') as unknown });
  });
  it('sweeps from one rate to another', () => {
    expect([sweepProblem({ from: 100, to: 2000, steps: 8 }), sweepProblem({ from: 0, to: 10, steps: 3 }), sweepProblem({ from: 10, to: NaN, steps: 3 }), sweepProblem({ from: 1, to: 10, steps: 1 })]).toEqual([null, 'ends', 'ends', 'steps']);
  });
});
