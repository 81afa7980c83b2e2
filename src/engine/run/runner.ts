/** Executes the course of a run: pairs of rounds of blocks, until it ends, a stop is asked for, or no arm is left. */
import { documentOf } from '../result/build.ts';
import { keepResult } from '../result/kept.ts';
import { measuredBlock, type MeasuredBlock } from '../result/measured.ts';
import { familiesOf, RunFigures } from '../result/run-figures.ts';
import type { RunFile } from '../store/format.ts';
import { openRun } from '../store/run-reader.ts';
import { RunWriter } from '../store/run-writer.ts';
import { LabError, messageOf } from '../errors.ts';
import { monotonicNs } from '../clock.ts';
import { storeProfiles } from '../profiles/index.ts';
import { arrivalsNs, openLoopBlock } from '../plan/arrivals.ts';
import { namesOf } from '../plan/names.ts';
import { pairOf, RoundOrder, type PairKind, type PlannedBlock } from '../plan/rounds.ts';
import type { Arm } from '../../shared/scenario/arms.ts';
import type { LiveVerdict } from '../../shared/live/events.ts';
import type { NoiseSlice } from '../../shared/result/noise.ts';
import type { LiveSnapshot } from '../../shared/live/snapshot.ts';
import type { ResultDocument, RunFacts } from '../../shared/result/document.ts';
import { level } from '../stats/quantiles.ts';
import { capturePath, CrossChecker } from '../crosscheck/index.ts';
import { has, readTools } from '../stacks/tools.ts';
import { assertionFailure } from './assert.ts';
import { armBlock, canObserve, isProfile, runBlock, type ArmedBlock, type FinishedBlock } from './block.ts';
import { Course } from './course.ts';
import { NetworkWatch } from '../network/network-watch.ts';
import { LivePicture } from './live.ts';
import { CalmLooks, liveVerdicts } from './live-verdicts.ts';
import { newRunFile, type RunPlan } from './run-file.ts';
import { probeIdle, probeReplay } from './probes.ts';
import { Scheduled } from './scheduled.ts';
import { Session, type OpenArm } from './session.ts';
import { WireRecorder } from '../wire/recorder.ts';
import { writeWireFile } from '../wire/wire-file.ts';
import { Slices } from './slices.ts';
import { countsInFigures } from './stage.ts';

export type { RunPlan } from './run-file.ts';

const FAILED_BLOCKS_IN_A_ROW = 2;
const LEAST_CAPACITY = 1_000;
/** What s_time may do to a server in one try. */
const CROSS_CHECK_CAPACITY = 8_000;
const CROSS_CHECK_BLOCKS = 2 ** 30;

export type Ended = Exclude<RunFacts['ended'], 'cut short'>;

/** What a run tells while it goes. `betweenBlocks` may hold it up: that is when the window paints. */
export interface RunObserver {
  started?(file: RunFile, folder: string): void;
  armFailed?(arm: string, reason: string): void;
  log?(atMs: number, source: string, line: string): void;
  noise?(slice: NoiseSlice): void;
  verdicts?(verdicts: readonly LiveVerdict[]): void;
  betweenBlocks?(read: () => LiveSnapshot): Promise<void> | undefined;
}

export class Run {
  readonly #startedMs = performance.now();
  readonly #arms: readonly Arm[];
  readonly #figures: RunFigures;
  readonly #picture: LivePicture;
  readonly #file: RunFile;
  #wish: 'go on' | 'stopped' | 'interrupted' = 'go on';
  #paused: { resume: () => void; promise: Promise<void> } | null = null;
  readonly #looks = new CalmLooks();
  #paint = { slots: 0, totalMs: 0 };
  #blocks = 0;
  #crossCheckBlocks = 0;
  #armed: { planned: PlannedBlock; block: ArmedBlock } | null = null;
  #handOver = { ns: 0, blocks: 0 };
  #rounds = { measured: 0, warmup: 0 };
  #failedBlocks = new Map<number, number>();
  #network: NetworkWatch | null = null;
  #wire: WireRecorder | null = null;
  #session: Session | null = null;
  /** Pairs of the measuring with a block in which the relay was too late. */
  readonly #voidPairs = new Set<number>();
  /** Log levels of each arm's timing blocks since the last change of stage. */
  #series = new Map<number, number[]>();

