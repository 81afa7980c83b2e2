/** A machine's CPUs as its kernel tells of them: sockets, NUMA nodes, cores, threads and the caches they share. */
import { z } from 'zod';

const Id = z.number().int().nonnegative();

export const Cpu = z.object({
  cpu: Id,
  /** Core, unique within its socket and die only; see `coreOf`. */
  core: Id,
  die: Id,
  socket: Id,
  /** NUMA node; null where the kernel names none. */
  node: Id.nullable(),
  /** Ids of the caches it uses, of `caches`; null where the kernel tells of none (many virtual machines). */
  l2: Id.nullable(),
  l3: Id.nullable(),
  /** The highest clock the kernel may choose, MHz; null where it does not choose. */
  maxMHz: z.number().positive().nullable(),
  /** False where a container or taskset keeps this process off it. */
  allowed: z.boolean(),
});
export type Cpu = z.infer<typeof Cpu>;

export const Cache = z.object({ level: z.union([z.literal(2), z.literal(3)]), id: Id, bytes: z.number().positive().nullable(), cpus: z.array(Id) });
export type Cache = z.infer<typeof Cache>;

export const Cpus = z.object({
  /** Those that are on line, by number. */
  cpus: z.array(Cpu),
  caches: z.array(Cache),
  /** Present and switched off: nothing more is known of them. */
  offline: z.array(Id),
});
export type Cpus = z.infer<typeof Cpus>;

/** A core's name on the whole machine; its threads share it. */
export const coreOf = ({ socket, die, core }: Pick<Cpu, 'socket' | 'die' | 'core'>): string => `${socket}/${die}/${core}`;
