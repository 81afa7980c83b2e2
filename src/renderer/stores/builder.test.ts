import { beforeEach, describe, expect, it } from 'vitest';
import { Scenario } from '../../shared/scenario/schema.ts';
import { change, editScenario, emptyBuilder, fieldIsWrong, isChanged, isSound, markSaved, nameBlank, newScenario, redo, setDraft, stepTo, undo, useBuilder } from './builder.ts';

const scenario = Scenario.parse({ stacks: { client: 'go', server: 'go' } });
const named = (name: string): Scenario => ({ ...scenario, name });
const state = () => useBuilder.getState();

beforeEach(() => useBuilder.setState({ ...emptyBuilder(), id: 'own', saved: scenario, present: scenario, origin: { name: 'own', scenario } }));

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
    change(named('N'), { place: 'name', now: 0 });
    change(named('Ne'), { place: 'name', now: 300 });
    change(named('New'), { place: 'name', now: 600 });
    change(named('News'), { place: 'name', now: 5000 });
    undo();
    expect(state().present.name).toBe('New');
    undo();
    expect(state().present).toEqual(scenario);
  });

  it('keeps two places apart', () => {
    change(named('a'), { place: 'name', now: 0 });
    change({ ...named('a'), seed: 1 }, { place: 'yaml', now: 10 });
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

  it('has no end', () => {
    for (let step = 0; step < 2000; step++) change(named(`step ${step}`));
    for (let step = 0; step < 2000; step++) undo();
    expect(state().present).toEqual(scenario);
    expect(state().future).toHaveLength(2000);
  });

  it('knows where a text’s own undo and redo arrive', () => {
    change(named('a'));
    change(named('b'));
    undo();
    expect([stepTo(scenario), stepTo(named('b')), stepTo(named('c'))]).toEqual(['undo', 'redo', null]);
  });
});

describe('the person’s text', () => {
  const text = 'name: Mine # mine\nstacks: { client: go, server: go }\n';
  const mine = { ...scenario, name: 'Mine' };

  it('is changed with the form, and keeps its comments', () => {
    change(mine, { text });
    change({ ...mine, seed: 5 });
    expect(state()).toMatchObject({ text: `${text}seed: 5\n`, commentsLost: false });
  });

  it('is the file’s own again where the scenario is', () => {
    editScenario('mine', mine, { text });
    change({ ...mine, keyExchange: { ...mine.keyExchange, groups: ['x25519', 'p256'] } });
    expect(isChanged(state())).toBe(true);
    change(mine);
    expect(state().text).toBe(text);
    expect(isChanged(state())).toBe(false);
    change(mine, { text: `${text}# more\n` });
    change({ ...mine, seed: 1 });
    change(mine);
    expect(state().text).toContain('# more');
    expect(isChanged(state())).toBe(true);
  });

  it('comes back with its step of the history', () => {
    change(mine, { text });
    change(named('b'), { text: 'name: b\nstacks: { client: go, server: go }\n' });
    undo();
    expect(state().text).toBe(text);
  });

  it('says so where its comments are lost', () => {
    // The server is an alias of the client: one cannot be changed without the other.
    change({ ...scenario, name: 'Untitled' }, { text: '# mine\nstacks: { client: &one go, server: *one }\n' });
    change({ ...scenario, name: 'Untitled', stacks: { client: ['node'], server: ['go'] } });
    expect(state()).toMatchObject({ text: null, commentsLost: true });
    undo();
    expect(state()).toMatchObject({ text: expect.stringContaining('# mine') as unknown, commentsLost: false });
  });

  it('is kept while only its layout changes', () => {
    change(mine, { text });
    change(mine, { text: `# above\n${text}` });
    expect(state()).toMatchObject({ text: `# above\n${text}`, past: [{}] });
  });
});

it('knows what is saved', () => {
  expect(isChanged(state())).toBe(false);
  change(named('a'));
  expect(isChanged(state())).toBe(true);
  markSaved('own', named('a'), null);
  expect(isChanged(state())).toBe(false);
  const text = 'name: a\nstacks: { client: go, server: go }\n';
  change(named('a'), { text });
  markSaved('own', named('a'), text);
  change(named('a'), { text: `${text}\n` });
  expect(isChanged(state())).toBe(false);
  change(named('a'), { text: `# why\n${text}` });
  expect(isChanged(state())).toBe(true);
});

it('knows what a scenario was made from', () => {
  editScenario(null, named('Sample'));
  expect(state()).toMatchObject({ saved: null, origin: { name: 'Sample' } });
  newScenario();
  expect(state().origin.name).toBeNull();
});

it('a new scenario is named in the window’s language until it is touched', () => {
  newScenario();
  const { past } = state();
  nameBlank('新场景');
  expect(state()).toMatchObject({ present: { name: '新场景' }, past });
  expect(state().origin.scenario.name).toBe('新场景');
  change({ ...state().present, seed: 1 });
  nameBlank('New scenario');
  expect(state().present.name).toBe('新场景');
});

it('a draft ends with the next scenario', () => {
  setDraft({ text: 'stacks: [', problems: [] });
  expect(state().draft).not.toBeNull();
  change(named('a'));
  expect(state().draft).toBeNull();
});

it('a draft comes back with an undo of what took its place, and not of the text it became', () => {
  const draft = { text: 'stacks: [', problems: [] };
  setDraft(draft);
  newScenario();
  expect(state().draft).toBeNull();
  undo();
  expect(state().draft).toEqual(draft);
  change(named('a'), { place: 'yaml', text: 'name: a\nstacks: { client: go, server: go }\n' });
  undo();
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
