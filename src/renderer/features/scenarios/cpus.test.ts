import { describe, expect, it } from 'vitest';
import type { Cpu, Cpus } from '../../../shared/topology.ts';
import { concernsAbout, drawn, give, mapOf, neighbour, nextUse, ranges, sizeName, touched, useOf, type Area } from './cpus.ts';

const start = { server: [0], client: [1], reserve: [] };
const cpu = (index: number, more: Partial<Cpu> = {}): Cpu => ({ cpu: index, core: index, die: 0, socket: 0, node: 0, l2: index, l3: 0, maxMHz: null, allowed: true, ...more });
const cpusOf = (cpus: readonly Cpu[], caches: Cpus['caches'] = []): Cpus => ({ cpus: [...cpus], caches, offline: [] });
/** `l3 0[0 4|1 5]` */
const said = (area: Area): string => `${area.kind === 'machine' ? '' : `${area.kind} ${area.id}`}[${[...area.cores.map(({ threads }) => threads.map((thread) => thread.cpu).join(' ')), ...area.areas.map(said)].join('|')}]`;

describe('a use', () => {
  it('is said of each CPU', () => {
    expect([0, 1, 2].map((one) => useOf(one, start))).toEqual(['server', 'client', 'free']);
    expect(useOf(0, { server: [0], client: [0], reserve: [] })).toBe('both');
  });
  it('goes round by clicks', () => expect(nextUse(nextUse(nextUse(nextUse('free'))))).toBe('free'));
  it('moves from one side to the other', () => expect(give([2], 'client', give([2], 'server', start))).toEqual({ server: [0], client: [1, 2], reserve: [] }));
  it('is given to many at a time', () => expect(give([3, 2, 4], 'reserve', give([2, 3], 'server', start))).toEqual({ server: [0], client: [1], reserve: [2, 3, 4] }));
  it('never takes a side’s last CPU: it is shared then', () => {
    expect(give([1], 'server', start)).toEqual({ server: [0, 1], client: [1], reserve: [] });
    expect(give([0, 1, 2, 3], 'client', { server: [2, 3], client: [0], reserve: [1] })).toEqual({ server: [2], client: [0, 1, 2, 3], reserve: [] });
  });
});

describe('the map', () => {
  it('holds cores with their threads, in the caches they share', () => {
    const cpus = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => cpu(index, { core: index % 4, l2: index % 4, l3: index % 4 < 2 ? 0 : 1 }));
    const map = mapOf(cpusOf(cpus, [{ level: 3, id: 0, bytes: 32 * 1024 ** 2, cpus: [] }]));
    expect(said(map)).toBe('[l3 0[0 4|1 5]|l3 1[2 6|3 7]]');
    expect(map.areas.map(({ bytes }) => bytes)).toEqual([32 * 1024 ** 2, null]);
    expect(drawn(map).map((one) => one.cpu)).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
  });
  it('holds sockets and nodes where there are several', () => {
    const cpus = [0, 1, 2, 3].map((index) => cpu(index, { core: index % 2, socket: index < 2 ? 0 : 1, node: index, l3: index < 2 ? 0 : 1 }));
    expect(said(mapOf(cpusOf(cpus)))).toBe('[socket 0[node 0[l3 0[0]]|node 1[l3 0[1]]]|socket 1[node 2[l3 1[2]]|node 3[l3 1[3]]]]');
  });
  it('says of a socket that is one node both at once', () => {
    const cpus = [0, 1].map((index) => cpu(index, { socket: index, node: index + 4, l3: index }));
    const map = mapOf(cpusOf(cpus));
    expect(said(map)).toBe('[socket 0[l3 0[0]]|socket 1[l3 1[1]]]');
    expect(map.areas.map(({ node }) => node)).toEqual([4, 5]);
  });
  it('holds an L2 that cores share, and leaves the others’ alone', () => {
    const cpus = [cpu(0, { core: 0, l2: 0 }), cpu(1, { core: 0, l2: 0 }), cpu(2, { l2: 7 }), cpu(3, { l2: 7 })];
    expect(said(mapOf(cpusOf(cpus, [{ level: 2, id: 0, bytes: null, cpus: [0, 1] }, { level: 2, id: 7, bytes: null, cpus: [2, 3] }])))).toBe('[l3 0[0 1|l2 7[2|3]]]');
  });
  it('is but cores where nothing else is known', () => expect(said(mapOf(cpusOf([0, 1].map((index) => cpu(index, { node: null, l2: null, l3: null })))))).toBe('[0|1]'));
  it('says sizes and ranges short', () => expect([sizeName(32 * 1024 ** 2), sizeName(1.25 * 1024 ** 2), sizeName(512 * 1024), ranges([8, 0, 2, 1]), ranges([])]).toEqual(['32\u00a0MB', '1.3\u00a0MB', '512\u00a0KB', '0–2, 8', '']));
});

