/** What the self-check found: how far this instrument can be trusted on this machine. `lab selfcheck --json` prints it. */
import { z } from 'zod';
import { NoiseSummary } from '../result/noise.ts';

const Interval = z.tuple([z.number(), z.number()]);

export const SelfCheckDocument = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  /** The run that holds the samples; null where it was thrown away. */
  run: z.string().nullable(),
  seconds: z.number(),
  machine: z.string(),
  /** Every part says what it should. */
  sound: z.boolean(),
  /** The same arm against itself, in processes of its own. */
  aa: z.object({ verdict: z.enum(['no difference', 'difference', 'too noisy']), shiftPct: z.number(), ciPct: Interval, floorPct: z.number() }),
  /** A busy wait put before the ClientHello of one worker. `found`: the right sign, told apart from nothing, and its size within the interval's reach. */
  injected: z.array(z.object({ injectedNs: z.number(), expectedPct: z.number(), shiftPct: z.number(), ciPct: Interval, found: z.boolean() })),
  /** `offset` in the unit named; null where the instrument is not there, `reason` says why. */
  secondInstrument: z.array(z.object({ name: z.string(), arm: z.string(), what: z.string(), unit: z.string(), offset: z.number().nullable(), spread: Interval.nullable(), bound: Interval, agrees: z.boolean().nullable(), reason: z.string().nullable() })),
  /** Checks of the one clock that all processes share. */
  clocks: z.array(z.object({ name: z.enum(['resolution', 'cost of a reading', 'order of messages']), valueNs: z.number(), bad: z.number().int(), of: z.number().int(), sound: z.boolean() })),
  /** What our hooks add to a handshake of each stack: hooks on against off, in one run. */
  hooks: z.array(z.object({ stack: z.string(), costPct: z.number(), ciPct: Interval })),
  /** The smallest shift that a run of so many seconds would show in 4 of 5 tries, for two arms. */
  resolution: z.array(z.object({ seconds: z.number(), smallestPct: z.number() })),
  noise: NoiseSummary,
  /** What to change to see finer, as codes that the window puts into words. */
  advice: z.array(z.string()),
});
export type SelfCheckDocument = z.infer<typeof SelfCheckDocument>;

/** How far a self-check is. */
export const SelfCheckProgress = z.object({ stage: z.enum(['shift', 'hooks', 'second instrument', 'clocks']), fraction: z.number(), secondsLeft: z.number() });
export type SelfCheckProgress = z.infer<typeof SelfCheckProgress>;
