/** The instrument checks itself: an arm against its twin, waits of known length, a second instrument, the clock, and what our hooks cost. */
import type { Comparison, ResultDocument } from '../../shared/result/document.ts';
import type { SelfCheckDocument, SelfCheckProgress } from '../../shared/selfcheck/document.ts';
import { NO_KNOBS, type Arm, type Knobs } from '../../shared/scenario/arms.ts';
import { Scenario, type ScenarioInput } from '../../shared/scenario/schema.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import { LabError } from '../errors.ts';
import type { RunObserver, RunPlan } from '../run/runner.ts';
import { openRun } from '../store/run-reader.ts';
import { checkOrder, readClock } from './clocks.ts';
import { isSound, judgeHooks, judgeInjected, judgeInstrument, judgeTwin, resolutionFrom } from './judge.ts';

export interface SelfCheckOptions {
  readonly seconds: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SelfCheckProgress) => void;
}

/** What the self-check needs of an engine. */
export interface Bench {
  stacks(): Promise<readonly StackInfo[]>;
  plan(scenario: Scenario, arms: (of: readonly Arm[]) => Arm[]): Promise<RunPlan>;
  run(plan: RunPlan, observer: RunObserver, signal: AbortSignal | undefined): Promise<ResultDocument>;
  /** Deletes a run that nobody need look at again. */
  forget(run: ResultDocument): void;
}

const INJECTED = [0.01, 0.02, 0.05] as const;
const SHARE = { shift: 0.55, hooks: 0.3 } as const;
const CALIBRATION_HANDSHAKES = 300;
/** The stacks that lead, in order: the steadiest first. */
const LEADS = ['go', 'openssl', 'dotnet', 'node'] as const;
const HOOKED = ['go', 'dotnet', 'node', 'openssl'] as const;

const duration = (seconds: number): string => `${Math.max(1, Math.round(seconds * 10) / 10)}s`;
const micros = (ns: number): string => `${(ns / 1000).toFixed(1)} µs`;

const withKnobs = (arm: Arm, label: string, knobs: Partial<Knobs>): Arm => ({ ...arm, id: `${arm.id} · ${label}`, knobs: { ...NO_KNOBS, ...knobs } });

function comparisonOf({ comparisons }: ResultDocument, arm: string, what: string): Comparison {
  const found = comparisons.find((one) => one.arm === arm);
  if (!found) throw new LabError('worker', `The self-check could not compare ${what}: too few rounds. Give it more time (--for)`);
  return found;
}

export async function selfCheck(bench: Bench, { seconds, signal, onProgress }: SelfCheckOptions): Promise<SelfCheckDocument> {
  const stacks = (await bench.stacks()).filter(({ available }) => available);
  const lead = LEADS.flatMap((family) => stacks.filter((stack) => stack.family === family)).at(0);
  if (!lead) throw new LabError('missing-tool', 'No stack is available to check with; npm run lab -- stacks says why');
  const beganMs = performance.now();
  const tell = (stage: SelfCheckProgress['stage'], from: number, share: number) => (fraction: number): void => {
    const done = from + share * fraction;
    onProgress?.({ stage, fraction: done, secondsLeft: Math.max(0, seconds - (performance.now() - beganMs) / 1000) });
  };
  const scenario = (stack: string, more: Omit<ScenarioInput, 'stacks'>): Scenario =>
    Scenario.parse({ name: 'Self-check', stacks: { client: stack, server: stack }, observe: ['timing'], load: { block: 3 }, longBlocks: false, ...more } satisfies ScenarioInput);
  const execute = async (given: Scenario, arms: (of: readonly Arm[]) => Arm[], progress: (fraction: number) => void): Promise<ResultDocument> => {
    const plan = await bench.plan(given, arms);
    const result = await bench.run(plan, { betweenBlocks: (read) => {
      progress(read().progress);
      return undefined;
    } }, signal);
    const failed = result.arms.find(({ state }) => state === 'failed');
    if (result.run.ended === 'stopped' || result.run.ended === 'interrupted') throw new LabError('busy', 'The self-check was stopped; nothing is kept of it');
    if (failed) throw new LabError('worker', `The self-check’s arm ${failed.id} failed: ${failed.reason ?? ''}`);
    return result;
  };

  const calibration = await execute(scenario(lead.id, { length: { handshakes: CALIBRATION_HANDSHAKES }, noiseFloor: 'none' }), (arms) => [...arms], tell('shift', 0, 0.03));
  const usualNs = calibration.arms[0]?.handshake.p50Ns ?? 1e6;
  bench.forget(calibration);

  const injected = INJECTED.map((share) => Math.round(usualNs * share));
  const shifted = await execute(
    scenario(lead.id, { length: { for: duration(seconds * SHARE.shift) }, crossCheck: true }),
    ([arm]) => (arm ? [arm, ...injected.map((delayNs) => withKnobs(arm, `+${micros(delayNs)}`, { delayNs }))] : []),
    tell('shift', 0.03, SHARE.shift),
  );
  const [base, ...delayed] = shifted.arms;
  const twin = comparisonOf(shifted, `${base?.id ?? ''} · twin`, 'an arm with its twin');
  const aa = judgeTwin(twin);
  const found = delayed.map((arm, index) => judgeInjected(injected[index] as number, base?.handshake.p50Ns ?? NaN, comparisonOf(shifted, arm.id, arm.id), aa.floorPct));

  const hooked = HOOKED.flatMap((family) => stacks.filter((stack) => stack.family === family).slice(0, 1));
  const hooks: SelfCheckDocument['hooks'] = [];
  for (const [index, stack] of hooked.entries()) {
    const from = 0.03 + SHARE.shift + (SHARE.hooks * index) / hooked.length;
    const result = await execute(
      scenario(stack.id, { length: { for: duration((seconds * SHARE.hooks) / hooked.length) }, noiseFloor: 'none' }),
      ([arm]) => (arm ? [withKnobs(arm, 'hooks off', { hooks: 'off' }), withKnobs(arm, 'hooks on', {})] : []),
      tell('hooks', from, SHARE.hooks / hooked.length),
    );
    hooks.push(judgeHooks(stack.id, comparisonOf(result, result.arms[1]?.id ?? '', `hooks of ${stack.id}`)));
    bench.forget(result);
  }

  tell('clocks', 0.97, 0.03)(0);
  const clocks = [...readClock(), checkOrder(openRun(shifted.run.folder))];
  const parts = { aa, injected: found, secondInstrument: shifted.crossChecks.map(judgeInstrument), clocks };
  return {
    format: 1,
    createdAt: new Date().toISOString(),
    run: shifted.run.id,
    seconds: (performance.now() - beganMs) / 1000,
    machine: `${shifted.machine.cpu}, ${shifted.machine.cpus} CPUs, ${shifted.machine.kernel}`,
    sound: isSound(parts),
    ...parts,
    hooks,
    resolution: resolutionFrom(twin.detectablePct, seconds * SHARE.shift, delayed.length + 2),
    noise: shifted.noise.summary,
    advice: shifted.scheduling.isolation?.advice ?? [],
  };
}
