/** What the load charts draw, without a DOM. */
import type { ArmResult } from '../../../shared/result/document.ts';
import type { RateSeries, ScalingSeries } from '../../../shared/report/load.ts';
import { COUNT_UNIT, grouped, plusMinus, rounded, roundedWithUnit, timeUnit } from '../../../shared/report/figures.ts';
import type { ChartLine } from './line-scales.ts';

/** p50 and p99 of a series, by rate. */
export function latencyLines({ arms }: RateSeries): ChartLine[] {
  const line = (name: 'p50' | 'p99', value: (arm: ArmResult) => number | null, ci: (arm: ArmResult) => readonly [number, number] | null): ChartLine => ({
    name,
    points: arms.flatMap((arm) => {
      const [x, y] = [arm.load?.ratePerSecond ?? 0, value(arm)];
      return y === null || arm.state === 'failed' ? [] : [{ x, y, ci: ci(arm), doubtful: arm.load?.keptSchedule === false, says: `${grouped(x)}/s, ${name} ${roundedWithUnit(y, ci(arm), timeUnit(y))} ${plusMinus(y, ci(arm)) ?? ''}` }];
    }),
  });
  return [line('p50', (arm) => arm.handshake.p50Ns, (arm) => arm.handshake.p50CiNs), line('p99', (arm) => arm.handshake.p99Ns, (arm) => arm.handshake.p99CiNs)];
}

export function scalingLines(series: readonly ScalingSeries[], of: 'rate' | 'p50'): ChartLine[] {
  return series.map(({ name, points, axis }) => ({
    name: name.split(' · ').slice(1).join(' · ') || (series.length > 1 ? name : ''),
    points: points.flatMap(({ at, arm }) => {
      const [y, ci] = of === 'rate' ? [arm.handshake.perSecond, arm.handshake.perSecondCi] : [arm.handshake.p50Ns, arm.handshake.p50CiNs];
      return y === null ? [] : [{ x: at, y, ci, says: `${at} ${axis}: ${of === 'rate' ? rounded(y, ci, COUNT_UNIT) : roundedWithUnit(y, ci, timeUnit(y))}` }];
    }),
  }));
}

/** The band between what was kept and what was not. */
export const kneeBand = (knee: RateSeries['knee'], name: string): { from: number; to: number; name: string } | null =>
  knee && knee.sustainedPerSecond !== null && knee.brokenPerSecond !== null ? { from: knee.sustainedPerSecond, to: knee.brokenPerSecond, name } : null;
