/** Executes a plan: rounds of blocks until the length is reached, a stop is asked for, or no arm is left. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RUN_FORMAT, type RunFile } from '../store/format.ts';
import { RunWriter } from '../store/run-writer.ts';
import { LabError, messageOf } from '../errors.ts';
import { monotonicNs } from '../clock.ts';
import { automaticBlock, planRounds, type PlannedBlock } from '../plan/rounds.ts';
import { findProgram, type Family } from '../stacks/programs.ts';
import { durationMs, percent, type Scenario } from '../../shared/scenario/schema.ts';
import type { Arms } from '../../shared/scenario/arms.ts';
import type { LiveSnapshot } from '../../shared/live/snapshot.ts';
import type { Machine, Placement, RunFacts } from '../../shared/result/document.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import { assertionFailure } from './assert.ts';
import { runBlock, type FinishedBlock } from './block.ts';
import { joinBlock } from './join.ts';
import { LivePicture } from './live.ts';
import { Session, type OpenArm } from './session.ts';

const WARMUP_ROUNDS = 5;
/** A run measures at least this many rounds before a precision may end it. */
const MIN_ROUNDS_FOR_PRECISION = 20;
const FAILED_BLOCKS_IN_A_ROW = 2;

export type Ended = Exclude<RunFacts['ended'], 'cut short'>;

/** What a run tells while it goes. `betweenBlocks` may hold it up: that is when the window paints. */
export interface RunObserver {
  started?(file: RunFile, folder: string): void;
  armFailed?(arm: string, reason: string): void;
  log?(atMs: number, source: string, line: string): void;
  betweenBlocks?(read: () => LiveSnapshot): Promise<void> | undefined;
}

export interface RunPlan {
  readonly id: string;
  readonly name: string;
  readonly scenario: Scenario;
  readonly arms: Arms;
  readonly stacks: readonly StackInfo[];
  readonly machine: Machine;
  readonly placement: Placement;
  readonly seed: number;
  readonly folder: string;
  readonly projectRoot: string;
  readonly appVersion: string;
  readonly replayOf: RunFacts['replayOf'];
  /** Rounds to run, instead of the scenario's length: an exact replay runs as many as the first. */
  readonly rounds: number | null;
}

export class Run {
  readonly #startedMs = performance.now();
  #wish: 'go on' | 'stopped' | 'interrupted' = 'go on';
  #paused: { resume: () => void; promise: Promise<void> } | null = null;
  #paint = { slots: 0, totalMs: 0 };

  constructor(private readonly plan: RunPlan, private readonly observer: RunObserver) {}

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

