import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../../../shared/scenario/schema.ts';
import { change, editScenario, isChanged, markSaved, redo, undo, useBuilder } from '../../stores/builder.ts';
import { kindOf, lengthOf, namesIn, withField } from './edit.ts';

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

describe('the history', () => {
  beforeEach(() => editScenario('own', scenario));
  const present = () => useBuilder.getState().present;
  const named = (name: string) => ({ ...scenario, name });

  it('goes back and forth to any depth, and forgets the future at a change', () => {
    for (const name of ['a', 'b', 'c']) change(named(name));
    undo();
    undo();
    expect(present().name).toBe('a');
    redo();
    expect(present().name).toBe('b');
    change(named('d'));
    redo();
    expect(present().name).toBe('d');
    for (let steps = 0; steps < 9; steps++) undo();
    expect(present()).toEqual(scenario);
  });
  it('does not count what changes nothing', () => {
    change({ ...scenario });
    expect(useBuilder.getState().past).toHaveLength(0);
  });
  it('knows what is saved', () => {
    expect(isChanged(useBuilder.getState())).toBe(false);
    change(named('a'));
    expect(isChanged(useBuilder.getState())).toBe(true);
    markSaved('own');
    expect(isChanged(useBuilder.getState())).toBe(false);
  });
});
