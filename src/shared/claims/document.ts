/** Statements about TLS stacks that can be put to the test: what is said, what to run, and what of the result decides. */
import { z } from 'zod';
import { Scenario } from '../scenario/schema.ts';

const Text = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

/** Which arm of a result is meant; what is left out may be anything. */
export const Selector = z.strictObject({
  /** Families: go, dotnet … */
  client: z.string(),
  server: z.string(),
  version: z.enum(['1.2', '1.3']).optional(),
  /** The IANA name. */
  group: z.string().optional(),
  resumed: z.boolean().optional(),
  earlyData: z.enum(['none', 'accepted', 'rejected']).optional(),
  roundTripMs: z.number().optional(),
});
export type Selector = z.infer<typeof Selector>;

export const Measure = z.discriminatedUnion('kind', [
  /** A handshake's time, ms. */
  z.strictObject({ kind: z.literal('time'), of: z.enum(['mean', 'p50', 'p95']), arm: Selector }),
  /** How much longer than the other, %; negative is shorter. */
  z.strictObject({ kind: z.literal('shift'), arm: Selector, against: Selector }),
  /** Allocated per handshake on both sides, KB. */
  z.strictObject({ kind: z.literal('bytes'), arm: Selector }),
  /** Ours against openssl s_time on the same server. */
  z.strictObject({ kind: z.literal('crossCheck'), instrument: z.enum(['s_time', 'packets']) }),
  /** Whether a stack offers something at all. */
  z.strictObject({ kind: z.literal('offer'), stack: z.string(), token: z.string() }),
]);
export type Measure = z.infer<typeof Measure>;

export const Claim = z.strictObject({
  /** The file's id, or that, a dot and a name. */
  id: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/),
  section: z.string(),
  statement: Text,
  /** What is claimed, from – to, in the measure's unit; null where the statement names no figure. */
  reference: z.tuple([z.number(), z.number()]).nullable(),
  /** Null where nothing is measured yet. */
  measure: Measure.nullable().default(null),
  /** What is known beside the figures, with sources. */
  notes: Text.nullable().default(null),
});
export type Claim = z.infer<typeof Claim>;

/** One file of resources/claims. */
export const ClaimFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: Text,
  /** What is run to decide; null: not built yet. */
  scenario: Scenario.nullable(),
  claims: z.array(Claim).min(1),
});
export type ClaimFile = z.infer<typeof ClaimFile>;

export const VERDICTS = ['supported', 'refuted', 'inconclusive', 'not offered by this stack', 'not testable here', 'not built yet', 'not run yet'] as const;

/** A claim as it stands: what `lab claims --json` lists. */
export const JudgedClaim = z.object({
  id: z.string(),
  section: z.string(),
  statement: Text,
  reference: z.tuple([z.number(), z.number()]).nullable(),
  measured: z.number().nullable(),
  ci: z.tuple([z.number(), z.number()]).nullable(),
  /** Of reference, measured and ci: ms, %, KB, agreement; null where there is nothing to measure. */
  unit: z.string().nullable(),
  verdict: z.enum(VERDICTS),
  reason: Text.nullable(),
  /** The run that decided; null: none has. */
  run: z.string().nullable(),
  notes: Text.nullable(),
});
export type JudgedClaim = z.infer<typeof JudgedClaim>;

/** A file's claims as they stand, and what decides them. */
export const JudgedFile = z.object({ id: z.string(), title: Text, scenario: Scenario.nullable(), claims: z.array(JudgedClaim) });
export type JudgedFile = z.infer<typeof JudgedFile>;