  /** Runs to the end and returns the finished run.json. Throws where nothing could be started or written. */
  async execute(): Promise<RunFile> {
    const { plan, observer } = this;
    const block = plan.scenario.load.block === 'auto' ? automaticBlock(Math.max(...plan.arms.run.map((arm) => arm.connections))) : plan.scenario.load.block;
    const file = this.#runFile(block);
    const writer = makeWriter(plan.folder, file);
    observer.started?.(file, plan.folder);
    let session: Session | null = null;
    try {
      session = await Session.open({
        arms: plan.arms.run,
        scenario: plan.scenario,
        stacks: plan.stacks,
        placement: plan.placement,
        projectRoot: plan.projectRoot,
        epochNs: monotonicNs(),
        capacity: Math.max(block, 64),
        hooks: 'timing',
        onLog: (source, line) => observer.log?.(this.#elapsedMs(), source, line),
      });
      file.certificates = session.certificates;
      for (const [arm, reason] of Object.entries(session.failures)) this.#fail(file, arm, reason);
      const ended = session.arms.length === 0 ? 'failed' : await this.#rounds(session, writer, file, block);
      return this.#finish(writer, file, ended);
    } catch (error) {
      observer.log?.(this.#elapsedMs(), 'engine', messageOf(error));
      this.#finish(writer, file, 'failed');
      throw error;
    } finally {
      await session?.close();
    }
  }

  async #rounds(session: Session, writer: RunWriter, file: RunFile, block: number): Promise<Ended> {
    const { plan } = this;
    const open = new Map(session.arms.map((arm) => [arm.index, arm]));
    const picture = new LivePicture(plan.arms.run.map((arm) => ({ client: familyOf(arm.client, plan.stacks), server: familyOf(arm.server, plan.stacks) })));
    const ending = new Ending(plan, block);
    const failedBlocks = new Map<number, number>();
    let number = 0;
    for (const round of planRounds({ arms: plan.arms.run.length, seed: plan.seed, block, observe: plan.scenario.observe, warmupRounds: WARMUP_ROUNDS, rounds: ending.rounds })) {
      if (!round.some((planned) => planned.warmup)) ending.begin();
      if (ending.reached(round, picture, open.keys())) break;
      for (const planned of round) {
        await this.#paused?.promise;
        if (this.#wish !== 'go on') return this.#wish;
        const arm = open.get(planned.arm);
        if (!arm) continue;
        const reason = await this.#oneBlock(arm, number++, planned, writer, picture, failedBlocks);
        if (reason !== null) {
          open.delete(planned.arm);
          this.#fail(file, arm.arm.id, reason);
          if (open.size === 0) return 'failed';
        }
        await this.#letPaint(() => picture.read({ elapsedMs: this.#elapsedMs(), round: planned.round, warmingUp: planned.warmup, ...ending.progress(picture, open.keys(), this.#elapsedMs()) }));
      }
      ending.roundDone(round);
    }
    return 'finished';
  }

  /** Runs and keeps one block; the reason why its arm must end, else null. */
  async #oneBlock(arm: OpenArm, number: number, planned: PlannedBlock, writer: RunWriter, picture: LivePicture, failedBlocks: Map<number, number>): Promise<string | null> {
    let finished: FinishedBlock;
    try {
      finished = await runBlock(arm, number, planned);
    } catch (error) {
      return messageOf(error);
    }
    const { record, raw } = finished;
    try {
      writer.addBlock(record, raw);
    } catch (error) {
      throw new LabError('disk', `The run cannot be written to ${this.plan.folder}: ${messageOf(error)}. What was measured before is kept; make room and run again`);
    }
    picture.add(record, this.#elapsedMs());
    const rows = joinBlock(record);
    const wrong = assertionFailure(rows, arm.arm, this.plan.scenario);
    if (wrong !== null) return wrong;
    const { handshakes, failed } = record.client.done;
    if (handshakes > 0 && failed < handshakes) {
      failedBlocks.delete(arm.index);
      return null;
    }
    const inARow = (failedBlocks.get(arm.index) ?? 0) + 1;
    failedBlocks.set(arm.index, inARow);
    if (inARow < FAILED_BLOCKS_IN_A_ROW) return null;
    const errors = rows.flatMap((row) => [row.client?.error, row.server?.error]).filter((text) => text !== null && text !== undefined);
    return [...new Set(errors)].join(' · ') || 'every handshake failed, without a reason from either side';
  }

  async #letPaint(read: () => LiveSnapshot): Promise<void> {
    const painting = this.observer.betweenBlocks?.(read);
    if (!painting) return;
    const began = performance.now();
    await painting;
    this.#paint.slots++;
    this.#paint.totalMs += performance.now() - began;
  }

  #fail(file: RunFile, arm: string, reason: string): void {
    file.failures[arm] = reason;
    this.observer.armFailed?.(arm, reason);
    this.observer.log?.(this.#elapsedMs(), 'engine', `${arm} ended: ${reason}`);
  }

  #finish(writer: RunWriter, file: RunFile, ended: Ended): RunFile {
    file.run = { ...file.run, ended, complete: ended === 'finished', elapsedMs: this.#elapsedMs() };
    file.paint = this.#paint;
    writer.finish(file);
    return file;
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  #runFile(block: number): RunFile {
    const { plan } = this;
    const used = new Set(plan.arms.run.flatMap((arm) => [arm.client, arm.server]));
    return {
      format: RUN_FORMAT,
      run: {
        id: plan.id,
        name: plan.name,
        createdAt: new Date().toISOString(),
        seed: plan.seed,
        scenario: plan.scenario,
        complete: false,
        // What a reader finds if this process dies: only a finished run says otherwise.
        ended: 'cut short',
        elapsedMs: 0,
        rounds: 0,
        warmupRounds: WARMUP_ROUNDS,
        blockHandshakes: block,
        appVersion: plan.appVersion,
        replayOf: plan.replayOf,
      },
      machine: plan.machine,
      placement: plan.placement,
      stacks: plan.stacks.filter((stack) => used.has(stack.id)).map((stack) => ({
        id: stack.id,
        version: stack.version ?? '',
        library: stack.library ?? { name: '', version: '' },
        sha256: programHash(stack.family as Family, plan.projectRoot),
        not: stack.not,
      })),
      arms: [...plan.arms.run],
      failures: {},
      refused: plan.arms.refused.map(({ arm, reason, source }) => ({ id: arm.id, reason, source })),
      certificates: [],
      paint: { slots: 0, totalMs: 0 },
    };
  }
}

const familyOf = (id: string, stacks: readonly StackInfo[]): string => stacks.find((stack) => stack.id === id)?.family ?? id;

function makeWriter(folder: string, file: RunFile): RunWriter {
  try {
    return new RunWriter(folder, file);
  } catch (error) {
    throw new LabError('disk', `The run's folder ${folder} cannot be made: ${messageOf(error)}. Choose another with --out or make room`);
  }
}

export function programHash(family: Family, projectRoot: string): string {
  const found = findProgram(family, projectRoot);
  if (!found.ok) return '';
  return createHash('sha256').update(readFileSync(found.program.hashed)).digest('hex');
}

/** When a run is over, and how far it is. */
class Ending {
  #beganMs: number | null = null;
  #timingRounds = 0;
  readonly rounds: number | null;

