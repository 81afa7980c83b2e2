/** What each channel takes and gives; types both ends, and is checked when a message arrives. */
import { z } from 'zod';
import { ResultDocument, Machine } from '../result/document.ts';
import { CallTree } from '../profile/call-tree.ts';
import { CompareDocument } from '../compare/document.ts';
import { JudgedFile } from '../claims/document.ts';
import { PlaybackHead, PlaybackPart } from '../playback.ts';
import { SelfCheckDocument, SelfCheckProgress } from '../selfcheck/document.ts';
import { HandshakeDetail, HandshakeList, HandshakeQuery, HandshakeRef } from '../explore.ts';
import { Place } from './place.ts';
import { EXPORT_IDS, EXPORT_REFUSAL_IDS } from '../export.ts';
import { TIME_PREFERENCES } from '../report/figures.ts';
import { LogEntry } from '../log.ts';
import { KeptReport, ReportFormat, ReportOptions } from '../report/options.ts';
import { Scenario } from '../scenario/schema.ts';
import { TailDocument } from '../tail.ts';
import { StacksDocument } from '../stacks.ts';
import { Cpus } from '../topology.ts';
import type { Channel } from './channels.ts';

export const Language = z.enum(['en', 'zh']);
export type Language = z.infer<typeof Language>;

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'zh']).default('system'),
  /** The unit of times. */
  times: z.enum(TIME_PREFERENCES).default('auto'),
  /** The CPUs that `cpus: auto` keeps for the app. */
  reservedCpus: z.union([z.literal('auto'), z.array(z.number().int().nonnegative().max(9999)).min(1).max(4096)]).default('auto'),
  /** Where runs and scenarios are from the next start on; null: where they are by default. */
  runsFolder: z.string().min(1).nullable().default(null),
  scenariosFolder: z.string().min(1).nullable().default(null),
});
export type Settings = z.infer<typeof Settings>;

export const FOLDER_KINDS = ['runs', 'scenarios'] as const;
const SHOWN_FOLDERS = [...FOLDER_KINDS, 'logs'] as const;
/** A folder in use; `setBy`: the environment variable that names it, before any setting. */
export const FolderInUse = z.object({ path: z.string(), setBy: z.string().nullable() });
export type FolderInUse = z.infer<typeof FolderInUse>;

export const Text = z.object({ en: z.string(), zh: z.string() });
export type Text = z.infer<typeof Text>;

export const Sample = z.object({ id: z.string(), title: Text, answers: Text, scenario: Scenario });
export type Sample = z.infer<typeof Sample>;

export const OwnScenario = z.object({ id: z.string(), name: z.string(), modifiedAt: z.string(), scenario: Scenario.nullable(), problem: z.string().nullable(), /** As the person wrote it, with comments. */ text: z.string().optional() });
export type OwnScenario = z.infer<typeof OwnScenario>;

/** What a run tells of how long the same arms take to be known how well; for estimates. */
export const RunEffort = z.object({
  machine: z.object({ cpu: z.string(), cpus: z.number() }),
  elapsedMs: z.number(),
  twins: z.number().int(),
  /** `setting`: see settingOf in scenario/arms.ts · `halfWidth`: of the 95 % interval of p50, as a share of it. Twins are left out, and counted. */
  arms: z.array(z.object({ setting: z.string(), p50Ns: z.number(), halfWidth: z.number().nullable(), handshakes: z.number(), rounds: z.number() })),
});
export type RunEffort = z.infer<typeof RunEffort>;

export const RunHeadline = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  ended: z.string(),
  stacks: z.array(z.string()),
  arms: z.array(z.object({ id: z.string(), state: z.enum(['good', 'failed']), p50Ns: z.number().nullable(), p50CiNs: z.tuple([z.number(), z.number()]).nullable() })),
  /** Set where the folder cannot be read; the rest is then empty. */
  problem: z.string().nullable(),
  effort: RunEffort.optional(),
});
export type RunHeadline = z.infer<typeof RunHeadline>;

export const Topology = Cpus.extend({
  machine: Machine,
  /** What `cpus: auto` gives here. */
  automatic: z.object({ server: z.array(z.number()), client: z.array(z.number()), reserve: z.array(z.number()), app: z.enum(['apart', 'turns']), note: z.string() }),
});
export type Topology = z.infer<typeof Topology>;

export const Difference = z.object({ what: z.string(), then: z.string(), now: z.string() });
export type Difference = z.infer<typeof Difference>;

/** A chart is far smaller. */
const MOST_SAVED_BYTES = 64 * 1024 * 1024;
/** By path; `name` is what a person knows it by. */
export const RecentFile = z.object({ path: z.string(), name: z.string() });
export type RecentFile = z.infer<typeof RecentFile>;

const Nothing = z.object({});
const RunRef = z.object({ run: z.string() });

