import { expect, it } from 'vitest';
import { give, nextUse, useOf } from './cpus.ts';

const start = { server: [0], client: [1], reserve: [] };

it('says who has a CPU', () => {
  expect([0, 1, 2].map((cpu) => useOf(cpu, start))).toEqual(['server', 'client', 'free']);
  expect(useOf(0, { server: [0], client: [0], reserve: [] })).toBe('both');
});

it('goes round by clicks', () => expect(nextUse(nextUse(nextUse(nextUse('free'))))).toBe('free'));

it('moves a CPU from one side to the other', () => expect(give(2, 'client', give(2, 'server', start))).toEqual({ server: [0], client: [1, 2], reserve: [] }));

it('never takes a side’s last CPU: it is shared then', () => expect(give(1, 'server', start)).toEqual({ server: [0, 1], client: [1], reserve: [] }));
