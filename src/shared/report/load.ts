/** The series of a load chart: arms that differ in nothing but their rate, or but their connections or threads. Pure. */
import type { ArmResult, Knee, ResultDocument } from '../result/document.ts';
import { ownArms, settingOf } from '../result/verdict.ts';
import { seriesName } from '../result/verdict-words.ts';
import { timeUnit, type Unit } from './figures.ts';

export interface RateSeries {
  readonly name: string;
  /** By rate, ascending. */
  readonly arms: readonly ArmResult[];
  readonly knee: Knee | null;
}

/** Open-loop arms by what they share. */
export function rateSeries(document: Pick<ResultDocument, 'arms' | 'comparisons' | 'knees'>): RateSeries[] {
  const series = new Map<string, ArmResult[]>();
  for (const arm of ownArms(document)) {
    if (!arm.load) continue;
    const name = seriesName(arm.id);
    series.set(name, [...(series.get(name) ?? []), arm]);
  }
  return [...series].map(([name, arms]) => ({
    name,
    arms: arms.sort((a, b) => (a.load?.ratePerSecond ?? 0) - (b.load?.ratePerSecond ?? 0)),
    knee: document.knees.find((knee) => knee.arms.includes(arms[0]?.id ?? '')) ?? null,
  }));
}

export type ScaledAxis = 'connections' | 'threads';
export interface ScalingSeries {
  readonly axis: ScaledAxis;
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly arm: ArmResult }[];
}

const LETTER: Readonly<Record<ScaledAxis, string>> = { connections: 'c', threads: 't' };

/** An arm's value on an axis that varies; null where its name does not say. */
export function valueOn(arm: Pick<ArmResult, 'id'>, axis: ScaledAxis): number | null {
  const part = settingOf(arm).split(' · ').find((one) => new RegExp(`^${LETTER[axis]}\\d+$`).test(one));
  return part === undefined ? null : Number(part.slice(1));
}

/** Closed-loop arms by what they share but one axis; only where that axis varies. */
export function scalingSeries(document: Pick<ResultDocument, 'arms' | 'comparisons'>, axis: ScaledAxis): ScalingSeries[] {
  const series = new Map<string, { at: number; arm: ArmResult }[]>();
  for (const arm of ownArms(document)) {
    const at = valueOn(arm, axis);
    if (at === null || arm.load || arm.state === 'failed') continue;
    const rest = settingOf(arm).split(' · ').filter((part) => part !== `${LETTER[axis]}${at}`);
    const name = [arm.id.split(' · ')[0]?.replace('→', ' → ') ?? '', ...rest].join(' · ');
    series.set(name, [...(series.get(name) ?? []), { at, arm }]);
  }
  return [...series].filter(([, points]) => points.length > 1).map(([name, points]) => ({ axis, name, points: points.sort((a, b) => a.at - b.at) }));
}

export const hasLoad = (document: Pick<ResultDocument, 'arms' | 'comparisons' | 'knees'>): boolean =>
  rateSeries(document).length > 0 || scalingSeries(document, 'connections').length > 0 || scalingSeries(document, 'threads').length > 0;

type Loaded = Pick<ResultDocument, 'arms' | 'comparisons' | 'knees'>;

/** The unit of the latency charts: one for all series, which share their axes. */
export const latencyUnit = (document: Loaded): Unit =>
  timeUnit(Math.max(1e6, ...rateSeries(document).flatMap(({ arms }) => arms.flatMap(({ handshake }) => [handshake.p50Ns ?? 0, handshake.p99Ns ?? 0]))));

/** The unit of a scaling chart's times. */
export const scalingUnit = (document: Loaded, axis: ScaledAxis): Unit =>
  timeUnit(Math.max(1e6, ...scalingSeries(document, axis).flatMap(({ points }) => points.map(({ arm }) => arm.handshake.p50Ns ?? 0))));
