/** What is in a run folder (`<name>.hsrun/`). docs/run-format.md documents every field; a change needs a new version and an upgrader. */
import { z } from 'zod';
import { Certificate, CrossCheckResult, Machine, Placement, ProfileEntry, RunFacts, RunStack } from '../../shared/result/document.ts';
import { NoiseSlice, NoiseSummary } from '../../shared/result/noise.ts';
import { IdleProbe, ReplayProbe } from '../../shared/result/probes.ts';
import { NetworkFacts } from '../../shared/result/network.ts';
import { WireArm } from '../../shared/result/wire.ts';
import { SchedulingFacts } from '../../shared/result/scheduling.ts';
import { EARLY_DATA, GROUPS, KEY_TYPES, SESSIONS, TLS_VERSIONS } from '../../shared/tls.ts';
import { LabError } from '../errors.ts';

export const RUN_FORMAT = 2;

export const FILES = {
  run: 'run.json',
  samples: 'samples.arrow',
  blocks: 'blocks.arrow',
  /** Where each batch of samples lies in its file, and the blocks that it holds. */
  index: 'index.arrow',
  /** Quantile sketches of every arm's latency and phases. */
  sketches: 'sketches.arrow',
  journal: 'journal.bin',
  /** The result as last computed; can be made anew from the rest. */
  result: 'result.json',
} as const;

export const ArmRecord = z.object({
  id: z.string(),
  client: z.string(),
  server: z.string(),
  // What later versions added to an arm has a value that says what earlier runs did.
  version: z.enum(TLS_VERSIONS).default('1.3'),
  group: z.enum(GROUPS),
  retry: z.boolean(),
  intermediates: z.number(),
  leaf: z.enum(KEY_TYPES),
  issuers: z.enum(KEY_TYPES),
  session: z.enum(SESSIONS),
  cacheSize: z.number().nullable().default(null),
  earlyData: z.enum(EARLY_DATA).default('none'),
  antiReplay: z.boolean().nullable().default(null),
  tickets: z.number().nullable().default(null),
  connections: z.number(),
  threads: z.number(),
  rate: z.number().nullable(),
  roundTripNs: z.number().nullable().default(null),
  twinOf: z.string().nullable(),
  knobs: z.object({ delayNs: z.number(), hooks: z.enum(['timing', 'off']) }),
});

/** What the noise watch saw. `marked`: first and last round of each stretch that is left out of the estimates. */
export const NoiseRecord = z.object({ summary: NoiseSummary, slices: z.array(NoiseSlice), marked: z.array(z.tuple([z.number(), z.number()])), repeatedRounds: z.number() });
export type NoiseRecord = z.infer<typeof NoiseRecord>;

export const RunFile = z.object({
  format: z.literal(RUN_FORMAT),
  run: RunFacts.omit({ folder: true }),
  machine: Machine,
  placement: Placement,
  scheduling: SchedulingFacts,
  stacks: z.array(RunStack),
  /** The scenario's arms, then their twins. */
  arms: z.array(ArmRecord),
  /** Arms that ended early, by id. */
  failures: z.record(z.string(), z.string()),
  /** When each arm was steady, by id. */
  warmup: z.record(z.string(), z.object({ rounds: z.number(), steady: z.boolean() })),
  refused: z.array(z.object({ id: z.string(), reason: z.string(), source: z.string().nullable() })),
  certificates: z.array(z.object({ arms: z.array(z.string()), chain: z.array(Certificate) })),
  noise: NoiseRecord,
  crossChecks: z.array(CrossCheckResult),
  replays: z.array(ReplayProbe).default([]),
  idle: z.array(IdleProbe).default([]),
  network: NetworkFacts.nullable().default(null),
  wire: z.array(WireArm).default([]),
  profiles: z.array(ProfileEntry),
  paint: z.object({ slots: z.number(), totalMs: z.number() }),
});
export type RunFile = z.infer<typeof RunFile>;

export const NOT_WATCHED: NoiseRecord = { summary: { verdict: 'not watched', worst: null, slices: 0, marked: 0, missing: [] }, slices: [], marked: [], repeatedRounds: 0 };

/** Steps from each format to the next. */
const upgraders: Readonly<Record<number, (doc: Record<string, unknown>) => void>> = {
  1: (doc) => {
    const run = doc['run'] as { blockHandshakes?: unknown; warmupRounds?: unknown };
    doc['run'] = { ...run, blockChoice: { by: 'engine', handOverNs: null, triedPct: [] }, stopping: { rule: 'time', targetPct: null, reachedPct: null, looks: 0 } };
    doc['arms'] = (Array.isArray(doc['arms']) ? doc['arms'] : []).map((arm: unknown) => ({ ...(arm as object), threads: 1, rate: null, twinOf: null, knobs: { delayNs: 0, hooks: 'timing' } }));
    Object.assign(doc, { scheduling: { granted: [], isolation: null }, warmup: {}, noise: NOT_WATCHED, crossChecks: [], profiles: [] });
  },
};

/** Parses a run.json of this format or an older one. Throws a LabError that says what is wrong. */
export function parseRunFile(text: string, where: string): RunFile {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    throw new LabError('bad-run', `${where} holds no JSON: ${String(error)}`);
  }
  const format = z.object({ format: z.number().int() }).loose().safeParse(raw);
  if (!format.success) throw new LabError('bad-run', `${where} has no integer "format"; it is no run of Handshake Lab`);
  const doc: Record<string, unknown> = format.data;
  if (format.data.format > RUN_FORMAT) throw new LabError('too-new', `${where} has format ${format.data.format}, written by a newer version; this one reads up to ${RUN_FORMAT}. Install the newer version to open it`);
  for (let version = format.data.format; version < RUN_FORMAT; version++) upgraders[version]?.(doc);
  const parsed = RunFile.safeParse({ ...doc, format: RUN_FORMAT });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LabError('bad-run', `${where}: field ${issue?.path.join('.') ?? '?'} ${issue?.message ?? 'is wrong'}`);
  }
  return parsed.data;
}