export const contract = {
  'app:state': {
    req: Nothing,
    res: z.object({ version: z.string(), settings: Settings, systemLanguage: Language, runsFolder: z.string(), folders: z.object({ runs: FolderInUse, scenarios: FolderInUse }), reservedBy: z.string().nullable(), live: z.string().nullable(), openAtStart: z.string().nullable(), place: Place, recent: z.array(RecentFile) }),
  },
  'app:settings': { req: Settings, res: Settings },
  /** The last entries of the app's log, the oldest first. */
  'app:log': { req: Nothing, res: z.object({ entries: z.array(LogEntry) }) },
  /** Puts what a bug report needs on the clipboard, without what says who the person is. */
  'diagnostics:copy': { req: Nothing, res: z.object({ text: z.string() }) },
  /** Where the person is in this window, for its next start. */
  'app:place': { req: Place, res: Nothing },
  /** A run or a scenario file was opened: it is in the recent files from now on. */
  'app:opened': { req: RecentFile, res: z.object({ recent: z.array(RecentFile) }) },
  /** Another window, at this place. */
  'window:open': { req: Place, res: Nothing },
  /** A file that the page has made (a chart); asks where. Null: the person cancelled. */
  'file:save': { req: z.object({ name: z.string().min(1).max(200), bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= MOST_SAVED_BYTES) }), res: z.object({ path: z.string().nullable() }) },
  /** Shows a folder in the system's file manager. */
  'folder:open': { req: z.object({ which: z.enum(SHOWN_FOLDERS) }), res: Nothing },
  /** Asks for a folder; null: the person cancelled. */
  'folder:choose': { req: z.object({ which: z.enum(FOLDER_KINDS) }), res: z.object({ path: z.string().nullable() }) },
  'file:choose': { req: z.object({ kind: z.enum(['folder', 'file']) }), res: z.object({ path: z.string().nullable() }) },
  /** Writes the report of a run, or with no run that of the claims; asks where. Null: the person cancelled. */
  'report:export': { req: z.object({ run: z.string().nullable(), options: ReportOptions, as: ReportFormat.default('pdf') }), res: z.object({ path: z.string().nullable() }) },
  /** Writes a run in another tool's format; asks where, and answers when it is written. Null: the person cancelled. */
  'run:export': { req: z.object({ run: z.string(), as: z.enum(EXPORT_IDS) }), res: z.object({ path: z.string().nullable() }) },
  /** Writes a run as one file, for another computer; asks where. `wireLeftOut`: it has recorded bytes, which stayed out. Null: the person cancelled. */
  'run:pack': { req: z.object({ run: z.string(), withWire: z.boolean() }), res: z.object({ path: z.string().nullable(), wireLeftOut: z.boolean() }) },
  /** Takes a run from such a file into the library; `run`: its folder. */
  'run:unpack': { req: z.object({ path: z.string() }), res: z.object({ run: z.string() }) },
  /** The file that is being written; `done` from 0 to 1. */
  'export:state': { req: Nothing, res: z.object({ writing: z.object({ as: z.enum(EXPORT_IDS), done: z.number() }).nullable() }) },
  /** Stops writing: nothing is left of the file. */
  'export:stop': { req: Nothing, res: Nothing },
  'stacks:list': { req: z.object({ refresh: z.boolean() }), res: StacksDocument },
  /**
   * Adds a further version of a stack: `seen` 0 begins it, then each call answers when there are lines beyond the first `seen`, or it has ended.
   * `reason`: why the version could not be made; null where it is there.
   */
  'stacks:add': { req: z.object({ id: z.string(), seen: z.number().int().nonnegative() }), res: z.object({ lines: z.array(z.string()), ended: z.object({ reason: z.string().nullable() }).nullable() }) },
  'machine:topology': { req: Nothing, res: Topology },
  'library:list': { req: Nothing, res: z.object({ samples: z.array(Sample), scenarios: z.array(OwnScenario), runs: z.array(RunHeadline) }) },
  /** What was last chosen and typed for the report of a run, or with no run of the claims; null: nothing yet. */
  'report:kept': { req: z.object({ run: z.string().nullable() }), res: z.object({ kept: KeptReport.nullable() }) },
  'report:keep': { req: z.object({ run: z.string().nullable(), kept: KeptReport }), res: Nothing },
  /** A scenario file by its path. */
  'scenario:open': { req: z.object({ path: z.string() }), res: z.object({ scenario: Scenario }) },
  /** `text`: the person's own, which says the scenario with comments; without one, what the file has is kept. */
  'scenario:save': { req: z.object({ id: z.string().nullable(), scenario: Scenario, text: z.string().optional() }), res: z.object({ id: z.string() }) },
  'scenario:delete': { req: z.object({ id: z.string() }), res: Nothing },
  'scenario:restore': { req: z.object({ id: z.string() }), res: Nothing },
  /** `replay`: with the seed, order and placement of an earlier run. */
  'run:start': { req: z.object({ scenario: Scenario, replay: z.object({ run: z.string(), exact: z.boolean() }).nullable() }), res: z.object({ runId: z.string() }) },
  'run:stop': { req: Nothing, res: Nothing },
  'run:pause': { req: z.object({ paused: z.boolean() }), res: Nothing },
  /** By id, or by the path of a `.hsrun` folder. */
  'run:open': { req: RunRef, res: ResultDocument },
  'run:rename': { req: z.object({ run: z.string(), name: z.string().min(1).max(200) }), res: Nothing },
  'run:delete': { req: RunRef, res: Nothing },
  'run:restore': { req: RunRef, res: Nothing },
  /** A profile's call tree, by the name that the result gives it. */
  'run:profile': { req: z.object({ run: z.string(), file: z.string() }), res: CallTree },
  /** Which phase makes an arm's tail. */
  'run:tail': { req: z.object({ run: z.string(), arm: z.string() }), res: TailDocument },
  /** The single handshakes of an arm that a question fits. */
  'run:handshakes': { req: z.object({ run: z.string(), arm: z.string(), query: HandshakeQuery }), res: HandshakeList },
  'run:handshake': { req: z.object({ run: z.string(), arm: z.string(), ref: HandshakeRef }), res: HandshakeDetail },
  /** A recorded run for the live views; one at a time. */
  'playback:open': { req: RunRef, res: PlaybackHead },
  /** Its pictures after the first `seen`, as they are made. */
  'playback:next': { req: z.object({ run: z.string(), seen: z.number().int().nonnegative() }), res: PlaybackPart },
  /** Each a run, or a run and one of its arms. */
  'compare:runs': { req: z.object({ a: z.object({ run: z.string(), arm: z.string().nullable() }), b: z.object({ run: z.string(), arm: z.string().nullable() }) }), res: CompareDocument },
  /** `running`: the file whose run is on; `waiting`: those that follow it. */
  'claims:list': { req: Nothing, res: z.object({ files: z.array(JudgedFile), running: z.string().nullable(), waiting: z.array(z.string()), appVersion: z.string() }) },
  /** Runs the scenarios of these files one after another; each run that finishes decides its file's claims. */
  'claims:run': { req: z.object({ ids: z.array(z.string()).min(1) }), res: z.object({ runId: z.string() }) },
  'selfcheck:start': { req: z.object({ seconds: z.number().min(20).max(3600) }), res: Nothing },
  'selfcheck:stop': { req: Nothing, res: Nothing },
  /** The check under way, and the last one that ended on this machine. */
  'selfcheck:state': { req: Nothing, res: z.object({ running: SelfCheckProgress.nullable(), problem: z.string().nullable(), last: SelfCheckDocument.nullable() }) },
  /** Every format with why this run cannot be written as it, else null; `run`: its id. */
  'run:exports': { req: RunRef, res: z.object({ run: z.string(), formats: z.array(z.object({ id: z.enum(EXPORT_IDS), refused: z.enum(EXPORT_REFUSAL_IDS).nullable() })) }) },
  /** What an exact replay would not find as it was. */
  'run:differences': { req: RunRef, res: z.object({ differences: z.array(Difference) }) },
} satisfies Record<Channel, { req: z.ZodType; res: z.ZodType }>;

