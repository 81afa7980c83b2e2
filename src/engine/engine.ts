/** The engine as the app, the command line and the tests use it: no window, no electron. */
import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineChannel, Handlers, RunHeadline } from '../shared/ipc/contract.ts';
import { compareRuns } from '../shared/compare/compare.ts';
import { armsOf, isTwin, type Arm, type Arms } from '../shared/scenario/arms.ts';
import type { Scenario } from '../shared/scenario/schema.ts';
import type { ResultDocument } from '../shared/result/document.ts';
import type { SelfCheckDocument, SelfCheckProgress } from '../shared/selfcheck/document.ts';
import type { ClaimFile, JudgedFile } from '../shared/claims/document.ts';
import { judgeAll, keepDeciding, readDeciding } from './claims/claims.ts';
import { readClaimFiles } from './claims/files.ts';
import { Explorer } from './explore/index.ts';
import { checkExport, exportsOf, writeExport, type ExportJob, type ExportWish, type Sink } from './export/index.ts';
import { hasWire, packRun, unpackRun, type PackOptions, type Unpacked } from './archive/index.ts';
import { LabError, messageOf } from './errors.ts';
import { RunFolders, ScenarioFolder } from './library/folders.ts';
import { readScenarioFile } from './library/scenario-file.ts';
import { readHeadline } from './library/headline.ts';
import { KEPT_REPORT, readKeptReport, writeKeptReport } from './library/report-file.ts';
import { SAMPLES } from './library/samples.ts';
import { placementFor, automaticPlacement, type ReservedCpus } from './plan/placement.ts';
import { parseReserved } from './plan/reserved.ts';
import { readCpus, readMachine, readTopology } from './plan/topology.ts';
import { openResult } from './result/kept.ts';
import { LiveHub, paintHz, type LivePort } from './run/live-hub.ts';
import { differencesNow } from './run/replay.ts';
import { Playback } from './playback/index.ts';
import { readProfile } from './profiles/index.ts';
import { Run, type RunObserver, type RunPlan } from './run/runner.ts';
import { StackAdder } from './stacks/add.ts';
import { removeLeftovers } from './scheduling/index.ts';
import { readSelfCheck, keepSelfCheck } from './selfcheck/kept.ts';
import { selfCheck, type SelfCheckOptions } from './selfcheck/selfcheck.ts';
import { Tails } from './tail/index.ts';
import { StackFinder } from './stacks/find.ts';
import { openRun, readRunFile } from './store/run-reader.ts';
import type { RunFile } from './store/format.ts';
import { pairOf, type PairKind } from './plan/rounds.ts';
import type { StoredBlock } from './store/block-table.ts';

export interface EngineOptions {
  readonly runsFolder: string;
  readonly scenariosFolder: string;
  readonly projectRoot: string;
  readonly appVersion: string;
  /** The CPUs that `cpus: auto` keeps for the app. HSLAB_RESERVED_CPUS goes before it. */
  readonly reservedCpus?: ReservedCpus;
}

export interface PlanOptions {
  /** Parent folder of the run's folder; the library by default. */
  readonly parent?: string;
  readonly replay?: { readonly run: string; readonly exact: boolean } | null;
  /** Other arms than the scenario makes, from those that it makes: only the self-check has any. */
  readonly arms?: (of: readonly Arm[]) => Arm[];
}

export class Engine {
  readonly runs: RunFolders;
  readonly scenarios: ScenarioFolder;
  readonly stacks: StackFinder;
  readonly #adder: StackAdder;
  readonly #hub = new LiveHub();
  readonly #explorer = new Explorer();
  readonly #playback = new Playback();
  readonly #tails = new Tails();
  #check: { stop: AbortController; done: Promise<void>; progress: SelfCheckProgress } | null = null;
  #checkProblem: string | null = null;
  #current: { run: Run; plan: RunPlan; claim: string | null; done: Promise<unknown> } | null = null;
  /** Claim files that are run after this one. */
  #claimsWaiting: string[] = [];
  /** Files that are being written. */
  #exports = 0;
  #wishedReserve: ReservedCpus;

