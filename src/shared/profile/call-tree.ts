/** A profile as a tree of calls: stacks with what each was worth. */
import { z } from 'zod';

export const MOST_FRAMES = 200_000;
export const MOST_STACKS = 500_000;
/** Runtimes cut stacks at 64 to 255 calls; inlined calls add to that. */
export const MOST_DEPTH = 1_024;

export const ProfileUnit = z.enum(['ns', 'samples', 'bytes', 'objects']);
export type ProfileUnit = z.infer<typeof ProfileUnit>;

export const CallFrame = z.object({
  name: z.string().max(10_000),
  /** Where the function is from: a source file, a script's URL, an assembly; null for what has none. */
  file: z.string().max(10_000).nullable(),
});
export type CallFrame = z.infer<typeof CallFrame>;

export const CallTree = z
  .object({
    unit: ProfileUnit,
    /** What this profile is and is not, in the words of who made it. */
    note: z.string().max(10_000).nullable(),
    frames: z.array(CallFrame).max(MOST_FRAMES),
    /** Indices into `frames`, outermost first. */
    stacks: z.array(z.object({ frames: z.array(z.number().int().nonnegative()).max(MOST_DEPTH), value: z.number().nonnegative() })).max(MOST_STACKS),
  })
  .refine(({ frames, stacks }) => stacks.every((stack) => stack.frames.every((index) => index < frames.length)), 'a stack names a frame that is not there');
export type CallTree = z.infer<typeof CallTree>;
