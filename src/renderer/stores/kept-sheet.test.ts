import { expect, it } from 'vitest';
import { Scenario } from '../../shared/scenario/schema.ts';
import { emptyBuilder } from './builder.ts';
import { keepSheet, keptSheet } from './kept-sheet.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> & { text: string | null } {
  return { text: null, getItem() { return this.text; }, setItem(_key, value) { this.text = value; } };
}
const scenario = Scenario.parse({ stacks: { client: 'go', server: 'go' }, load: { loop: 'open', rate: { from: 100, to: 400, steps: 3 } } });
const state = { ...emptyBuilder(), id: 'own', saved: scenario, origin: { name: 'Own', scenario }, present: { ...scenario, name: 'Changed' }, text: '# mine' };

it('what was in the builder comes back', () => {
  const kept = storage();
  keepSheet(state, undefined, kept);
  expect(keptSheet(kept)).toEqual({ id: 'own', saved: scenario, origin: { name: 'Own', scenario }, present: { ...scenario, name: 'Changed' }, text: '# mine', savedText: null, draft: null });
});

it('a text that is no scenario yet comes back with what is wrong', () => {
  const kept = storage();
  keepSheet({ ...state, draft: { text: 'stacks: 3', problems: [] } }, undefined, kept);
  expect(keptSheet(kept)?.draft).toMatchObject({ text: 'stacks: 3', problems: [{ field: 'stacks', line: 1 }] });
});

it('what cannot be read is nothing', () => {
  for (const text of [null, '', '{', '{"id":3}']) expect(keptSheet({ getItem: () => text })).toBeNull();
});
