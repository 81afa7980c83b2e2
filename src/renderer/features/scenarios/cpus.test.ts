import { expect, it } from 'vitest';
import { give, groupsOf, nextUse, useOf } from './cpus.ts';

const start = { server: [0], client: [1], reserve: [] };

it('says who has a CPU', () => {
  expect([0, 1, 2].map((cpu) => useOf(cpu, start))).toEqual(['server', 'client', 'free']);
  expect(useOf(0, { server: [0], client: [0], reserve: [] })).toBe('both');
});

it('goes round by clicks', () => expect(nextUse(nextUse(nextUse(nextUse('free'))))).toBe('free'));

it('moves a CPU from one side to the other', () => expect(give(2, 'client', give(2, 'server', start))).toEqual({ server: [0], client: [1, 2], reserve: [] }));

it('never takes a side’s last CPU: it is shared then', () => expect(give(1, 'server', start)).toEqual({ server: [0, 1], client: [1], reserve: [] }));

it('lie by socket, cache, core and thread', () => {
  const cpus = [0, 1, 2, 3, 4, 5, 6, 7].map((cpu) => ({ cpu, core: cpu % 4, socket: 0, l3: cpu % 4 < 2 ? 0 : 1, online: true }));
  expect(groupsOf(cpus).map(({ l3, cores }) => [l3, cores.map((core) => [core.core, core.cpus.map(({ cpu }) => cpu)])])).toEqual([
    [0, [[0, [0, 4]], [1, [1, 5]]]],
    [1, [[2, [2, 6]], [3, [3, 7]]]],
  ]);
});
