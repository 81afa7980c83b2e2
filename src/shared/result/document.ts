/**
 * The result of a run: what `lab show --json` prints, the window shows and the report holds. One document for all.
 * Times are ns per handshake; instants are ns from the client's start; null where unknown, never a guess.
 */
import { z } from 'zod';
import { Library, Missing } from '../protocol/messages.ts';
import { PHASE_IDS, type PhaseId } from '../phases/tree.ts';
import { Scenario } from '../scenario/schema.ts';
import { NoiseSlice, NoiseSummary } from './noise.ts';
import { NetworkFacts } from './network.ts';
import { IdleProbe, ReplayProbe } from './probes.ts';
import { WireArm } from './wire.ts';
import { SchedulingFacts } from './scheduling.ts';

export const RESULT_FORMAT = 2;

const Ns = z.number();
const Interval = z.tuple([z.number(), z.number()]);
export const PhaseIdSchema = z.enum(PHASE_IDS as [PhaseId, ...PhaseId[]]);

/** A phase's mean; the leaves of a side add up to its root (`c`, `s`). */
export const PhaseMean = z.object({
  id: PhaseIdSchema,
  parent: PhaseIdSchema.nullable(),
  meanNs: Ns,
  /** 95 % interval of the mean, from the spread of batches of rounds; null with too few of them. */
  ciNs: Interval.nullable(),
  /** Mean instant at which it began. */
  startNs: Ns,
  /** Handshakes in which the phase was seen. */
  seen: z.number(),
});
export type PhaseMean = z.infer<typeof PhaseMean>;

/** A message between the two sides: seen written on one and read on the other. */
export const FlameMessage = z.object({
  name: z.enum(['ClientHello', 'HelloRetryRequest', 'ClientHello 2', 'server flight', 'Finished', 'tickets']),
  from: z.enum(['client', 'server']),
  sentNs: Ns,
  receivedNs: Ns.nullable(),
  bytes: z.number().nullable(),
});
export type FlameMessage = z.infer<typeof FlameMessage>;

export const ExamplePhase = z.object({ id: PhaseIdSchema, parent: PhaseIdSchema.nullable(), startNs: Ns, ns: Ns });

/** One real handshake, picked by the rank of its total. */
export const Example = z.object({
  rank: z.enum(['p50', 'p95', 'p99', 'slowest']),
  round: z.number(),
  totalNs: Ns,
  phases: z.array(ExamplePhase),
  messages: z.array(FlameMessage),
});
export type Example = z.infer<typeof Example>;

export const ArmSide = z.object({ stack: z.string(), version: z.string().nullable(), library: Library.nullable(), cpus: z.array(z.number()) });

export const PhaseAllocation = z.object({ id: PhaseIdSchema, parent: PhaseIdSchema.nullable(), bytes: z.number().nullable(), objects: z.number().nullable() });

/** Per handshake, from allocation blocks only. */
export const Allocations = z.object({
  bytes: z.number().nullable(),
  objects: z.number().nullable(),
  /** False where the stack can only estimate. */
  exact: z.boolean(),
  /** Garbage collections per handshake and the time they stopped the process, from timing blocks. */
  gcCount: z.number().nullable(),
  gcPauseNs: z.number().nullable(),
  handshakes: z.number(),
  phases: z.array(PhaseAllocation),
});
export type Allocations = z.infer<typeof Allocations>;

export const Negotiated = z.object({
  version: z.string().nullable(),
  group: z.string().nullable(),
  cipherSuite: z.string().nullable(),
  alpn: z.string().nullable(),
  resumed: z.boolean().nullable(),
  helloRetryRequest: z.boolean().nullable(),
  /** What became of early data; null: none was offered. */
  earlyData: z.enum(['accepted', 'rejected']).nullable().default(null),
});
export type Negotiated = z.infer<typeof Negotiated>;

export const Distribution = z.object({
  /** Edges are `fromNs * ratio ** i`. */
  fromNs: Ns,
  ratio: z.number(),
  counts: z.array(z.number()),
});
export type Distribution = z.infer<typeof Distribution>;