describe('a placement', () => {
  const smt = [0, 1, 2, 3].map((index) => cpu(index, { core: index % 2 }));
  const whats = (chosen: Parameters<typeof concernsAbout>[0], cpus: readonly Cpu[]): string[] => concernsAbout(chosen, cpus).map(({ what }) => what);

  it('of two threads of a core to both sides is warned of, with the CPUs', () => {
    expect(concernsAbout({ server: [0], client: [2], reserve: [1, 3] }, smt)).toEqual([{ what: 'shared-core', cpus: [0, 2] }]);
    expect(concernsAbout({ server: [0], client: [1], reserve: [2, 3] }, smt)).toEqual([]);
  });
  it('of one CPU to both is another matter', () => expect(concernsAbout({ server: [0], client: [0], reserve: [1] }, smt)).toEqual([{ what: 'shared-cpu', cpus: [0] }]));
  it('without a reserve is said', () => expect(whats({ server: [0], client: [1], reserve: [] }, smt)).toEqual(['no-reserve']));
  it('of CPUs that are not here, or not for this process, names them', () => expect(concernsAbout({ server: [0], client: [9], reserve: [3] }, [cpu(0), cpu(3, { allowed: false })])[0]).toEqual({ what: 'missing', cpus: [9, 3] }));
  it('over two caches, nodes or clocks is said once each', () => {
    const far = [cpu(0), cpu(1, { l3: 1 }), cpu(2, { l3: 2, node: 1 }), cpu(3, { maxMHz: 3900 }), cpu(4, { maxMHz: 5200 })];
    expect(whats({ server: [0], client: [1], reserve: [2] }, far)).toEqual(['other-l3']);
    expect(whats({ server: [0], client: [2], reserve: [1] }, far)).toEqual(['other-node']);
    // One far CPU of several is enough.
    expect(whats({ server: [0, 2], client: [1], reserve: [3] }, far)).toEqual(['other-node']);
    expect(concernsAbout({ server: [4], client: [3], reserve: [1] }, far)).toEqual([{ what: 'other-clock', serverMHz: 5200, clientMHz: 3900 }]);
  });
});

describe('on the screen', () => {
  /** Two rows of four cells, 10 wide. */
  const boxes = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => ({ cpu: index, left: (index % 4) * 12, right: (index % 4) * 12 + 10, top: index < 4 ? 0 : 12, bottom: index < 4 ? 10 : 22 }));
  it('a drag touches the cells between its ends, whichever way it goes', () => {
    expect(touched(boxes, { x: 14, y: 5 }, { x: 40, y: 6 })).toEqual([1, 2, 3]);
    expect(touched(boxes, { x: 28, y: 18 }, { x: 14, y: 5 })).toEqual([1, 2, 5, 6]);
  });
  it('arrows go to the next cell, and stop at the edge', () => {
    expect([neighbour(boxes, 0, 'right'), neighbour(boxes, 1, 'down'), neighbour(boxes, 5, 'up'), neighbour(boxes, 3, 'right'), neighbour(boxes, 4, 'left'), neighbour(boxes, 99, 'left')]).toEqual([1, 5, 1, null, null, null]);
  });
});