  constructor(private readonly options: EngineOptions) {
    this.#wishedReserve = options.reservedCpus ?? 'auto';
    this.runs = new RunFolders(options.runsFolder);
    this.scenarios = new ScenarioFolder(options.scenariosFolder);
    this.stacks = new StackFinder(options.projectRoot);
    this.#adder = new StackAdder(options.projectRoot, this.stacks);
    // What an engine that was killed had isolated is free again.
    removeLeftovers();
  }

  #reserved(): ReservedCpus {
    return parseReserved(process.env['HSLAB_RESERVED_CPUS']) ?? this.#wishedReserve;
  }

  /** From the next run on, `cpus: auto` keeps these for the app. */
  reserve(cpus: ReservedCpus): void {
    this.#wishedReserve = cpus;
  }

  attachLive(port: LivePort): void {
    this.#hub.attach(port);
  }

  /** Stops a run and keeps it; ends every worker and removes the keys. */
  async close(): Promise<void> {
    this.#adder.stop();
    this.#claimsWaiting = [];
    this.#current?.run.stop('interrupted');
    await this.#current?.done;
    this.#check?.stop.abort();
    await this.#check?.done;
  }

  /** What a scenario would run here. Throws a LabError where that is nothing. */
  async plan(scenario: Scenario, { parent, replay = null, arms: others }: PlanOptions = {}): Promise<RunPlan> {
    const [stacks, machine] = await Promise.all([this.stacks.list(), readMachine()]);
    const before = replay ? readRunFile(this.runs.find(replay.run)) : null;
    const exact = replay?.exact === true ? before : null;
    let arms = exact ? this.#armsAsBefore(exact, armsOf(scenario, stacks)) : armsOf(scenario, stacks);
    if (others) arms = { run: others(arms.run), refused: arms.refused };
    if (arms.run.length === 0) {
      const reasons = [...new Set(arms.refused.map(({ reason }) => reason))];
      throw new LabError('no-arm', `No arm of this scenario can run here:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`);
    }
    const { id, folder } = this.runs.newRun(scenario.name, parent);
    const cpus = readCpus();
    return {
      id,
      name: scenario.name,
      scenario,
      arms,
      stacks,
      machine,
      placement: exact?.placement ?? placementFor(scenario, cpus, this.#reserved()),
      cpus: cpus.map(({ cpu }) => cpu),
      seed: exact?.run.seed ?? scenario.seed ?? randomInt(2 ** 32),
      folder,
      projectRoot: this.options.projectRoot,
      appVersion: this.options.appVersion,
      replayOf: before ? { id: before.run.id, exact: exact !== null } : null,
      // The same blocks in the same order.
      pairs: exact ? pairsOf(openRun(this.runs.find(replay?.run as string)).blocks) : null,
    };
  }

  run(plan: RunPlan, observer: RunObserver): Run {
    return new Run(plan, observer);
  }

  /** A run's result, by its id or folder. */
  result(run: string): ResultDocument {
    return openResult(this.runs.find(run));
  }

  /** Every claim as it stands. */
  async claims(): Promise<JudgedFile[]> {
    return judgeAll(this.claimFiles(), readDeciding(this.options.runsFolder), await this.stacks.list(), (run) => this.result(run));
  }

  claimFiles(): ClaimFile[] {
    return readClaimFiles(this.options.projectRoot);
  }

  /** From now on this run decides the claims of a file. */
  decideClaims(file: string, run: string): void {
    keepDeciding(this.options.runsFolder, file, run);
  }

  /** Where the choices for a run's report are kept, or those for the claims'. */
  #reportFile(run: string | null): string {
    return run === null ? join(this.options.runsFolder, 'claims-report.json') : join(this.runs.find(run), KEPT_REPORT);
  }

  /** The name that a run's file in another tool's format has. Throws a LabError where the run has nothing for it. */
  exportName(run: string, wish: ExportWish): string {
    return checkExport(this.runs.find(run), wish);
  }

  /** Writes a run in another tool's format. Throws a LabError where that cannot be, or what the signal was aborted with. */
  async export(run: string, wish: ExportWish, open: () => Promise<Sink>, job: ExportJob = {}): Promise<void> {
    if (this.#current || this.#check) throw new LabError('busy', 'A run or a self-check is in progress, and writing would disturb it; export when it has ended');
    this.#exports++;
    try {
      await writeExport(this.runs.find(run), wish, open, job);
    } finally {
      this.#exports--;
    }
  }

  /** Writes a run as one file for a colleague; says whether recorded bytes were left out, as they hold TLS secrets. Throws a LabError where that cannot be. */
  async pack(run: string, open: () => Promise<Sink>, options: PackOptions): Promise<{ wireLeftOut: boolean }> {
    if (this.#current || this.#check) throw new LabError('busy', 'A run or a self-check is in progress, and writing would disturb it; pack the run when it has ended');
    const folder = this.runs.find(run);
    this.#exports++;
    try {
      await packRun(folder, open, options);
    } finally {
      this.#exports--;
    }
    return { wireLeftOut: hasWire(folder) && !options.withWire };
  }

  /** Takes a run from such a file into the library. Throws a LabError that names what is wrong in the file. */
  async unpack(path: string): Promise<Unpacked> {
    if (this.#current || this.#check) throw new LabError('busy', 'A run or a self-check is in progress, and unpacking would disturb it; open the file when it has ended');
    this.#exports++;
    try {
      return await unpackRun(path, this.options.runsFolder);
    } finally {
      this.#exports--;
    }
  }

  async differences(run: string): Promise<{ what: string; then: string; now: string }[]> {
    const [stacks, machine] = await Promise.all([this.stacks.list(), readMachine()]);
    return differencesNow(readRunFile(this.runs.find(run)), { stacks, machine, cpus: readCpus().map(({ cpu }) => cpu), projectRoot: this.options.projectRoot });
  }

  #armsAsBefore(file: RunFile, now: Arms): Arms {
    const missing = file.arms.filter((arm) => !isTwin(arm) && !now.run.some((own) => own.id === arm.id));
    if (missing.length > 0) throw new LabError('no-arm', `An exact replay needs arms that cannot run here now: ${missing.map(({ id }) => id).join(', ')}. Use "run again" for what can`);
    return { run: file.arms.filter((arm) => !isTwin(arm)), refused: now.refused };
  }

  #headlines(): RunHeadline[] {
    const live = this.#current?.plan;
    return this.runs.list().flatMap((folder) => (folder === live?.folder ? [] : [readHeadline(folder)]));
  }

  /** Runs the scenarios of these claim files one after another; what the first cannot run is thrown, a later one is passed over. */
  async #startClaims(ids: readonly string[]): Promise<{ runId: string }> {
    const [first, ...rest] = this.claimFiles().filter(({ id, scenario }) => scenario !== null && ids.includes(id));
    if (!first?.scenario) throw new LabError('not-found', `None of ${ids.join(', ')} is a claim that can be run`);
    const started = await this.#start(first.scenario, null, first.id);
    this.#claimsWaiting = rest.map(({ id }) => id);
    return started;
  }

  #startNextClaim(): void {
    const waiting = this.#claimsWaiting;
    if (waiting.length > 0) void this.#startClaims(waiting).catch(() => {
      this.#claimsWaiting = waiting.slice(1);
      this.#startNextClaim();
    });
  }

  #whileNothingIsWritten(): void {
    if (this.#exports > 0) throw new LabError('busy', 'A run is being exported, which takes the CPUs; stop that, or wait for its end');
  }

  async #start(scenario: Scenario, replay: { run: string; exact: boolean } | null, claim: string | null = null): Promise<{ runId: string }> {
    if (this.#current || this.#check) throw new LabError('busy', 'A run or a self-check is in progress; stop it, or wait for its end');
    if (this.#adder.busyWith !== null) throw new LabError('busy', `${this.#adder.busyWith} is being added, which takes the CPUs; wait for its end`);
    this.#whileNothingIsWritten();
    const plan = await this.plan(scenario, { replay });
    const hub = this.#hub;
    hub.begin(plan.placement);
    const run = new Run(plan, {
      started: () => hub.tell({ type: 'started', runId: plan.id, name: plan.name, arms: plan.arms.run.map(({ id, client, server }) => ({ id, client, server })), paintHz: paintHz(plan.placement) }),
      armFailed: (arm, reason) => hub.tell({ type: 'arm-failed', arm, reason }),
      log: (atMs, source, line) => hub.tell({ type: 'log', atMs, source, line }),
      noise: (slice) => hub.noise(slice),
      verdicts: (verdicts) => hub.verdicts(verdicts),
      betweenBlocks: (read) => hub.offer(read),
    });
    const done = run.execute().then(
      ({ run: { ended } }) => ({ ended, message: null }),
      (error: unknown) => ({ ended: 'failed' as const, message: messageOf(error) }),
    ).then(({ ended, message }) => {
      this.#current = null;
      // A run that was cut short has not seen what the claim asks for.
      if (claim !== null && ended === 'finished') this.decideClaims(claim, plan.id);
      hub.tell({ type: 'ended', runId: plan.id, ended, message });
      this.#startNextClaim();
    });
    this.#current = { run, plan, claim, done };
    return { runId: plan.id };
  }

  /** Checks the instrument itself for about so long, and keeps what it found. Throws a LabError where it cannot. */
  async selfCheck(options: SelfCheckOptions): Promise<SelfCheckDocument> {
    const document = await selfCheck({
      stacks: () => this.stacks.list(),
      plan: (scenario, arms) => this.plan(scenario, { arms }),
      run: async (plan, observer, signal) => {
        const run = new Run(plan, observer);
        const stop = (): void => run.stop('stopped');
        signal?.addEventListener('abort', stop, { once: true });
        if (signal?.aborted) stop();
        return run.execute().finally(() => signal?.removeEventListener('abort', stop));
      },
      forget: ({ run: { folder } }) => rmSync(folder, { recursive: true, force: true }),
    }, options);
    keepSelfCheck(this.options.runsFolder, document);
    return document;
  }

  #startSelfCheck(seconds: number): void {
    if (this.#current || this.#check) throw new LabError('busy', 'A run or a self-check is in progress; stop it, or wait for its end');
    if (this.#adder.busyWith !== null) throw new LabError('busy', `${this.#adder.busyWith} is being added; wait for its end`);
    this.#whileNothingIsWritten();
    const stop = new AbortController();
    this.#checkProblem = null;
    const progress: SelfCheckProgress = { stage: 'shift', fraction: 0, secondsLeft: seconds };
    const done = this.selfCheck({
      seconds,
      signal: stop.signal,
      onProgress: (now) => {
        if (this.#check) this.#check.progress = now;
      },
    }).then(
      () => undefined,
      (error: unknown) => {
        if (!stop.signal.aborted) this.#checkProblem = messageOf(error);
      },
    ).finally(() => {
      this.#check = null;
    });
    this.#check = { stop, done, progress };
  }

  readonly handlers: Handlers<EngineChannel> = {
    'stacks:list': async ({ refresh }) => ({ stacks: await this.stacks.list(refresh) }),
    'stacks:add': async ({ id, seen }) => {
      if (this.#current || this.#check) throw new LabError('busy', 'A run is in progress; add a version when it is over');
      return this.#adder.follow(id, seen);
    },
    'machine:topology': async () => {
      const topology = readTopology();
      return { machine: await readMachine(), ...topology, automatic: automaticPlacement(topology.cpus.filter(({ allowed }) => allowed), this.#reserved()) };
    },
    'library:list': async () => ({ samples: [...SAMPLES], scenarios: this.scenarios.list(), runs: this.#headlines() }),
    'scenario:open': async ({ path }) => ({ scenario: readScenarioFile(path) }),
    'scenario:save': async ({ id, scenario, text }) => ({ id: this.scenarios.save(id, scenario, text) }),
    'scenario:delete': async ({ id }) => {
      this.scenarios.delete(id);
      return {};
    },
    'scenario:restore': async ({ id }) => {
      this.scenarios.restore(id);
      return {};
    },
    'run:start': ({ scenario, replay }) => this.#start(scenario, replay),
    'claims:list': async () => ({ files: await this.claims(), running: this.#current?.claim ?? null, waiting: this.#claimsWaiting, appVersion: this.options.appVersion }),
    'claims:run': ({ ids }) => this.#startClaims(ids),
    'run:stop': async () => {
      this.#claimsWaiting = [];
      this.#current?.run.stop('stopped');
      await this.#current?.done;
      return {};
    },
    'run:pause': async ({ paused }) => {
      this.#current?.run.pause(paused);
      if (this.#current) this.#hub.tell({ type: 'paused', paused });
      return {};
    },
    'run:open': async ({ run }) => this.result(run),
    'run:unpack': async ({ path }) => ({ run: (await this.unpack(path)).folder }),
    'run:rename': async ({ run, name }) => {
      this.runs.rename(run, name);
      return {};
    },
    'run:delete': async ({ run }) => {
      this.runs.delete(run);
      return {};
    },
    'run:restore': async ({ run }) => {
      this.runs.restore(run);
      return {};
    },
    'compare:runs': async ({ a, b }) => {
      const side = ({ run, arm }: typeof a) => ({ result: this.result(run), arm });
      return compareRuns(side(a), side(b));
    },
    'run:exports': async ({ run }) => exportsOf(this.runs.find(run)),
    'run:profile': async ({ run, file }) => readProfile(this.runs.find(run), file),
    'playback:open': async ({ run }) => this.#playback.open(this.runs.find(run)),
    'playback:next': async ({ run, seen }) => this.#playback.next(this.runs.find(run), seen),
    'run:tail': async ({ run, arm }) => this.#tails.of(this.runs.find(run), arm),
    'run:handshakes': async ({ run, arm, query }) => this.#explorer.list(this.runs.find(run), arm, query),
    'run:handshake': async ({ run, arm, ref }) => this.#explorer.detail(this.runs.find(run), arm, ref),
    'selfcheck:start': async ({ seconds }) => {
      this.#startSelfCheck(seconds);
      return {};
    },
    'selfcheck:stop': async () => {
      this.#check?.stop.abort();
      await this.#check?.done;
      return {};
    },
    'selfcheck:state': async () => ({ running: this.#check?.progress ?? null, problem: this.#checkProblem, last: readSelfCheck(this.options.runsFolder) }),
    'report:kept': async ({ run }) => ({ kept: readKeptReport(this.#reportFile(run)) }),
    'report:keep': async ({ run, kept }) => {
      writeKeptReport(this.#reportFile(run), kept);
      return {};
    },
    'run:differences': async ({ run }) => ({ differences: await this.differences(run) }),
  };
}

/** What each pair of rounds of a run was for. */
function pairsOf(blocks: readonly StoredBlock[]): PairKind[] {
  const pairs = new Map<number, PairKind>();
  for (const { round, stage, observe, client } of blocks) {
    const before = pairs.get(pairOf(round))?.handshakes ?? 0;
    pairs.set(pairOf(round), { stage, observe, handshakes: Math.max(before, client.handshakes) });
  }
  return [...pairs.values()];
}
