/** Where a person is in a window: what the next start opens again. Everything has a default, so that an older or broken one still opens. */
import { z } from 'zod';
import { HandshakeRef } from '../explore.ts';

export const SCREENS = ['library', 'builder', 'run', 'result', 'compare', 'claims', 'selfcheck', 'stacks', 'report', 'settings', 'help', 'playback'] as const;
export type ScreenName = (typeof SCREENS)[number];

/** Runs whose place is remembered. */
export const KEPT_RUNS = 40;

/** What was looked at in a run's result. */
export const RunPlace = z.object({
  tab: z.string().nullable().default(null),
  arm: z.string().nullable().default(null),
  flame: z.object({ view: z.string(), weight: z.string() }).nullable().default(null),
  handshakes: z.object({
    arm: z.string().nullable(), fromNs: z.number().nullable(), toNs: z.number().nullable(), outcome: z.enum(['complete', 'failed']), marked: z.boolean().nullable(),
    order: z.enum(['slowest', 'fastest', 'measured']), ref: HandshakeRef.nullable(),
  }).nullable().default(null),
});
export type RunPlace = z.infer<typeof RunPlace>;

export const Place = z.object({
  screen: z.enum(SCREENS).catch('library').default('library'),
  openRun: z.string().nullable().catch(null).default(null),
  compared: z.object({ a: z.string().nullable(), b: z.string().nullable() }).catch({ a: null, b: null }).default({ a: null, b: null }),
  filter: z.string().catch('').default(''),
  runs: z.record(z.string(), RunPlace).catch({}).default({}),
});
export type Place = z.infer<typeof Place>;
export const NOWHERE: Place = Place.parse({});