/** Two arms set against each other, paired within rounds. Times: `ratio` is arm ÷ against, over 1 is slower. */
export const Comparison = z.object({
  arm: z.string(),
  against: z.string(),
  /** What differs: one side's stack, one other axis, or more than one thing. `floor`: an arm against its twin. */
  differsIn: z.enum(['client', 'server', 'setting', 'several', 'floor']),
  /** Hodges–Lehmann estimate of the shift of log times, as a ratio; see docs/method.md. */
  ratio: z.number(),
  /** 95 % interval, widened for the rounds' serial correlation. */
  ratioCi: Interval,
  differenceNs: Ns,
  differenceCiNs: Interval,
  /** Signed-rank test, two-sided; and after Holm over all comparisons of the run. */
  pValue: z.number(),
  pAdjusted: z.number(),
  /** Pairs of mirrored rounds in which both arms gave a figure. */
  pairs: z.number().int(),
  /** The largest shift that two equal arms showed in the same rounds, in per cent; null without a twin. */
  floorPct: z.number().nullable(),
  floorFrom: z.enum(['own twin', 'reference twin']).nullable(),
  /** The smallest shift that these rounds would have shown in 4 of 5 runs, in per cent. */
  detectablePct: z.number(),
  verdict: z.enum(['faster', 'slower', 'no difference', 'too noisy', 'not trusted']),
  /** Why it is too noisy or not trusted; else null. */
  reason: z.string().nullable(),
  /** The same with the rounds that the noise watch marked. */
  withMarked: z.object({ ratio: z.number(), ratioCi: Interval }).nullable(),
  /** The long blocks at the run's end: `agrees` where their interval and the short blocks' do not contradict each other. */
  longBlocks: z.object({ ratio: z.number(), ratioCi: Interval, agrees: z.boolean() }).nullable(),
});
export type Comparison = z.infer<typeof Comparison>;

/** An estimate with its 95 % interval; null where too few rounds promise one. */
export const Estimate = z.object({ value: z.number().nullable(), ci: Interval.nullable() });
export type Estimate = z.infer<typeof Estimate>;

/** An open loop's schedule, and how it was kept. */
export const ArmLoad = z.object({
  ratePerSecond: z.number(),
  arrivals: z.enum(['constant', 'poisson']),
  /** Complete handshakes per second of the schedule. */
  achievedPerSecond: z.number().nullable(),
  /** How late the generator began a handshake for which a lane was free; never counted as the server's time without saying so. */
  latenessP50Ns: Ns.nullable(),
  latenessP99Ns: Ns.nullable(),
  /** Share of arrivals that waited for a free lane. */
  queuedShare: z.number().nullable(),
  /** False where the generator's p99 lateness is over 200 µs: its latencies then hold the generator's own delay. */
  keptSchedule: z.boolean(),
});
export type ArmLoad = z.infer<typeof ArmLoad>;

