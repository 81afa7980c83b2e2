/** How the workers were scheduled: what the scenario asked for and what the system granted. */
import { z } from 'zod';

/** `asked` is a word of the scenario; `got` tells what the kernel says of the workers, such as `SCHED_RR 1` or `nice -10`. */
export const Granted = z.object({ what: z.enum(['priority', 'isolation']), asked: z.string(), got: z.string(), granted: z.boolean(), reason: z.string().nullable() });
export type Granted = z.infer<typeof Granted>;

/** What would make figures better: codes that the window puts into words. A result may hold codes of a later version. */
export const ADVICE = ['isolate-cpus', 'more-cpus', 'governor-performance', 'smt-off', 'shared-core', 'raise-priority', 'virtual', 'longer-run', 'quiet-machine'] as const;
export type AdviceCode = (typeof ADVICE)[number];

/** What of this machine helps or hurts a measurement. */
export const Isolation = z.object({
  /** Kept free of other programs since the system's start (isolcpus=). */
  isolatedCpus: z.array(z.number()),
  /** The frequency governor of the measured CPUs; several are joined by commas. */
  governor: z.string().nullable(),
  smtActive: z.boolean().nullable(),
  /** What would make figures better here. */
  advice: z.array(z.string()),
  /** Without the timer's interrupts while one program runs (nohz_full=). This and what follows: empty or null in results from before it was read. */
  nohzFullCpus: z.array(z.number()).default([]),
  /** CPUs that share a core with a measured one and are not measured. */
  siblingCpus: z.array(z.number()).default([]),
  /** What the hypervisor took from the measured CPUs since the system's start. */
  stealPct: z.number().nullable().default(null),
});
export type Isolation = z.infer<typeof Isolation>;

export const SchedulingFacts = z.object({ granted: z.array(Granted), isolation: Isolation.nullable() });
export type SchedulingFacts = z.infer<typeof SchedulingFacts>;
