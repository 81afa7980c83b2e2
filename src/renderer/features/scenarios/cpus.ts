/** Who has which CPU, and what a click makes of it. Pure. */
import type { Topology } from '../../../shared/ipc/contract.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';

export type Use = 'server' | 'client' | 'both' | 'reserve' | 'free';
type Chosen = Exclude<Scenario['cpus'], 'auto'>;

export function useOf(cpu: number, cpus: Chosen): Use {
  const server = cpus.server.includes(cpu);
  const client = cpus.client.includes(cpu);
  if (server && client) return 'both';
  return server ? 'server' : client ? 'client' : cpus.reserve.includes(cpu) ? 'reserve' : 'free';
}

const NEXT: Readonly<Record<Use, Use>> = { free: 'server', server: 'client', client: 'reserve', reserve: 'free', both: 'server' };
export const nextUse = (use: Use): Use => NEXT[use];

const without = (list: readonly number[], cpu: number): number[] => list.filter((one) => one !== cpu);
const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);

/** Gives a CPU to a use. A side never loses its last CPU: it then keeps it, shared. */
export function give(cpu: number, use: Use, cpus: Chosen): Chosen {
  const server = use === 'server' || use === 'both' ? sorted([...without(cpus.server, cpu), cpu]) : without(cpus.server, cpu);
  const client = use === 'client' || use === 'both' ? sorted([...without(cpus.client, cpu), cpu]) : without(cpus.client, cpu);
  const reserve = use === 'reserve' ? sorted([...without(cpus.reserve, cpu), cpu]) : without(cpus.reserve, cpu);
  return { server: server.length > 0 ? server : cpus.server, client: client.length > 0 ? client : cpus.client, reserve };
}

type Cpu = Topology['cpus'][number];

/** CPUs that share a socket and its last cache, by core. */
export interface CpuGroup {
  readonly socket: number;
  readonly l3: number | null;
  readonly cores: readonly { readonly core: number; readonly cpus: readonly Cpu[] }[];
}

const inOrder = <T>(values: readonly T[], of: (value: T) => number): T[] => [...values].sort((a, b) => of(a) - of(b));

export function groupsOf(cpus: readonly Cpu[]): CpuGroup[] {
  const groups = new Map<string, Cpu[]>();
  for (const cpu of inOrder(cpus, ({ socket, l3 }) => socket * 1e6 + (l3 ?? 0))) {
    const key = `${cpu.socket} ${cpu.l3}`;
    groups.set(key, [...(groups.get(key) ?? []), cpu]);
  }
  return [...groups.values()].map((members) => {
    const { socket, l3 } = members[0] as Cpu;
    const cores = [...new Set(inOrder(members, ({ core }) => core).map(({ core }) => core))];
    return { socket, l3, cores: cores.map((core) => ({ core, cpus: inOrder(members.filter((cpu) => cpu.core === core), ({ cpu }) => cpu) })) };
  });
}
