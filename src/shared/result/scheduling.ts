/** How the workers were scheduled: what the scenario asked for and what the system granted. */
import { z } from 'zod';

export const Granted = z.object({ what: z.enum(['priority', 'isolation']), asked: z.string(), got: z.string(), granted: z.boolean(), reason: z.string().nullable() });
export type Granted = z.infer<typeof Granted>;

/** What of this machine helps or hurts a measurement. */
export const Isolation = z.object({
  isolatedCpus: z.array(z.number()),
  governor: z.string().nullable(),
  smtActive: z.boolean().nullable(),
  /** What would make figures better here, as codes that the window puts into words. */
  advice: z.array(z.string()),
});
export type Isolation = z.infer<typeof Isolation>;

export const SchedulingFacts = z.object({ granted: z.array(Granted), isolation: Isolation.nullable() });
export type SchedulingFacts = z.infer<typeof SchedulingFacts>;
