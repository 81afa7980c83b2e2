/** Who has which CPU, and what a click makes of it. Pure. */
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
