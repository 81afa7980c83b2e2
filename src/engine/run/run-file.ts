/** What a run's folder says of it before the first block. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Machine, Placement, RunFacts } from '../../shared/result/document.ts';
import type { SchedulingFacts } from '../../shared/result/scheduling.ts';
import { twinsOf, type Arm, type Arms } from '../../shared/scenario/arms.ts';
import { percent, type Scenario } from '../../shared/scenario/schema.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import type { PairKind } from '../plan/rounds.ts';
import { externalFamilyOf } from '../../shared/servers.ts';
import { findServer } from '../servers/find.ts';
import { findProgram } from '../stacks/programs.ts';
import { NOT_WATCHED, RUN_FORMAT, type RunFile } from '../store/format.ts';

export interface RunPlan {
  readonly id: string;
  readonly name: string;
  readonly scenario: Scenario;
  readonly arms: Arms;
  readonly stacks: readonly StackInfo[];
  readonly machine: Machine;
  readonly placement: Placement;
  /** The CPUs that this process may use. */
  readonly cpus: readonly number[];
  readonly seed: number;
  readonly folder: string;
  readonly projectRoot: string;
  readonly appVersion: string;
  readonly replayOf: RunFacts['replayOf'];
  /** The pairs of rounds of an earlier run, for an exact replay; else null. */
  readonly pairs: readonly PairKind[] | null;
}

/** The scenario's arms and, after them, the twins that make the noise floor. */
export const armsAndTwins = ({ arms, scenario }: Pick<RunPlan, 'arms' | 'scenario'>): Arm[] => [...arms.run, ...twinsOf(arms.run, scenario.noiseFloor)];

export function programHash(stack: string, projectRoot: string): string {
  const external = externalFamilyOf(stack);
  const found = external === null ? findProgram(stack, projectRoot) : null;
  const file = external !== null ? findServer(external) : found?.ok ? found.program.hashed : null;
  return file === null ? '' : createHash('sha256').update(readFileSync(file)).digest('hex');
}

const ruleOf = ({ length }: Scenario): RunFacts['stopping']['rule'] => ('for' in length ? 'time' : 'until' in length ? 'precision' : 'count');

export function newRunFile(plan: RunPlan, scheduling: SchedulingFacts): RunFile {
  const used = new Set(plan.arms.run.flatMap((arm) => [arm.client, arm.server]));
  const { scenario } = plan;
  return {
    format: RUN_FORMAT,
    run: {
      id: plan.id,
      name: plan.name,
      createdAt: new Date().toISOString(),
      seed: plan.seed,
      scenario,
      complete: false,
      // What a reader finds if this process dies: only a finished run says otherwise.
      ended: 'cut short',
      elapsedMs: 0,
      rounds: 0,
      warmupRounds: 0,
      blockHandshakes: 0,
      blockChoice: { by: scenario.load.block === 'auto' ? 'engine' : 'scenario', handOverNs: null, triedPct: [] },
      stopping: { rule: ruleOf(scenario), targetPct: 'until' in scenario.length ? percent(scenario.length.until) : null, reachedPct: null, looks: 0 },
      appVersion: plan.appVersion,
      replayOf: plan.replayOf,
    },
    machine: plan.machine,
    placement: plan.placement,
    scheduling,
    stacks: plan.stacks.filter((stack) => used.has(stack.id)).map((stack) => ({
      id: stack.id,
      version: stack.version ?? '',
      library: stack.library ?? { name: '', version: '' },
      sha256: programHash(stack.id, plan.projectRoot),
      not: stack.not,
    })),
    arms: armsAndTwins(plan),
    failures: {},
    warmup: {},
    refused: plan.arms.refused.map(({ arm, reason, source }) => ({ id: arm.id, reason, source })),
    certificates: [],
    noise: NOT_WATCHED,
    crossChecks: [],
    replays: [],
    idle: [],
    network: null,
    wire: [],
    profiles: [],
    paint: { slots: 0, totalMs: 0 },
  };
}
