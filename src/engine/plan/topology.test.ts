import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coreOf, Cpus } from '../../shared/topology.ts';
import { HYBRID, serverMachine, SMALL_VM, writeMachine, type FixtureMachine } from './machine.fixture.ts';
import { automaticPlacement } from './placement.ts';
import { readTopology } from './topology.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hslab-topology-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (machine: FixtureMachine): Cpus => {
  writeMachine(root, machine);
  return Cpus.parse(readTopology(root));
};

describe('a machine with two sockets, four nodes and two threads a core', () => {
  const machine = serverMachine({ sockets: 2, nodesPerSocket: 2, coresPerNode: 4, coresPerL3: 2 });

  it('is read with sockets, nodes, cores, threads and caches', () => {
    const { cpus, caches, offline } = read(machine);
    expect(cpus).toHaveLength(32);
    expect(cpus[0]).toEqual({ cpu: 0, core: 0, die: 0, socket: 0, node: 0, l2: 0, l3: 0, maxMHz: 3700, allowed: true });
    expect(cpus[31]).toMatchObject({ socket: 1, node: 3, core: 7, l2: 15, l3: 7 });
    expect(new Set(cpus.map(coreOf)).size).toBe(16);
    // A thread and its sibling are one core; equal core ids of two sockets are two.
    expect(coreOf(cpus[0] as Cpus['cpus'][number])).toBe(coreOf(cpus[16] as Cpus['cpus'][number]));
    expect(coreOf(cpus[0] as Cpus['cpus'][number])).not.toBe(coreOf(cpus[8] as Cpus['cpus'][number]));
    expect(caches.filter(({ level }) => level === 3)).toHaveLength(8);
    expect(caches.find(({ level, id }) => level === 3 && id === 1)).toEqual({ level: 3, id: 1, bytes: 32 * 1024 ** 2, cpus: [2, 3, 18, 19] });
    expect(caches.some(({ bytes }) => bytes === 32 * 1024)).toBe(false);
    expect(offline).toEqual([]);
  });

  it('says which CPUs a container keeps this process off', () => {
    const { cpus } = read({ ...machine, allowed: '2-3,18-19' });
    expect(cpus.filter(({ allowed }) => allowed).map(({ cpu }) => cpu)).toEqual([2, 3, 18, 19]);
  });

  it('tells equal core ids of two dies apart', () => {
    const { cpus } = read({ cpus: [0, 1].map((die) => ({ cpu: die, core: 0, die, socket: 0 })) });
    expect(new Set(cpus.map(coreOf)).size).toBe(2);
  });
});

describe('a machine with fast and slow cores', () => {
  it('is read with the highest clock of each and the L2 that the slow ones share', () => {
    const { cpus, caches } = read(HYBRID);
    expect(cpus.map(({ maxMHz }) => maxMHz)).toEqual([5200, 5200, 5200, 5200, 3900, 3900, 3900, 3900]);
    expect(caches.find(({ level, id }) => level === 2 && id === 2)).toMatchObject({ bytes: 4 * 1024 ** 2, cpus: [4, 5, 6, 7] });
  });

  it('is measured on the fast cores', () => {
    const { cpus } = read(HYBRID);
    const { server, client } = automaticPlacement(cpus);
    expect([server, client]).toEqual([[0], [2]]);
  });
});

it('a virtual machine that tells of no cache, node or clock is read without them', () => {
  expect(read(SMALL_VM)).toEqual({
    cpus: [0, 1].map((cpu) => ({ cpu, core: cpu, die: 0, socket: 0, node: null, l2: null, l3: null, maxMHz: null, allowed: true })),
    caches: [],
    offline: [],
  });
});

it('CPUs that are switched off are named, and used for nothing', () => {
  const { cpus, offline } = read({ ...SMALL_VM, present: '0-3' });
  expect([cpus.map(({ cpu }) => cpu), offline]).toEqual([[0, 1], [2, 3]]);
});

it('a cache without an id is named by its lowest CPU, and nonsense is no value', () => {
  const shared = '2-3';
  const { cpus, caches } = read({ cpus: [2, 3].map((cpu) => ({ cpu, core: cpu, socket: 0, maxKHz: 0, caches: [{ level: 3, size: 'much', shared }] })) });
  expect(caches).toEqual([{ level: 3, id: 2, bytes: null, cpus: [2, 3] }]);
  expect(cpus.map(({ l3, maxMHz }) => [l3, maxMHz])).toEqual([[2, null], [2, null]]);
});

it('this machine is read as its kernel tells', () => {
  const topology = Cpus.parse(readTopology());
  expect(topology.cpus.some(({ allowed }) => allowed)).toBe(true);
});
