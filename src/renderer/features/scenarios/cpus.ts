/** Who has which CPU, what a gesture makes of it, how the map nests and what speaks against a placement. Pure. */
import { coreOf, type Cache, type Cpu, type Cpus } from '../../../shared/topology.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';

export type Use = 'server' | 'client' | 'both' | 'reserve' | 'free';
export type Chosen = Exclude<Scenario['cpus'], 'auto'>;

export function useOf(cpu: number, cpus: Chosen): Use {
  const server = cpus.server.includes(cpu);
  const client = cpus.client.includes(cpu);
  if (server && client) return 'both';
  return server ? 'server' : client ? 'client' : cpus.reserve.includes(cpu) ? 'reserve' : 'free';
}

const NEXT: Readonly<Record<Use, Use>> = { free: 'server', server: 'client', client: 'reserve', reserve: 'free', both: 'server' };
export const nextUse = (use: Use): Use => NEXT[use];

/** Gives CPUs to a use. A side never loses its last CPU: it then keeps it, shared. */
export function give(given: readonly number[], use: Use, cpus: Chosen): Chosen {
  const list = (before: readonly number[], takes: boolean): number[] => {
    const kept = before.filter((cpu) => !given.includes(cpu));
    return [...kept, ...(takes ? given : [])].sort((a, b) => a - b);
  };
  const server = list(cpus.server, use === 'server' || use === 'both');
  const client = list(cpus.client, use === 'client' || use === 'both');
  return { server: server.length > 0 ? server : cpus.server.slice(0, 1), client: client.length > 0 ? client : cpus.client.slice(0, 1), reserve: list(cpus.reserve, use === 'reserve') };
}

/** A ruled area of the map: what it is, and the areas or cores in it. Areas that hold all there is are left out by `mapOf`. */
export interface Area {
  readonly kind: 'machine' | 'socket' | 'node' | 'l3' | 'l2';
  readonly id: number;
  /** Size of a cache's area; null for another, or where it is not known. */
  readonly bytes: number | null;
  /** Of a socket that is one NUMA node: its id. Null for another area. */
  readonly node: number | null;
  readonly areas: readonly Area[];
  readonly cores: readonly Core[];
}

export interface Core {
  readonly key: string;
  readonly core: number;
  readonly threads: readonly Cpu[];
}

type Level = Exclude<Area['kind'], 'machine'>;
const VALUE: Readonly<Record<Level, (cpu: Cpu) => number | null>> = { socket: ({ socket }) => socket, node: ({ node }) => node, l3: ({ l3 }) => l3, l2: ({ l2 }) => l2 };

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

function coresOf(cpus: readonly Cpu[]): Core[] {
  return distinct(cpus.map(coreOf)).map((key) => {
    const threads = cpus.filter((cpu) => coreOf(cpu) === key);
    return { key, core: (threads[0] as Cpu).core, threads };
  });
}

/** Sockets, nodes, L3 and L2 as they nest on this machine. A level is drawn where it tells CPUs apart; an L3 also where there is but one; an L2 where cores share it. */
export function mapOf({ cpus, caches }: Cpus): Area {
  const bytes = (level: 2 | 3, id: number): number | null => caches.find((cache) => cache.level === level && cache.id === id)?.bytes ?? null;
  const sharesL2 = new Set(caches.filter((cache) => cache.level === 2 && coresOf(cpus.filter(({ l2 }) => l2 === cache.id)).length > 1).map(({ id }) => id));
  // A node a socket: one area says both.
  const nodeEach = distinct(cpus.map(({ socket, node }) => `${socket} ${node}`)).length === distinct(cpus.map(({ socket }) => socket)).length;
  const shown = (['socket', 'node', 'l3', 'l2'] as const).filter((level) => (level === 'l2' ? sharesL2.size > 0 : level === 'node' && nodeEach ? false : distinct(cpus.map(VALUE[level])).length > 1 || (level === 'l3' && cpus.some(({ l3 }) => l3 !== null))));
  const inside = (members: readonly Cpu[], levels: readonly Level[]): Pick<Area, 'areas' | 'cores'> => {
    const [level, ...deeper] = levels;
    if (!level) return { areas: [], cores: coresOf(members) };
    const value = (cpu: Cpu): number | null => (level === 'l2' && cpu.l2 !== null && !sharesL2.has(cpu.l2) ? null : VALUE[level](cpu));
    const areas = distinct(members.map(value)).filter((id) => id !== null).sort((a, b) => a - b).map((id): Area => ({
      kind: level, id, bytes: level === 'l3' ? bytes(3, id) : level === 'l2' ? bytes(2, id) : null, node: level === 'socket' && nodeEach ? (members.find((cpu) => cpu.socket === id)?.node ?? null) : null, ...inside(members.filter((cpu) => value(cpu) === id), deeper),
    }));
    const others = members.filter((cpu) => value(cpu) === null);
    const rest = others.length === 0 ? { areas: [], cores: [] } : inside(others, deeper);
    return { areas: [...areas, ...rest.areas], cores: rest.cores };
  };
  return { kind: 'machine', id: 0, bytes: null, node: null, ...inside(cpus, shown) };
}

