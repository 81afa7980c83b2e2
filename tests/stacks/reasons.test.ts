/** What this machine's stacks say of what they cannot do is Chinese in a Chinese window. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reasonIn } from '../../src/shared/reasons/index.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.close());

it('has words for every reason', async () => {
  const stacks = await world.engine.stacks.list();
  const said = stacks.flatMap(({ id, available, reason, not }) => [...not.map(({ why }) => [id, why] as const), ...(available || reason === null ? [] : [[id, reason] as const])]);
  expect(said.length).toBeGreaterThan(0);
  expect(said.filter(([, text]) => !/\p{Script=Han}/u.test(reasonIn(text, 'zh')))).toEqual([]);
});
