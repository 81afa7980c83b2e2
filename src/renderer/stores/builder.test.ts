import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../../shared/scenario/schema.ts';
import { change, editScenario, fieldIsWrong, isChanged, isSound, markSaved, newScenario, redo, setDraft, undo, useBuilder } from './builder.ts';

const scenario = Scenario.parse({ stacks: { client: 'go', server: 'go' } });
const named = (name: string): Scenario => ({ ...scenario, name });
const state = () => useBuilder.getState();

beforeEach(() => useBuilder.setState({ id: 'own', saved: scenario, past: [], present: scenario, future: [], draft: null, wrong: [], typing: null }));

describe('the history', () => {
  it('goes back and forth to any depth, and forgets the future at a change', () => {
    for (const name of ['a', 'b', 'c']) change(named(name));
    undo();
    undo();
    expect(state().present.name).toBe('a');
    redo();
    expect(state().present.name).toBe('b');
    change(named('d'));
    redo();
    expect(state().present.name).toBe('d');
    for (let steps = 0; steps < 9; steps++) undo();
    expect(state().present).toEqual(scenario);
  });

  it('does not count what changes nothing', () => {
    change({ ...scenario });
    expect(state().past).toHaveLength(0);
  });

  it('takes what is typed without a pause in one place as one step', () => {
    change(named('N'), 'name', 0);
    change(named('Ne'), 'name', 300);
    change(named('New'), 'name', 600);
    change(named('News'), 'name', 5000);
    undo();
    expect(state().present.name).toBe('New');
    undo();
    expect(state().present).toEqual(scenario);
  });

  it('keeps two places apart', () => {
    change(named('a'), 'name', 0);
    change({ ...named('a'), seed: 1 }, 'yaml', 10);
    undo();
    expect(state().present).toEqual(named('a'));
  });

  it('comes back to what another scenario took the place of', () => {
    change(named('unsaved work'));
    newScenario();
    expect(state()).toMatchObject({ id: null, saved: null });
    editScenario('other', named('other'));
    undo();
    undo();
    expect(state()).toMatchObject({ id: 'own', saved: scenario, present: { name: 'unsaved work' } });
    redo();
    redo();
    expect(state()).toMatchObject({ id: 'other', present: { name: 'other' } });
  });

  it('does not grow when the same is opened again', () => {
    editScenario('own', scenario);
    expect(state().past).toHaveLength(0);
  });

  it('has an end', () => {
    for (let step = 0; step < 600; step++) change(named(`step ${step}`));
    expect(state().past.length).toBeLessThanOrEqual(500);
  });
});

it('knows what is saved', () => {
  expect(isChanged(state())).toBe(false);
  change(named('a'));
  expect(isChanged(state())).toBe(true);
  markSaved('own');
  expect(isChanged(state())).toBe(false);
});

it('a draft ends with the next scenario', () => {
  setDraft({ text: 'stacks: [', problems: [] });
  expect(state().draft).not.toBeNull();
  change(named('a'));
  expect(state().draft).toBeNull();
});

it('is sound where every text was taken', () => {
  expect(isSound(state())).toBe(true);
  fieldIsWrong('time', true);
  fieldIsWrong('time', true);
  expect(isSound(state())).toBe(false);
  fieldIsWrong('time', false);
  expect(isSound(state())).toBe(true);
  setDraft({ text: '', problems: [] });
  expect(isSound(state())).toBe(false);
});