  constructor(private readonly plan: RunPlan, private readonly observer: RunObserver) {
    this.#file = newRunFile(plan, { granted: [], isolation: null });
    this.#arms = this.#file.arms;
    this.#figures = new RunFigures(this.#arms);
    this.#picture = new LivePicture(plan.arms.run.length);
  }

  /** Ends the run after the block in progress; what was measured is kept. */
  stop(how: 'stopped' | 'interrupted' = 'stopped'): void {
    this.#wish = how;
    this.pause(false);
  }

  pause(paused: boolean): void {
    if (!paused) {
      this.#paused?.resume();
      this.#paused = null;
    } else if (!this.#paused) {
      let resume: () => void = () => undefined;
      const promise = new Promise<void>((resolve) => (resume = resolve));
      this.#paused = { resume, promise };
    }
  }

  /** Runs to the end and returns the result. Throws where nothing could be started or written. */
  async execute(): Promise<ResultDocument> {
    const { plan, observer } = this;
    const file = this.#file;
    const writer = makeWriter(plan.folder, file);
    observer.started?.(file, plan.folder);
    let session: Session | null = null;
    let scheduled: Scheduled | null = null;
    try {
      scheduled = await Scheduled.prepare(plan);
      session = await Session.open({
        arms: this.#arms,
        scenario: plan.scenario,
        stacks: plan.stacks,
        placement: plan.placement,
        cpus: plan.cpus,
        projectRoot: plan.projectRoot,
        epochNs: monotonicNs(),
        capacity: this.#capacity(),
        commandPrefix: scheduled.prefix.words,
        onLog: (source, line) => observer.log?.(this.#elapsedMs(), source, line),
      });
      this.#session = session;
      file.certificates = session.certificates;
      for (const [arm, reason] of Object.entries(session.failures)) this.#fail(arm, reason);
      scheduled.apply(await session.processes());
      if (plan.scenario.observe.includes('wire')) this.#wire = new WireRecorder(session);
      if (session.arms.some(({ path }) => path !== null)) this.#network = new NetworkWatch(await session.relay(), session.arms);
      const ended = session.arms.length === 0 ? 'failed' : await this.#course(session, writer);
      if (ended === 'finished') await this.#probe(session);
      this.#keepWire();
      file.network = (await this.#network?.facts()) ?? null;
      file.scheduling = scheduled.facts(file.noise.summary);
      return this.#finish(writer, ended);
    } catch (error) {
      observer.log?.(this.#elapsedMs(), 'engine', messageOf(error));
      this.#finish(writer, 'failed');
      throw error;
    } finally {
      scheduled?.undo();
      await session?.close();
    }
  }

  /** The most handshakes that one block may hold. */
  #capacity(): number {
    const { load, crossCheck } = this.plan.scenario;
    return Math.max(crossCheck ? CROSS_CHECK_CAPACITY : LEAST_CAPACITY, load.block === 'auto' ? 0 : load.block * 10, ...load.connections.map((connections) => connections * 40), ...load.rate.map(openLoopBlock));
  }

  async #course(session: Session, writer: RunWriter): Promise<Ended> {
    const open = new Map(session.arms.map((arm) => [arm.index, arm]));
    const workers = await session.processes();
    const slices = new Slices({ pids: workers.map(({ pid }) => pid), cpus: [...new Set(workers.flatMap(({ ready }) => ready.cpus))], elapsedMs: () => this.#elapsedMs(), onSlice: (slice) => this.observer.noise?.(slice) });
    const checker = this.plan.scenario.crossCheck ? await this.#openCrossCheck(session) : null;
    const course = new Course(this.plan.scenario, {
      arms: open.size,
      nowMs: () => performance.now(),
      series: () => [...open.keys()].map((index) => this.#series.get(index) ?? []),
      markedPairs: () => slices.markedPairs + this.#voidPairs.size,
      worstHalfWidthPct: () => this.#figures.worstHalfWidthPct([...open.keys()].filter((index) => this.#arms[index]?.twinOf === null)),
      canCrossCheck: () => checker !== null,
    });
    const order = new RoundOrder(this.#arms.length, this.plan.seed);
    let stage: PairKind['stage'] = 'warm-up';
    try {
      for (const kind of course.pairs(this.plan.pairs)) {
        if (kind.stage !== stage) this.#series.clear();
        stage = kind.stage;
        const blocks = order.next(kind).flat();
        const before = slices.beginPair(kind, blocks[0]?.round ?? 0);
        if (before !== null) this.#figures.closeSlice(before);
        if (kind.observe === 'packets') await checker?.beginRound();
        for (const [place, planned] of blocks.entries()) {
          if (this.#paused) await slices.aside(() => this.#paused?.promise ?? Promise.resolve());
          if (this.#wish !== 'go on') return this.#wish;
          const arm = open.get(planned.arm);
          if (!arm || !this.#takesPart(arm, planned)) continue;
          const next = blocks.slice(place + 1).map((later) => ({ arm: open.get(later.arm), planned: later })).find((later) => later.arm && this.#takesPart(later.arm, later.planned));
          const reason = await this.#oneBlock(arm, planned, next?.arm && next.arm.server !== arm.server && planned.observe !== 'wire' ? { arm: next.arm, planned: next.planned } : null, writer, slices, checker);
          if (reason !== null) {
            open.delete(planned.arm);
            this.#fail(arm.arm.id, reason);
            if (open.size === 0) return 'failed';
          }
          await this.#letPaint(slices, () => {
            const { fraction, expectedMs } = course.facts.progress();
            return this.#picture.read({ elapsedMs: this.#elapsedMs(), round: planned.round, warmingUp: course.facts.measuringFromMs === null, progress: fraction, expectedMs: expectedMs - this.#startedMs });
          });
        }
        this.#rounds[kind.stage === 'warm-up' || kind.stage === 'trial' ? 'warmup' : 'measured'] += 2;
        if (kind.observe === 'packets') await checker?.endRound();
        const judged = slices.endPair();
        if (judged !== null) this.#figures.closeSlice(judged);
        if (this.observer.verdicts) await slices.aside(async () => this.#tellVerdicts());
      }
      return 'finished';
    } finally {
      this.#figures.closeSlice(slices.close());
      this.#noteCourse(course, [...open.keys()], slices);
      this.#file.crossChecks = checker?.results() ?? [];
      await checker?.close();
    }
  }

  /** After the measuring, so that nothing of it is in a figure. */
  async #probe(session: Session): Promise<void> {
    const open = session.arms.filter(({ arm }) => arm.twinOf === null && this.#file.failures[arm.id] === undefined);
    for (const arm of open) {
      if (this.#wish !== 'go on') return;
      if (arm.arm.earlyData === 'accepted') this.#file.replays.push(await probeReplay(arm, () => CROSS_CHECK_BLOCKS + this.#crossCheckBlocks++));
      if (this.plan.scenario.idle > 0) this.#file.idle.push(await probeIdle(arm, this.plan.scenario.idle));
    }
  }

  #keepWire(): void {
    if (!this.#wire) return;
    this.#file.wire = this.#wire.results();
    if (this.#wire.recorded.length > 0) writeWireFile(this.plan.folder, this.#wire.recorded);
  }

  #openCrossCheck(session: Session): Promise<CrossChecker> {
    const { placement, projectRoot } = this.plan;
    const { go } = readTools(projectRoot).workers;
    return CrossChecker.open({
      arms: session.arms,
      epochNs: session.epochNs,
      capturePath: capturePath(has(go) ? go.path : undefined),
      clientCpus: placement.client,
      serverCpus: placement.server,
      // Far from the run's own numbers: these blocks are kept in no file.
      nextBlock: () => CROSS_CHECK_BLOCKS + this.#crossCheckBlocks++,
    });
  }

  /** The server of a block made ready; the next block's while this one's hands in its side, since each of these takes a round trip. */
  async #arm(arm: OpenArm, planned: PlannedBlock): Promise<ArmedBlock> {
    const scheduleNs = this.#schedule(arm.arm, planned);
    const block = await armBlock(arm, this.#blocks++, planned, scheduleNs, this.#names(arm.arm, planned, scheduleNs?.length ?? planned.handshakes));
    this.#armed = { planned, block };
    return block;
  }

  /** Runs and keeps one block; the reason why its arm must end, else null. */
  async #oneBlock(measuredArm: OpenArm, planned: PlannedBlock, next: { arm: OpenArm; planned: PlannedBlock } | null, writer: RunWriter, slices: Slices, checker: CrossChecker | null): Promise<string | null> {
    const arm = this.#via(measuredArm, planned);
    let finished: FinishedBlock;
    let punctual: Awaited<ReturnType<NetworkWatch['judge']>> = 'in time';
    const beganMs = performance.now();
    try {
      const armed = this.#armed?.planned === planned ? this.#armed.block : await this.#arm(arm, planned);
      const port = planned.observe === 'wire' && this.#wire ? await this.#wire.begin(arm) : arm.port;
      finished = await runBlock(armed, next && (() => this.#arm(next.arm, next.planned)), port);
      if (this.#network) punctual = await this.#network.judge(arm);
    } catch (error) {
      // Without a relay or its recording the arm's own figures stand.
      if (planned.observe === 'wire') this.#wire?.note(arm, error);
      return planned.observe === 'wire' ? null : messageOf(error);
    }
    if (punctual === 'hopeless') return 'the relay could not hold its delay: block after block 1 of 100 pieces came more than 1 ms late; leave it a CPU of its own or give a shorter list of arms';
    const { raw, profiles } = finished;
    const isVoid = punctual === 'void' && countsInFigures(planned);
    const record = isVoid ? { ...finished.record, stage: 'void' as const } : finished.record;
    if (isVoid && planned.stage === 'measure') this.#voidPairs.add(pairOf(planned.round));
    if (isProfile(planned.observe)) this.#keepProfiles(arm.arm, planned.observe, record, profiles);
    this.#handOver.ns += (performance.now() - beganMs) * 1e6 - record.client.done.elapsedNs;
    this.#handOver.blocks++;
    const measured = measuredBlock(record, familiesOf(arm.arm));
    try {
      writer.addBlock(record, raw, measured);
    } catch (error) {
      throw new LabError('disk', `The run cannot be written to ${this.plan.folder}: ${messageOf(error)}. What was measured before is kept; make room and run again`);
    }
    if (planned.observe === 'wire') await this.#wire?.end(arm, finished, measured).catch((error: unknown) => this.#wire?.note(arm, error));
    this.#figures.add(measured);
    slices.note(measured);
    checker?.note(measured);
    this.#picture.add(measured, this.#elapsedMs());
    this.#noteLevel(measured);
    return planned.observe === 'wire' ? null : (assertionFailure(measured.rows, arm.arm) ?? this.#failedFor(measured));
  }

  /** The wire of some stacks is recorded with a server of its own. */
  #via(arm: OpenArm, { observe }: Pick<PlannedBlock, 'observe'>): OpenArm {
    return observe === 'wire' && this.#session ? this.#session.wireArm(arm) : arm;
  }

  /** Twins are there for the noise floor alone, and a profile needs a side that can make one. */
  #takesPart(arm: OpenArm, { observe }: PlannedBlock): boolean {
    return observe === 'timing' || (arm.arm.twinOf === null && canObserve(this.#via(arm, { observe }), observe));
  }

  /** A profile that cannot be read is told in the log; the run goes on. */
  #keepProfiles(arm: Arm, observe: 'cpu-profile' | 'alloc-profile', record: FinishedBlock['record'], profiles: FinishedBlock['profiles']): void {
    for (const side of ['client', 'server'] as const) {
      try {
        for (const { kind, file } of storeProfiles(this.plan.folder, { arm: record.arm, side, observe }, profiles[side])) {
          const { handshakes } = record[side].done;
          const known = this.#file.profiles.find((entry) => entry.file === file);
          if (known) known.handshakes += handshakes;
          else this.#file.profiles.push({ arm: arm.id, side, kind, file, handshakes });
        }
      } catch (error) {
        this.observer.log?.(this.#elapsedMs(), `${arm[side]} ${side}`, messageOf(error));
      }
    }
  }

  /** Two blocks in a row without one good handshake end an arm. */
  #failedFor({ arm, client, rows }: MeasuredBlock): string | null {
    if (client.handshakes > 0 && client.failed < client.handshakes) {
      this.#failedBlocks.delete(arm);
      return null;
    }
    const inARow = (this.#failedBlocks.get(arm) ?? 0) + 1;
    this.#failedBlocks.set(arm, inARow);
    if (inARow < FAILED_BLOCKS_IN_A_ROW) return null;
    const errors = rows.flatMap((row) => [row.client?.error, row.server?.error]).filter((text) => text !== null && text !== undefined);
    return [...new Set(errors)].join(' · ') || 'every handshake failed, without a reason from either side';
  }

  #schedule(arm: Arm, planned: PlannedBlock): number[] | null {
    if (arm.rate === null || planned.observe !== 'timing' || planned.stage === 'warm-up') return null;
    return arrivalsNs(this.plan.scenario.load.arrivals, arm.rate, openLoopBlock(arm.rate), this.plan.seed, pairOf(planned.round));
  }

  #names(arm: Arm, { round }: PlannedBlock, count: number): number[] | null {
    const { names, zipf } = this.plan.scenario.session;
    return arm.session === 'cache' ? namesOf(count, { names, zipf, seed: this.plan.seed, round }) : null;
  }

  #noteLevel({ arm, observe, handshakes }: MeasuredBlock): void {
    if (observe !== 'timing' || handshakes.length === 0) return;
    const logLevel = Math.log(level(handshakes.map(({ latencyNs }) => latencyNs)));
    const series = this.#series.get(arm);
    if (series) series.push(logLevel);
    else this.#series.set(arm, [logLevel]);
  }

  #noteCourse({ facts }: Course, open: readonly number[], slices: Slices): void {
    const file = this.#file;
    file.run.blockHandshakes = facts.block;
    file.run.blockChoice = { by: facts.blockBy, handOverNs: this.#handOver.blocks > 0 ? this.#handOver.ns / this.#handOver.blocks : null, triedPct: facts.tried };
    const reached = this.#figures.worstHalfWidthPct(open.filter((index) => this.#arms[index]?.twinOf === null));
    file.run.stopping = { ...file.run.stopping, reachedPct: Number.isFinite(reached) ? reached : null, looks: facts.looks };
    for (const [place, warmup] of facts.warmup.entries()) {
      const arm = this.#arms[open[place] ?? -1];
      if (arm) file.warmup[arm.id] = warmup;
    }
    file.noise = slices.record(2 * facts.repeatedPairs);
  }

  #tellVerdicts(): void {
    const verdicts = this.#looks.look(() => performance.now(), () => liveVerdicts(this.#arms, this.#file.failures, this.#figures));
    if (verdicts && verdicts.length > 0) this.observer.verdicts?.(verdicts);
  }

  async #letPaint(slices: Slices, read: () => LiveSnapshot): Promise<void> {
    const painting = this.observer.betweenBlocks?.(read);
    if (!painting) return;
    const began = performance.now();
    await slices.aside(() => painting);
    this.#paint.slots++;
    this.#paint.totalMs += performance.now() - began;
  }

  #fail(arm: string, reason: string): void {
    this.#file.failures[arm] = reason;
    this.observer.armFailed?.(arm, reason);
    this.observer.log?.(this.#elapsedMs(), 'engine', `${arm} ended: ${reason}`);
  }

  #finish(writer: RunWriter, ended: Ended): ResultDocument {
    const file = this.#file;
    file.run = { ...file.run, ended, complete: ended === 'finished', elapsedMs: this.#elapsedMs(), rounds: this.#rounds.measured, warmupRounds: this.#rounds.warmup };
    file.paint = this.#paint;
    writer.finish(file);
    const { folder } = this.plan;
    const stored = openRun(folder);
    const document = documentOf(file, folder, this.#figures, (block, position) => stored.rowsOf(block).find((row) => row.quantity === 'ns' && row.position === position) ?? null, this.#rounds);
    keepResult(folder, document, this.#figures);
    return document;
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }
}

function makeWriter(folder: string, file: RunFile): RunWriter {
  try {
    return new RunWriter(folder, file);
  } catch (error) {
    throw new LabError('disk', `The run's folder ${folder} cannot be made: ${messageOf(error)}. Choose another with --out or make room`);
  }
}
