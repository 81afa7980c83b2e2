import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useApp } from '../../stores/app.ts';
import { addStack, useAdding } from './adding.ts';

interface Progress {
  readonly lines: string[];
  readonly ended: { reason: string | null } | null;
}
let answers: (Progress | Error)[];
let asked: [string, unknown][];

beforeEach(() => {
  asked = [];
  const invoke = async (channel: string, request: unknown): Promise<unknown> => {
    asked.push([channel, request]);
    if (channel === 'stacks:list') return { ok: true, value: { stacks: [] } };
    const answer = answers.shift();
    return answer instanceof Error ? { ok: false, error: { code: 'busy', message: answer.message } } : { ok: true, value: answer };
  };
  vi.stubGlobal('window', { lab: { invoke } });
  useAdding.setState({ id: null, lines: [], failed: null });
  useApp.setState({ stacks: null });
});
afterEach(() => vi.unstubAllGlobals());

it('asks on from the lines it has, and looks at the stacks again at the end', async () => {
  answers = [{ lines: ['a', 'b'], ended: null }, { lines: ['c'], ended: { reason: null } }];
  await addStack('go1.22');
  expect(asked).toEqual([['stacks:add', { id: 'go1.22', seen: 0 }], ['stacks:add', { id: 'go1.22', seen: 2 }], ['stacks:list', { refresh: false }]]);
  expect(useAdding.getState()).toMatchObject({ id: null, lines: ['a', 'b', 'c'], failed: null });
  expect(useApp.getState().stacks).toEqual([]);
});

it('keeps why a version could not be added', async () => {
  answers = [{ lines: [], ended: { reason: 'no mirror' } }];
  await addStack('go1.22');
  expect(useAdding.getState().failed).toEqual({ id: 'go1.22', reason: 'no mirror' });
});

it('is over, with the reason, when it is refused', async () => {
  answers = [new Error('A run is in progress')];
  await addStack('go1.22');
  expect(useAdding.getState()).toMatchObject({ id: null, failed: { id: 'go1.22', reason: 'A run is in progress' } });
});

it('adds one at a time', async () => {
  answers = [{ lines: [], ended: { reason: null } }];
  await Promise.all([addStack('go1.22'), addStack('go1.23')]);
  expect(asked.filter(([channel]) => channel === 'stacks:add')).toHaveLength(1);
});
