/** The JSON messages of the worker protocol. Authority: stacks/PROTOCOL.md. */
import { z } from 'zod';
import { EARLY_DATA, SESSIONS, TLS_VERSIONS } from '../tls.ts';

export const PROTOCOL_VERSION = 3;

export const Role = z.enum(['server', 'client']);
export type Role = z.infer<typeof Role>;

export const Observation = z.enum(['timing', 'allocations', 'cpu-profile', 'alloc-profile', 'wire']);
export type Observation = z.infer<typeof Observation>;

export const Quantity = z.enum(['ns', 'bytes', 'objects']);
export type Quantity = z.infer<typeof Quantity>;

/** Something a stack cannot offer or observe, why, and where that is documented. */
export const Missing = z.object({ what: z.string(), why: z.string(), source: z.string().nullish() });
export type Missing = z.infer<typeof Missing>;

export const Library = z.object({ name: z.string(), version: z.string() });
export type Library = z.infer<typeof Library>;

const Id = z.number().int().nonnegative();
const Count = z.number().int().nonnegative();
const Port = z.number().int().min(1).max(65535);

// --- engine → worker ---------------------------------------------------------------------------------

export const TlsSettings = z.object({
  version: z.enum(TLS_VERSIONS),
  groups: z.array(z.string()).min(1),
  alpn: z.array(z.string()),
  session: z.enum(SESSIONS),
  retry: z.boolean(),
  /** Sessions a client keeps with `cache`. */
  cacheSize: z.number().int().min(1).nullish(),
  /** Tickets a server sends per connection; absent: as the stack does by default. */
  tickets: z.number().int().nonnegative().nullish(),
  earlyData: z.enum(EARLY_DATA).nullish(),
  antiReplay: z.boolean().nullish(),
  /** The client shows a certificate too. */
  mutual: z.boolean().nullish(),
});

/** A request and its answer after the handshake. */
export const Exchange = z.object({ requestBytes: z.number().int().min(1), responseBytes: z.number().int().min(1) });
export type Exchange = z.infer<typeof Exchange>;

export const Configure = z.object({
  type: z.literal('configure'),
  id: Id,
  endpoint: Id,
  /** CLOCK_MONOTONIC at the run's start; a string, since it may pass 2^53. */
  epochNs: z.string().regex(/^\d+$/),
  tls: TlsSettings,
  rootFile: z.string().nullish(),
  certificateFile: z.string().nullish(),
  keyFile: z.string().nullish(),
  serverName: z.string(),
  hooks: z.enum(['timing', 'off']),
  capacity: Count,
  delayNs: Count,
  exchange: Exchange.nullish(),
  /** A relay's byte ends the connect. */
  preamble: z.boolean().nullish(),
  /** Who closes a connection first; absent: the server. */
  closes: z.enum(['server', 'client']).nullish(),
});
export type Configure = z.infer<typeof Configure>;

export const Serve = z.object({ type: z.literal('serve'), id: Id, endpoint: Id });

export const Block = z.object({
  type: z.literal('block'),
  id: Id,
  endpoint: Id,
  block: Id,
  observe: Observation,
  handshakes: Count,
  connections: z.number().int().min(1),
  port: Port.nullish(),
  /** Open loop: when each handshake is meant to begin, ns from the block's start, ascending; absent in a closed loop. */
  scheduleNs: z.array(Count).nullish(),
  /** The number in each handshake's server name. */
  names: z.array(Count).nullish(),
  timeoutMs: Count,
});
export type Block = z.infer<typeof Block>;

export const Collect = z.object({ type: z.literal('collect'), id: Id, endpoint: Id, block: Id, expect: Count, timeoutMs: Count });
export const Hold = z.object({ type: z.literal('hold'), id: Id, endpoint: Id, connections: Count, port: Port.nullish(), timeoutMs: Count });
export const Release = z.object({ type: z.literal('release'), id: Id, endpoint: Id });
export const Replay = z.object({ type: z.literal('replay'), id: Id, endpoint: Id, port: Port, uses: z.number().int().min(1).max(16), timeoutMs: Count });
export const Stop = z.object({ type: z.literal('stop'), id: Id });

