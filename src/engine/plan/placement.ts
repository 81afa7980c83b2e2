/** Which CPUs the servers, the clients and the app get. Pure. */
import type { Placement } from '../../shared/result/document.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import { coreOf, type Cpu } from '../../shared/topology.ts';
import { LabError } from '../errors.ts';

/** The CPUs that `cpus: auto` keeps for the app: chosen by what is left over, or set by the person. */
export type ReservedCpus = 'auto' | readonly number[];

const ONE_CORE = 'Client and server share one core’s threads and so slow each other down.';

/** Whether times on the two can be set beside each other: near enough for bytes to cross, and equally fast. */
const alike = (a: Cpu, b: Cpu): boolean => a.l3 === b.l3 && a.node === b.node && a.maxMHz === b.maxMHz;

/** Of the cores to spare those with the highest clock, where two of them have it; else those of all. Slow cores of a hybrid are not what is asked about. */
function fastest(spare: readonly Cpu[], all: readonly Cpu[]): readonly Cpu[] {
  const highest = Math.max(...all.map(({ maxMHz }) => maxMHz ?? 0));
  const fast = (cores: readonly Cpu[]): Cpu[] => cores.filter(({ maxMHz }) => (maxMHz ?? 0) === highest);
  return [fast(spare), fast(all)].find((cores) => cores.length >= 2) ?? spare;
}

/**
 * One CPU for the servers, one for the clients: cores of their own that share a last-level cache, since a
 * handshake's bytes cross between them, and are equally fast. CPU 0 is left to the system where there are enough (it takes most interrupts),
 * and the app gets the rest.
 */
function freePlacement(cpus: readonly Cpu[]): Placement {
  const [only] = cpus;
  if (!only) throw new LabError('worker', 'No CPU is available to this process');
  if (cpus.length === 1) {
    return { server: [only.cpu], client: [only.cpu], reserve: [], app: 'turns', note: 'One CPU: client, server and the app share it; times hold the switches between them.' };
  }
  const distinct = cpus.filter((cpu, index) => cpus.findIndex((other) => coreOf(other) === coreOf(cpu)) === index);
  const cores = distinct.length >= 2 ? distinct : cpus;
  const spare = fastest(cores.length >= 4 ? cores.slice(1) : cores, cores);
  const server = spare.find((cpu) => spare.some((other) => other !== cpu && alike(other, cpu))) ?? spare[0] ?? only;
  const client = spare.find((cpu) => cpu !== server && alike(cpu, server)) ?? spare.find((cpu) => cpu !== server) ?? server;
  const busy = new Set([coreOf(server), coreOf(client)]);
  const reserve = cores.length >= 3 ? cpus.filter((cpu) => !busy.has(coreOf(cpu))).map((cpu) => cpu.cpu) : [];
  return {
    server: [server.cpu],
    client: [client.cpu],
    reserve,
    app: reserve.length > 0 ? 'apart' : 'turns',
    note: [
      distinct.length < 2 ? ONE_CORE : '',
      reserve.length > 0 ? '' : `${cpus.length} CPUs: the app shares them with what is measured, and paints only between blocks.`,
    ].filter(Boolean).join(' '),
  };
}

/** `cpus: auto`: as above, or beside the CPUs that the person keeps for the app. */
export function automaticPlacement(cpus: readonly Cpu[], reserved: ReservedCpus = 'auto'): Placement {
  if (reserved === 'auto') return freePlacement(cpus);
  const kept = cpus.filter(({ cpu }) => reserved.includes(cpu));
  const rest = cpus.filter((cpu) => !kept.includes(cpu));
  const ignored = (why: string): Placement => {
    const placed = freePlacement(cpus);
    return { ...placed, note: [placed.note, why].filter(Boolean).join(' ') };
  };
  if (kept.length === 0) return ignored(`CPU ${reserved.join(', ')}, set to be the app’s, is not available to this process.`);
  if (rest.length === 0) return ignored('All CPUs were set to be the app’s, which leaves none to measure on; that was passed over.');
  const { server, client } = freePlacement(rest);
  const note = server.some((cpu) => client.includes(cpu)) ? 'One CPU is left to client and server, which share it; times hold the switches between them.' : new Set(rest.map(coreOf)).size < 2 ? ONE_CORE : '';
  return { server, client, reserve: kept.map(({ cpu }) => cpu), app: 'apart', note };
}

export function placementFor(scenario: Scenario, cpus: readonly Cpu[], reserved: ReservedCpus = 'auto'): Placement {
  if (scenario.cpus === 'auto') return automaticPlacement(cpus, reserved);
  const known = new Set(cpus.map((cpu) => cpu.cpu));
  for (const [field, chosen] of [['cpus.server', scenario.cpus.server], ['cpus.client', scenario.cpus.client], ['cpus.reserve', scenario.cpus.reserve]] as const) {
    const missing = chosen.find((cpu) => !known.has(cpu));
    if (missing !== undefined) {
      throw new LabError('bad-scenario', `${field}: CPU ${missing} is not available to this process; give one of ${[...known].join(', ')}`);
    }
  }
  const { server, client } = scenario.cpus;
  const reserve = scenario.cpus.reserve.filter((cpu) => !server.includes(cpu) && !client.includes(cpu));
  const overlap = server.filter((cpu) => client.includes(cpu));
  return {
    server,
    client,
    reserve,
    app: reserve.length > 0 ? 'apart' : 'turns',
    note: overlap.length > 0 ? `Client and server share CPU ${overlap.join(', ')}.` : '',
  };
}

/**
 * The CPUs of a worker whose arm asks for `threads`: the side's own first, then those that nobody has, then the other side's.
 * Throws a LabError where this machine has fewer.
 */
export function cpusForThreads(placement: Placement, role: 'client' | 'server', threads: number, cpus: readonly number[]): number[] {
  const own = placement[role];
  if (threads <= own.length) return [...own];
  const other = placement[role === 'client' ? 'server' : 'client'];
  const free = cpus.filter((cpu) => !own.includes(cpu) && !other.includes(cpu) && !placement.reserve.includes(cpu));
  const pool = [...own, ...free, ...other, ...placement.reserve.filter((cpu) => cpus.includes(cpu))].filter((cpu, index, all) => all.indexOf(cpu) === index);
  if (pool.length < threads) throw new LabError('worker', `load.threads: ${threads} CPUs a side are asked for, this process may use ${pool.length}; give at most that`);
  return pool.slice(0, threads);
}
