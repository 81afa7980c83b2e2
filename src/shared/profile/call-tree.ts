/** A profile as a tree of calls: stacks with what each was worth. */
import { z } from 'zod';

export const CallTree = z.object({
  unit: z.enum(['ns', 'samples', 'bytes', 'objects']),
  /** What this profile is and is not, in the words of who made it. */
  note: z.string().nullable(),
  frames: z.array(z.object({ name: z.string(), file: z.string().nullable() })),
  /** Indices into `frames`, outermost first. */
  stacks: z.array(z.object({ frames: z.array(z.number().int().nonnegative()), value: z.number() })),
});
export type CallTree = z.infer<typeof CallTree>;