/** The CPUs in the order in which they are drawn. */
export const drawn = (area: Area): Cpu[] => [...area.cores.flatMap(({ threads }) => threads), ...area.areas.flatMap(drawn)];

/** `0-3, 8` */
export function ranges(cpus: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const cpu of [...cpus].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && cpu === last[1] + 1) last[1] = cpu;
    else spans.push([cpu, cpu]);
  }
  return spans.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}

/** `32 MB` */
export const sizeName = (bytes: number): string => (bytes >= 1024 ** 2 ? `${Number((bytes / 1024 ** 2).toFixed(1))}\u00a0MB` : `${Math.round(bytes / 1024)}\u00a0KB`);
export const cacheOf = (caches: readonly Cache[], level: 2 | 3, id: number | null): Cache | null => caches.find((cache) => cache.level === level && cache.id === id) ?? null;

/** What speaks against a placement on this machine. */
export type Concern =
  | { readonly what: 'missing' | 'shared-cpu' | 'shared-core'; readonly cpus: readonly number[] }
  | { readonly what: 'no-reserve' | 'other-l3' | 'other-node' }
  | { readonly what: 'other-clock'; readonly serverMHz: number; readonly clientMHz: number };

export function concernsAbout({ server, client, reserve }: Chosen, cpus: readonly Cpu[]): Concern[] {
  const known = new Map(cpus.filter(({ allowed }) => allowed).map((cpu) => [cpu.cpu, cpu]));
  const of = (list: readonly number[]): Cpu[] => list.flatMap((cpu) => known.get(cpu) ?? []);
  const [onServer, onClient] = [of(server), of(client)];
  const missing = distinct([...server, ...client, ...reserve]).filter((cpu) => !known.has(cpu));
  const both = server.filter((cpu) => client.includes(cpu));
  const cores = new Set(onServer.filter(({ cpu }) => !both.includes(cpu)).map(coreOf));
  const meeting = onClient.filter((cpu) => !both.includes(cpu.cpu) && cores.has(coreOf(cpu)));
  const sharedCores = new Set(meeting.map(coreOf));
  const sharedThreads = [...onServer, ...meeting].filter((cpu) => sharedCores.has(coreOf(cpu))).map(({ cpu }) => cpu);
  /** Every CPU of a side has one of the other side near. */
  const meet = (value: (cpu: Cpu) => number | null): boolean => {
    const beside = (side: readonly Cpu[], other: readonly Cpu[]): boolean => other.length === 0 || side.every((a) => other.some((b) => value(a) === value(b)));
    return beside(onServer, onClient) && beside(onClient, onServer);
  };
  const clock = (side: readonly Cpu[]): number => Math.min(...side.map(({ maxMHz }) => maxMHz ?? NaN));
  const [serverMHz, clientMHz] = [clock(onServer), clock(onClient)];
  return [
    ...(missing.length > 0 ? [{ what: 'missing', cpus: missing } as const] : []),
    ...(both.length > 0 ? [{ what: 'shared-cpu', cpus: both } as const] : []),
    ...(sharedThreads.length > 0 ? [{ what: 'shared-core', cpus: distinct(sharedThreads).sort((a, b) => a - b) } as const] : []),
    ...(reserve.length === 0 ? [{ what: 'no-reserve' } as const] : []),
    // Another node lies behind another L3 as well: it is said once.
    ...(!meet(({ node }) => node) ? [{ what: 'other-node' } as const] : !meet(({ l3 }) => l3) ? [{ what: 'other-l3' } as const] : []),
    ...(Number.isFinite(serverMHz) && Number.isFinite(clientMHz) && serverMHz !== clientMHz ? [{ what: 'other-clock', serverMHz, clientMHz } as const] : []),
  ];
}

/** A cell's place on the screen. */
export interface Box {
  readonly cpu: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The cells that a drag from one point to another touches. */
export const touched = (boxes: readonly Box[], a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }): number[] =>
  boxes.filter(({ left, top, right, bottom }) => left <= Math.max(a.x, b.x) && right >= Math.min(a.x, b.x) && top <= Math.max(a.y, b.y) && bottom >= Math.min(a.y, b.y)).map(({ cpu }) => cpu);

export type Direction = 'left' | 'right' | 'up' | 'down';
/** The next cell as one sees it: the nearest that lies in that direction, those in the same row or column first. Null at the edge. */
export function neighbour(boxes: readonly Box[], from: number, direction: Direction): number | null {
  const own = boxes.find(({ cpu }) => cpu === from);
  if (!own) return null;
  const across = direction === 'left' || direction === 'right';
  const middle = (box: Box): [number, number] => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const [x, y] = middle(own);
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  const costs = boxes.flatMap((box) => {
    const [bx, by] = middle(box);
    const along = sign * (across ? bx - x : by - y);
    const aside = Math.abs(across ? by - y : bx - x);
    // Half a pixel: cells of a row may differ by rounding.
    return box.cpu === from || along <= 0.5 ? [] : [{ cpu: box.cpu, cost: along + 8 * aside }];
  });
  return costs.reduce<(typeof costs)[number] | null>((best, one) => (best === null || one.cost < best.cost ? one : best), null)?.cpu ?? null;
}
