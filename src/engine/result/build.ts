/** A run's figures → the result document. */
import { RESULT_FORMAT, type ArmResult, type Knee, type ResultDocument } from '../../shared/result/document.ts';
import { isTwin, type Arm } from '../../shared/scenario/arms.ts';
import { externalFamilyOf } from '../../shared/servers.ts';
import type { RunFile } from '../store/format.ts';
import { NOT_WATCHED } from '../store/format.ts';
import type { StoredRun } from '../store/run-reader.ts';
import { isWarmup } from '../store/block-table.ts';
import type { FindRow } from './arm.ts';
import { compareArms, type ComparedArm } from './comparisons.ts';
import { takeApart } from './measured.ts';
import { familiesOf, RunFigures } from './run-figures.ts';

const KEEPS_UP = 0.99;
const TAIL_TIMES = 3;

/** Over arms that differ in nothing but their rate: up to which one the server keeps up. */
export function kneesOf(arms: readonly { readonly arm: Arm; readonly result: ArmResult }[]): Knee[] {
  const groups = new Map<string, { id: string; rate: number; result: ArmResult }[]>();
  for (const { arm, result } of arms) {
    if (arm.rate === null || result.state !== 'good' || result.load === null) continue;
    const { id, rate, twinOf: _, ...rest } = arm;
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), { id, rate, result }]);
  }
  return [...groups.values()].filter((group) => group.length > 1).map((group) => {
    group.sort((a, b) => a.rate - b.rate);
    const usual = group[0]?.result.handshake.p99Ns ?? Infinity;
    const sustains = ({ rate, result }: { rate: number; result: ArmResult }): boolean =>
      (result.handshake.p99Ns ?? Infinity) <= TAIL_TIMES * usual && (result.load?.achievedPerSecond ?? 0) >= KEEPS_UP * rate;
    const broken = group.findIndex((one) => !sustains(one));
    const kept = broken === -1 ? group : group.slice(0, broken);
    return { arms: group.map(({ id }) => id), sustainedPerSecond: kept.at(-1)?.rate ?? null, brokenPerSecond: broken === -1 ? null : (group[broken]?.rate ?? null) };
  });
}

/** `rounds`: measured and warm-up rounds that the run holds. */
export function documentOf(file: RunFile, folder: string, figures: RunFigures, find: FindRow, rounds: { measured: number; warmup: number }): ResultDocument {
  const { load } = file.run.scenario;
  const side = (stack: string, cpus: number[]) => {
    const found = file.stacks.find(({ id }) => id === stack);
    return { stack, version: found?.version ?? null, library: found?.library ?? null, cpus };
  };
  const results = file.arms.map((arm, index): { arm: Arm; result: ArmResult } => {
    const own = (figures.arms[index] as RunFigures['arms'][number]).finish(find, figures.leavesOut, arm.rate === null ? null : { ratePerSecond: arm.rate, arrivals: load.arrivals });
    const failure = file.failures[arm.id] ?? (own.handshakes === 0 ? (own.errors[0]?.text ?? 'no handshake was measured') : null);
    return {
      arm,
      result: {
        id: arm.id,
        state: failure === null ? 'good' : 'failed',
        reason: failure,
        client: side(arm.client, file.placement.client),
        server: side(arm.server, file.placement.server),
        roundTripNs: arm.roundTripNs,
        cacheSize: arm.cacheSize,
        serverSeen: externalFamilyOf(arm.server) === null,
        ...own,
        warmup: file.warmup[arm.id] ?? { rounds: rounds.warmup, steady: false },
        shift: null,
      },
    };
  });
  const compared = results.map(({ arm, result }, index): ComparedArm => ({ arm, figures: figures.arms[index] as RunFigures['arms'][number], good: result.state === 'good' }));
  const originals = compared.filter(({ arm }) => !isTwin(arm));
  const twins = compared.filter(({ arm }) => isTwin(arm)).map((twin) => ({ twin, of: originals.findIndex(({ arm }) => arm.id === twin.arm.twinOf) }));
  const comparisons = compareArms(originals, twins, file.crossChecks, file.noise.summary, figures.leavesOut);
  const reference = originals[0]?.arm.id;
  const told = results.filter(({ arm }) => !isTwin(arm));
  return {
    format: RESULT_FORMAT,
    run: { ...file.run, folder, rounds: rounds.measured, warmupRounds: rounds.warmup },
    machine: file.machine,
    placement: file.placement,
    stacks: file.stacks,
    certificates: file.certificates.map(({ arms, chain }) => ({ arms: arms.filter((id) => told.some(({ arm }) => arm.id === id)), chain })),
    arms: told.map(({ result }) => ({ ...result, shift: comparisons.find((one) => one.arm === result.id && one.against === reference) ?? null })),
    comparisons,
    noise: { summary: file.noise.summary, slices: file.noise.slices, markedRounds: file.noise.marked.reduce((sum, [first, last]) => sum + last - first + 1, 0), repeatedRounds: file.noise.repeatedRounds, leftOut: figures.leavesOut },
    scheduling: file.scheduling,
    crossChecks: file.crossChecks,
    replays: file.replays,
    idle: file.idle,
    network: file.network,
    wire: file.wire,
    knees: kneesOf(told),
    profiles: file.profiles,
    refused: file.refused,
    paint: file.paint,
  };
}

/** Everything anew from the samples. */
export function rebuild(stored: StoredRun): { document: ResultDocument; figures: RunFigures } {
  const { file, folder } = stored;
  const noise = file.noise ?? NOT_WATCHED;
  const isMarked = (round: number): boolean => noise.marked.some(([first, last]) => first <= round && round <= last);
  const figures = new RunFigures(file.arms);
  const rounds = { measured: new Set<number>(), warmup: new Set<number>() };
  let lastNs = 0;
  for (const part of stored.parts()) {
    const arm = file.arms[part.arm];
    if (!arm) continue;
    (isWarmup(part) ? rounds.warmup : rounds.measured).add(part.round);
    for (const { startNs } of part.rows) if (startNs > lastNs) lastNs = startNs;
    figures.add(takeApart(part, familiesOf(arm)));
    figures.closeSlice(isMarked(part.round));
  }
  const find: FindRow = (block, position) => stored.rowsOf(block).find((row) => row.quantity === 'ns' && row.position === position) ?? null;
  // A run that was cut short says nothing of its end: the last handshake does.
  const whole = file.run.ended === 'cut short' ? { ...file, run: { ...file.run, elapsedMs: lastNs / 1e6 } } : file;
  return { document: documentOf(whole, folder, figures, find, { measured: rounds.measured.size, warmup: rounds.warmup.size }), figures };
}