export const Request = z.discriminatedUnion('type', [Configure, Serve, Block, Collect, Hold, Release, Replay, Stop]);
export type Request = z.infer<typeof Request>;

// --- worker → engine ---------------------------------------------------------------------------------

export const Ready = z.object({
  type: z.literal('ready'),
  protocol: z.number().int(),
  stack: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string(),
  library: Library,
  role: Role,
  pid: z.number().int().positive(),
  cpus: z.array(Count).min(1),
  offers: z.array(z.string()),
  observes: z.array(z.string()),
  not: z.array(Missing),
});
export type Ready = z.infer<typeof Ready>;

export const Usage = z.object({
  cpuNs: z.number().nullable(),
  allocatedBytes: z.number().nullable(),
  allocatedObjects: z.number().nullable(),
  /** False where bytes or objects are estimates. */
  exact: z.boolean(),
  gcCount: z.number().nullable(),
  gcPauseNs: z.number().nullable(),
});
export type Usage = z.infer<typeof Usage>;

export const Configured = z.object({ type: z.literal('configured'), id: Id, endpoint: Id });
export const Serving = z.object({ type: z.literal('serving'), id: Id, endpoint: Id, port: Port });
export const Armed = z.object({ type: z.literal('armed'), id: Id, block: Id });
export const Done = z.object({
  type: z.literal('done'),
  id: Id,
  endpoint: Id,
  block: Id,
  handshakes: Count,
  failed: Count,
  elapsedNs: z.number().nonnegative(),
  usage: Usage,
  /** Of wire blocks: the NSS key log's lines. */
  keyLog: z.array(z.string()).nullish(),
});
export type Done = z.infer<typeof Done>;
export const Holding = z.object({ type: z.literal('holding'), id: Id, endpoint: Id, connections: Count, failed: Count });
export const Released = z.object({ type: z.literal('released'), id: Id, endpoint: Id });

/** One use of a ticket with the same early data. */
export const TicketUse = z.object({ resumed: z.boolean(), earlyData: z.enum(['accepted', 'rejected', 'not offered']), responded: z.boolean(), error: z.string().nullable() });
export type TicketUse = z.infer<typeof TicketUse>;
export const Replayed = z.object({ type: z.literal('replayed'), id: Id, endpoint: Id, uses: z.array(TicketUse) });
export const Stopped = z.object({ type: z.literal('stopped'), id: Id });
export const Failure = z.object({ type: z.literal('error'), id: Id, code: z.string(), message: z.string() });

export const Answer = z.discriminatedUnion('type', [Ready, Configured, Serving, Armed, Done, Holding, Released, Replayed, Stopped, Failure]);
export type Answer = z.infer<typeof Answer>;

/** Every message, in either direction. */
export const Message = z.union([Request, Answer]);
export type Message = z.infer<typeof Message>;

export const SampleHeader = z.object({
  endpoint: Id,
  block: Id,
  role: Role,
  quantity: Quantity,
  count: Count,
  columns: z.array(z.string()),
  strings: z.array(z.string()),
});
export type SampleHeader = z.infer<typeof SampleHeader>;

/** A profile of one process over one block, as its runtime's own profiler made it. */
export const ProfileFormat = z.enum(['pprof', 'cpuprofile', 'heapprofile', 'stacks']);
export type ProfileFormat = z.infer<typeof ProfileFormat>;

export const ProfileHeader = z.object({
  endpoint: Id,
  block: Id,
  role: Role,
  /** `base`: what was there before the block, to be taken off the profile that follows. */
  part: z.enum(['whole', 'base']),
  format: ProfileFormat,
});
export type ProfileHeader = z.infer<typeof ProfileHeader>;
