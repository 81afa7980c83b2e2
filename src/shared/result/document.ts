/**
 * The result of a run: what `lab show --json` prints, the window shows and the report holds. One document for all.
 * Times are ns per handshake; instants are ns from the client's start; null where unknown, never a guess.
 */
import { z } from 'zod';
import { Library, Missing } from '../protocol/messages.ts';
import { PHASE_IDS, type PhaseId } from '../phases/tree.ts';
import { Scenario } from '../scenario/schema.ts';

export const RESULT_FORMAT = 1;

const Ns = z.number();
const Interval = z.tuple([z.number(), z.number()]);
export const PhaseIdSchema = z.enum(PHASE_IDS as [PhaseId, ...PhaseId[]]);

/** A phase's mean; the leaves of a side add up to its root (`c`, `s`). */
export const PhaseMean = z.object({
  id: PhaseIdSchema,
  parent: PhaseIdSchema.nullable(),
  meanNs: Ns,
  /** 95 % interval of the mean, by bootstrap over rounds; null with fewer than 5 rounds. */
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
});
export type Negotiated = z.infer<typeof Negotiated>;

export const Distribution = z.object({
  /** Edges are `fromNs * ratio ** i`. */
  fromNs: Ns,
  ratio: z.number(),
  counts: z.array(z.number()),
});
export type Distribution = z.infer<typeof Distribution>;

export const ArmResult = z.object({
  id: z.string(),
  /** `failed`: no figure stands, `reason` says why. */
  state: z.enum(['good', 'failed']),
  reason: z.string().nullable(),
  client: ArmSide,
  server: ArmSide,
  /** Complete handshakes the client measured, warm-up left out. */
  handshakes: z.number(),
  failed: z.number(),
  /** Complete handshakes the server counted in the same blocks; equal to `handshakes` in a sound run. */
  serverHandshakes: z.number(),
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
    /** 95 % intervals by bootstrap over rounds; null with fewer than 5 rounds. */
    p50CiNs: Interval.nullable(),
    p95CiNs: Interval.nullable(),
    p99CiNs: Interval.nullable(),
    meanCiNs: Interval.nullable(),
    perSecond: z.number().nullable(),
  }),
  /** p50 against the first arm, paired within rounds; null for that arm itself and without 5 common rounds. */
  shift: z.object({ against: z.string(), ratio: z.number(), ratioCi: Interval }).nullable(),
  cpu: z.object({ clientNs: Ns.nullable(), serverNs: Ns.nullable() }),
  phases: z.object({ client: z.array(PhaseMean), server: z.array(PhaseMean) }),
  messages: z.array(FlameMessage),
  distribution: Distribution.nullable(),
  /** Each round's median, ns, in the order of the rounds. */
  roundMediansNs: z.array(Ns),
  examples: z.array(Example),
  allocations: z.object({ client: Allocations.nullable(), server: Allocations.nullable() }),
});
export type ArmResult = z.infer<typeof ArmResult>;

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
  folder: z.string(),
  /** The app's version that made the run. */
  appVersion: z.string(),
  /** The run of which this is a replay, and how. */
  replayOf: z.object({ id: z.string(), exact: z.boolean() }).nullable(),
});
export type RunFacts = z.infer<typeof RunFacts>;

export const ResultDocument = z.object({
  format: z.literal(RESULT_FORMAT),
  run: RunFacts,
  machine: Machine,
  placement: Placement,
  stacks: z.array(RunStack),
  certificates: z.array(z.object({ arms: z.array(z.string()), chain: z.array(Certificate) })),
  arms: z.array(ArmResult),
  refused: z.array(z.object({ id: z.string(), reason: z.string(), source: z.string().nullable() })),
  /** How the window's paint slots disturbed the run: slots opened and time spent in them. */
  paint: z.object({ slots: z.number(), totalMs: z.number() }),
});
export type ResultDocument = z.infer<typeof ResultDocument>;
