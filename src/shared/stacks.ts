/** What was found on this machine: one entry a stack, as `lab stacks --json` prints it. */
import { z } from 'zod';
import { Library, Missing } from './protocol/messages.ts';

/** The reason of a version that set-up knows and nobody has asked for. */
export const NOT_ADDED = 'this version has not been added';

export const StackInfo = z.object({
  /** `go1.27`, `dotnet10`, `node20`, `electron33`, `dotnet10-openssl3.5`; the bare family where this machine's own was not found. */
  id: z.string(),
  family: z.string(),
  available: z.boolean(),
  /** Why it is not available, else null. */
  reason: z.string().nullable(),
  /** What to do to have it, else null. */
  remedy: z.string().nullable(),
  /** A version that set-up can add from here: the window may ask for it. */
  addable: z.boolean().optional(),
  version: z.string().nullable(),
  library: Library.nullable(),
  offers: z.array(z.string()),
  observes: z.array(z.string()),
  not: z.array(Missing),
});
export type StackInfo = z.infer<typeof StackInfo>;

export const StacksDocument = z.object({ stacks: z.array(StackInfo) });