export type Contract = typeof contract;
export type Request<K extends Channel> = z.input<Contract[K]['req']>;
export type Response<K extends Channel> = z.output<Contract[K]['res']>;

export interface ErrorReply {
  readonly code: string;
  readonly message: string;
}
/** An envelope, since Electron keeps only the message of an error thrown through `handle`. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorReply };

export type Handler<K extends Channel> = (req: z.output<Contract[K]['req']>) => Promise<z.input<Contract[K]['res']>>;
export type Handlers<K extends Channel = Channel> = { [C in K]: Handler<C> };

/** Channels that main answers itself; all others go on to the engine's process. */
export const MAIN_CHANNELS = ['app:state', 'app:settings', 'app:log', 'diagnostics:copy', 'app:place', 'app:opened', 'window:open', 'file:choose', 'folder:open', 'folder:choose', 'file:save', 'report:export', 'run:export', 'run:pack', 'export:state', 'export:stop'] as const satisfies readonly Channel[];
export type MainChannel = (typeof MAIN_CHANNELS)[number];
export type EngineChannel = Exclude<Channel, MainChannel>;

/** `window.lab`, as the preload makes it. */
export interface LabApi {
  invoke<K extends Channel>(channel: K, request: Request<K>): Promise<Reply<Response<K>>>;
  /** Menu commands (`navigate:library`, `run`, …); returns the unsubscribe. */
  onMenu(listener: (command: string) => void): () => void;
  /** The path of a dropped file (Electron's webUtils). */
  pathOf(file: unknown): string;
}