export const ArmResult = z.object({
  id: z.string(),
  /** `failed`: no figure stands, `reason` says why. */
  state: z.enum(['good', 'failed']),
  reason: z.string().nullable(),
  client: ArmSide,
  server: ArmSide,
  /** Of the relay between the two; null: they speak directly. */
  roundTripNs: Ns.nullable().default(null),
  /** Sessions the client keeps; null without a cache. */
  cacheSize: z.number().int().nullable().default(null),
  /** Complete handshakes the client measured, warm-up left out. */
  handshakes: z.number(),
  failed: z.number(),
  /** Complete handshakes the server counted in the same blocks; equal to `handshakes` in a sound run. */
  serverHandshakes: z.number(),
  /** False for a server that is not ours: nothing of its side is seen, and it counts no handshakes. */
  serverSeen: z.boolean().default(true),
  warmupHandshakes: z.number(),
  rounds: z.number(),
  errors: z.array(z.object({ text: z.string(), count: z.number() })),
  /** What every handshake negotiated; a fact on which handshakes differ, or that no side reports, is null. */
  negotiated: Negotiated,
  connect: z.object({ p50Ns: Ns.nullable() }),
  handshake: z.object({
    p50Ns: Ns.nullable(),
    p90Ns: Ns.nullable(),
    p95Ns: Ns.nullable(),
    p99Ns: Ns.nullable(),
    /** Null with fewer than 100 samples above it. */
    p999Ns: Ns.nullable(),
    meanNs: Ns.nullable(),
    minNs: Ns.nullable(),
    maxNs: Ns.nullable(),
    /** 95 % intervals from the spread of batches of rounds; null where too few handshakes lie above or below. */
    p50CiNs: Interval.nullable(),
    p90CiNs: Interval.nullable(),
    p95CiNs: Interval.nullable(),
    p99CiNs: Interval.nullable(),
    p999CiNs: Interval.nullable(),
    meanCiNs: Interval.nullable(),
    perSecond: z.number().nullable(),
    perSecondCi: Interval.nullable(),
  }),
  /** `start`: from the client's handshake call · `intended`: from the arrival's own time (open loop), so that waiting for a lane and the connect count · `connect`: from the connect's start (with an exchange). */
  latencyFrom: z.enum(['start', 'intended', 'connect']),
  /** `end`: until the client's handshake is over · `firstByte`: until the first byte of the server's answer. */
  latencyTo: z.enum(['end', 'firstByte']).default('end'),
  /** Resumed and full handshakes and what each cost; with a cache on the client this is its hit rate. Null where no side tells. */
  resumption: z.object({ resumed: z.number().int(), full: z.number().int(), resumedP50Ns: Ns.nullable(), fullP50Ns: Ns.nullable() }).nullable().default(null),
  /** The same figures with the rounds that the noise watch marked; null where none was. */
  withMarked: z.object({ handshakes: z.number(), p50: Estimate, p99: Estimate, mean: Estimate }).nullable(),
  /** p50 by the handshake's place in its block: the first is the coldest. */
  positions: z.array(z.object({ position: z.number().int(), handshakes: z.number(), p50: Estimate })),
  /** The few long blocks at the run's end; their first handshakes, as many as a short block holds, are left out. */
  longBlocks: z.object({ handshakes: z.number(), p50: Estimate }).nullable(),
  /** Rounds before the arm was steady, by the last change-point of its first blocks; `steady` false: it still changed when the budget ended. */
  warmup: z.object({ rounds: z.number().int(), steady: z.boolean() }),
  load: ArmLoad.nullable(),
  /** Against the first arm, as in `comparisons`; null for that arm itself and with too few common rounds. */
  shift: Comparison.nullable(),
  /** CPU time of each side's process per handshake (getrusage), beside the wall time. */
  cpu: z.object({ clientNs: Ns.nullable(), clientCiNs: Interval.nullable(), serverNs: Ns.nullable(), serverCiNs: Interval.nullable() }),
  phases: z.object({ client: z.array(PhaseMean), server: z.array(PhaseMean) }),
  messages: z.array(FlameMessage),
  distribution: Distribution.nullable(),
  /** Each round's median, ns, in the order of the rounds. */
  roundMediansNs: z.array(Ns),
  examples: z.array(Example),
  allocations: z.object({ client: Allocations.nullable(), server: Allocations.nullable() }),
});
export type ArmResult = z.infer<typeof ArmResult>;

/** Both sides tell how many handshakes they completed, and tell different numbers. */
export const isUneven = ({ state, serverSeen, serverHandshakes, handshakes }: ArmResult): boolean => state === 'good' && serverSeen && serverHandshakes !== handshakes;

export const Machine = z.object({
  cpu: z.string(),
  /** Logical CPUs the system offers. */
  cpus: z.number(),
  cores: z.number(),
  sockets: z.number(),
  memoryBytes: z.number(),
  os: z.string(),
  kernel: z.string(),
  virtual: z.string().nullable(),
});
export type Machine = z.infer<typeof Machine>;

export const Placement = z.object({
  server: z.array(z.number()),
  client: z.array(z.number()),
  /** CPUs kept for the app itself; empty where there is none to spare. */
  reserve: z.array(z.number()),
  /** `apart`: the app has CPUs of its own · `turns`: it shares, and paints between blocks only. */
  app: z.enum(['apart', 'turns']),
  note: z.string(),
});
export type Placement = z.infer<typeof Placement>;

export const RunStack = z.object({
  id: z.string(),
  version: z.string(),
  library: Library,
  /** SHA-256 of the worker's program. */
  sha256: z.string(),
  not: z.array(Missing),
});
export type RunStack = z.infer<typeof RunStack>;

export const Certificate = z.object({ subject: z.string(), key: z.string(), derBytes: z.number(), sha256: z.string() });
export type Certificate = z.infer<typeof Certificate>;

