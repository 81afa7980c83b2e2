/** Two runs, or two arms, set against each other: what `lab compare A B --json` prints and the Compare screen shows. */
import { z } from 'zod';
import { PhaseIdSchema } from '../result/document.ts';

const Interval = z.tuple([z.number(), z.number()]);

const Side = z.object({ run: z.string(), name: z.string(), createdAt: z.string(), arm: z.string().nullable() });

/** One arm of A against one of B. Over 1 or 0: B is slower. */
export const ComparedArm = z.object({
  a: z.string(),
  b: z.string(),
  /** How the two can be set against each other: paired within the rounds of one run · both against the arm that they share (`anchor`) · by their own times alone, between which the machine may have changed. */
  by: z.enum(['rounds', 'anchor', 'times']),
  p50Ns: z.tuple([z.number(), z.number()]),
  ratio: z.number(),
  /** Null where a run was too short for one. */
  ratioCi: Interval.nullable(),
  differenceNs: z.number(),
  differenceCiNs: Interval.nullable(),
  verdict: z.enum(['faster', 'slower', 'no difference', 'too noisy', 'not trusted']),
  reason: z.string().nullable(),
  /** The tail: the same at each quantile that both arms can tell. */
  quantiles: z.array(z.object({ q: z.number(), aNs: z.number(), bNs: z.number(), ratio: z.number(), ratioCi: Interval.nullable() })),
  /** Mean time per phase; `startNs`: when it began in A, or in B where A has none; `defended`: the interval of the difference leaves out zero. */
  phases: z.array(z.object({ id: PhaseIdSchema, parent: PhaseIdSchema.nullable(), startNs: z.number(), aNs: z.number().nullable(), bNs: z.number().nullable(), differenceNs: z.number().nullable(), ciNs: Interval.nullable(), defended: z.boolean() })),
});
export type ComparedArm = z.infer<typeof ComparedArm>;

export const CompareDocument = z.object({
  format: z.literal(1),
  a: Side,
  b: Side,
  /** The arm, in both runs, by which the machine's change between them is taken out; null where there is none. */
  anchor: z.object({ arm: z.string(), ratio: z.number(), ratioCi: Interval.nullable() }).nullable(),
  arms: z.array(ComparedArm),
  onlyA: z.array(z.string()),
  onlyB: z.array(z.string()),
  differences: z.object({
    scenario: z.array(z.object({ field: z.string(), a: z.string(), b: z.string() })),
    environment: z.array(z.object({ what: z.string(), a: z.string(), b: z.string() })),
  }),
});
export type CompareDocument = z.infer<typeof CompareDocument>;
