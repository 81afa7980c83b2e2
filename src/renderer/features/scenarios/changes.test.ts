import { describe, expect, it } from 'vitest';
import { writablePaths } from '../../../shared/scenario/schema-walk.ts';
import { Scenario } from '../../../shared/scenario/schema.ts';
import { changesSince, reverted } from './changes.ts';
import { loopOf } from './edit.ts';
import { FIELD_PATHS } from './field-words.ts';

const base = Scenario.parse({ stacks: { client: 'go', server: 'go' } });

describe('changes', () => {
  it('are listed by field, with what was and what is', () => {
    const now = Scenario.parse({ name: 'Other', stacks: { client: ['go', 'node'], server: 'go' }, seed: 3, cpus: { server: [1], client: [2] } });
    expect(changesSince(base, now)).toEqual([
      { path: 'name', before: 'Untitled', now: 'Other' },
      { path: 'stacks.client', before: ['go'], now: ['go', 'node'] },
      { path: 'cpus', before: 'auto', now: { server: [1], client: [2], reserve: [] } },
      { path: 'seed', before: undefined, now: 3 },
    ]);
    expect(changesSince(base, base)).toEqual([]);
  });

  it('go back one by one, and a value that was not there goes', () => {
    const now = { ...base, seed: 3, name: 'Other' };
    expect(reverted(now, base, 'seed')).toEqual({ ...base, name: 'Other' });
    expect('seed' in reverted(now, base, 'seed')).toBe(false);
  });

  it('go back together where one alone would be no scenario', () => {
    const now = Scenario.parse({ ...base, name: 'Other', load: loopOf('open', base.load) });
    expect(reverted(now, base, 'load.rate')).toEqual({ ...base, name: 'Other' });
  });

  it('are looked for in every field of the schema', () => {
    const missed = writablePaths().filter((path) => path !== 'format' && !FIELD_PATHS.some((known) => path === known || path.startsWith(`${known}.`)));
    expect(missed).toEqual([]);
  });
});