export const RunFacts = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  seed: z.number(),
  scenario: Scenario,
  /** All planned rounds were run. */
  complete: z.boolean(),
  /** `cut short`: the engine died; what it had finished was salvaged. */
  ended: z.enum(['finished', 'stopped', 'interrupted', 'cut short', 'failed']),
  elapsedMs: z.number(),
  rounds: z.number(),
  warmupRounds: z.number(),
  blockHandshakes: z.number(),
  /** How the block's length came about. */
  blockChoice: z.object({ by: z.enum(['scenario', 'engine']), handOverNs: Ns.nullable(), triedPct: z.array(z.object({ handshakes: z.number(), halfWidthPct: z.number() })) }),
  /** Why the run ended when it did, by which rule. */
  stopping: z.object({ rule: z.enum(['time', 'count', 'precision']), targetPct: z.number().nullable(), reachedPct: z.number().nullable(), looks: z.number().int() }),
  folder: z.string(),
  /** The app's version that made the run. */
  appVersion: z.string(),
  /** The run of which this is a replay, and how. */
  replayOf: z.object({ id: z.string(), exact: z.boolean() }).nullable(),
});
export type RunFacts = z.infer<typeof RunFacts>;

/** One check against an instrument that is not ours, made in rounds of its own. */
export const CrossCheckResult = z.object({
  arm: z.string(),
  instrument: z.enum(['packets', 's_time']),
  /** What is compared, as a code that the window puts into words. */
  what: z.enum(['ClientHello to Finished', 'handshakes counted', 'handshakes per second']),
  ours: z.number().nullable(),
  theirs: z.number().nullable(),
  unit: z.enum(['ns', 'handshakes', '1/s']),
  /** Ours − theirs (ns, counts) or ours ÷ theirs (rates), and the middle 90 % of it where there are many. */
  offset: z.number().nullable(),
  spread: Interval.nullable(),
  /** The bound within which the two agree. */
  bound: Interval,
  /** Null: could not be made, `reason` says why. */
  agrees: z.boolean().nullable(),
  reason: z.string().nullable(),
  count: z.number().int(),
});
export type CrossCheckResult = z.infer<typeof CrossCheckResult>;

/** The rate from which waiting grows without more handshakes being done, over arms that differ in nothing but their rate. */
export const Knee = z.object({
  arms: z.array(z.string()),
  /** The highest rate at which p99 is below three times that of the lowest rate and at least 99 % of the arrivals were done; null: not even the lowest. */
  sustainedPerSecond: z.number().nullable(),
  /** The next rate tried, at which it no longer was so; null where none was tried above. */
  brokenPerSecond: z.number().nullable(),
});
export type Knee = z.infer<typeof Knee>;

export const ProfileEntry = z.object({ arm: z.string(), side: z.enum(['client', 'server']), kind: z.enum(['cpu', 'alloc-bytes', 'alloc-objects']), file: z.string(), handshakes: z.number() });
export type ProfileEntry = z.infer<typeof ProfileEntry>;

export const ResultDocument = z.object({
  format: z.literal(RESULT_FORMAT),
  run: RunFacts,
  machine: Machine,
  placement: Placement,
  stacks: z.array(RunStack),
  certificates: z.array(z.object({ arms: z.array(z.string()), chain: z.array(Certificate) })),
  arms: z.array(ArmResult),
  /** Each arm against the first, each pair that differs in one thing, and each twin against its arm. */
  comparisons: z.array(Comparison),
  noise: z.object({ summary: NoiseSummary, slices: z.array(NoiseSlice), markedRounds: z.number().int(), repeatedRounds: z.number().int(), /** False where more than a third was marked: then nothing is left out, and the run is noisy throughout. */ leftOut: z.boolean() }),
  scheduling: SchedulingFacts,
  crossChecks: z.array(CrossCheckResult),
  replays: z.array(ReplayProbe).default([]),
  idle: z.array(IdleProbe).default([]),
  network: NetworkFacts.nullable().default(null),
  /** What went over the wire, per arm; empty where it was not observed. */
  wire: z.array(WireArm).default([]),
  knees: z.array(Knee),
  profiles: z.array(ProfileEntry),
  refused: z.array(z.object({ id: z.string(), reason: z.string(), source: z.string().nullable() })),
  /** How the window's paint slots disturbed the run: slots opened and time spent in them. */
  paint: z.object({ slots: z.number(), totalMs: z.number() }),
});
export type ResultDocument = z.infer<typeof ResultDocument>;