  constructor(private readonly plan: RunPlan, block: number) {
    const { length } = plan.scenario;
    this.rounds = plan.rounds ?? ('handshakes' in length ? Math.ceil(length.handshakes / block) : null);
  }

  /** The warm-up is over. */
  begin(): void {
    this.#beganMs ??= performance.now();
  }

  roundDone(round: readonly PlannedBlock[]): void {
    if (round.some((planned) => planned.observe === 'timing' && !planned.warmup)) this.#timingRounds++;
  }

  reached(round: readonly PlannedBlock[], picture: LivePicture, arms: Iterable<number>): boolean {
    if (this.rounds !== null || round.some((planned) => planned.warmup)) return false;
    const { length } = this.plan.scenario;
    if ('for' in length) return this.#measuredMs() >= durationMs(length.for);
    if (!('until' in length)) return false;
    if (this.#measuredMs() >= durationMs(length.atMost)) return true;
    return this.#timingRounds >= MIN_ROUNDS_FOR_PRECISION && picture.worstHalfWidth(arms) * 100 <= percent(length.until);
  }

  /** `expectedMs` is of the whole run, with what came before the first measured round. */
  progress(picture: LivePicture, arms: Iterable<number>, elapsedMs: number): { progress: number; expectedMs: number } {
    const { progress, expectedMs } = this.#measuring(picture, arms);
    return { progress, expectedMs: expectedMs + elapsedMs - this.#measuredMs() };
  }

  #measuring(picture: LivePicture, arms: Iterable<number>): { progress: number; expectedMs: number } {
    const { length } = this.plan.scenario;
    const measured = this.#measuredMs();
    if (this.rounds !== null) {
      const progress = Math.min(1, this.#timingRounds / this.rounds);
      return { progress, expectedMs: progress > 0.02 ? measured / progress : NaN };
    }
    if ('for' in length) return { progress: Math.min(1, measured / durationMs(length.for)), expectedMs: durationMs(length.for) };
    if (!('until' in length)) return { progress: NaN, expectedMs: NaN };
    // An interval narrows with the square root of the time.
    const worst = picture.worstHalfWidth(arms) * 100;
    const expectedMs = Number.isFinite(worst) ? Math.min(durationMs(length.atMost), measured * (worst / percent(length.until)) ** 2) : durationMs(length.atMost);
    return { progress: Math.min(1, measured / Math.max(expectedMs, 1)), expectedMs };
  }

  #measuredMs(): number {
    return this.#beganMs === null ? 0 : performance.now() - this.#beganMs;
  }
}
