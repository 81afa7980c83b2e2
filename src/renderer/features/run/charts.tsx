/** The small charts of the live screen: plain SVG, no motion but values. */
import { useRef } from 'react';
import { grouped, timeUnit, withUnit, type Unit } from '../../../shared/report/figures.ts';
import { ticksIn, type Range } from '../../../shared/flame/scale.ts';
import { axisRange } from '../../../shared/flame/scale.ts';
import type { LiveArm } from '../../../shared/live/snapshot.ts';
import { binEdge, binOf, binsShown, logTicks, type Bins, type RoundPoint } from './model.ts';

/** Dot and whiskers on the axis that all arms share; as wide as its place. */
export function DotOnAxis({ value, ci, axis }: { readonly value: number | null; readonly ci: readonly [number, number] | null; readonly axis: Range }) {
  const x = (ns: number): string => `${(2 + Math.min(1, ns / axis.to) * 96).toFixed(2)}%`;
  return (
    <svg className="dot-axis" width="100%" height={10} aria-hidden="true">
      {ticksIn(0, axis.to).map((tick) => (
        <line key={tick} x1={x(tick)} x2={x(tick)} y1={1} y2={9} className="gl" />
      ))}
      {ci ? <line x1={x(ci[0])} x2={x(ci[1])} y1={5} y2={5} className="ink" strokeWidth={2.4} /> : null}
      {value === null ? null : <circle cx={x(value)} cy={5} r={3} style={{ fill: ci ? 'var(--ink)' : 'var(--surface)', stroke: ci ? 'var(--surface)' : 'var(--ink-3)' }} />}
    </svg>
  );
}

/** Bins are equal in the logarithm; their place is fixed, only heights change. */
export function Histogram({ arm, subject, label, width = 282, height = 126 }: { readonly arm: LiveArm; readonly subject: string; readonly label: string; readonly width?: number; readonly height?: number }) {
  const kept = useRef<{ subject: string; bins: Bins } | null>(null);
  const bins = binsShown(arm.histogram, kept.current?.subject === subject ? kept.current.bins : null);
  kept.current = { subject, bins };
  const [top, foot] = [18, height - 20];
  const step = (width - 8) / (bins.to - bins.from);
  const x = (bin: number): number => 4 + (bin - bins.from) * step;
  const most = Math.max(1, ...arm.histogram.subarray(bins.from, bins.to));
  const [fromNs, toNs] = [binEdge(bins.from), binEdge(bins.to)];
  const unit = timeUnit(toNs);
  const marks = [['p50', arm.p50Ns], ['p95', arm.p95Ns], ['p99', arm.p99Ns]] as const;
  let labelled = -Infinity;
  return (
    <svg width={width} height={height} role="img" aria-label={label} data-testid="histogram">
      {logTicks(fromNs, toNs, 5).map((tick) => (
        <g key={tick}>
          <path d={`M${x(binOf(tick))} ${top}V${foot}`} className="gl" />
          <text x={Math.min(Math.max(x(binOf(tick)), 14), width - 14)} y={height - 6} className="t3 c">{grouped(tick / unit.factor, tick % unit.factor === 0 ? 0 : 1)}</text>
        </g>
      ))}
      {Array.from(arm.histogram.subarray(bins.from, bins.to), (count, index) =>
        count > 0 ? <rect key={index} x={x(bins.from + index)} y={foot - (count / most) * (foot - top)} width={Math.max(step - 1, 0.8)} height={(count / most) * (foot - top)} style={{ fill: 'var(--ink-3)', opacity: 0.55 }} /> : null,
      )}
      <path d={`M4 ${foot + 0.5}H${width - 4}`} className="axis" />
      {marks.map(([name, ns]) => {
        if (Number.isNaN(ns) || ns < fromNs || ns > toNs) return null;
        const at = x(binOf(ns));
        const shown = at - labelled > 26;
        if (shown) labelled = at;
        return (
          <g key={name}>
            <path d={`M${at} ${top}V${foot}`} className="ink" strokeDasharray="2 2" />
            {shown ? <text x={Math.min(Math.max(at, 10), width - 10)} y={11} className="t1 c">{name}</text> : null}
          </g>
        );
      })}
    </svg>
  );
}

/** The range is the medians’, with so much around them: the first intervals are so wide that all later ones would be a line. */
const AROUND = 0.04;

/** The median and its interval, round after round. */
export function ConvergenceChart({ points, subject, unit, label, rounds, width, height = 96 }: { readonly points: readonly RoundPoint[]; readonly subject: string; readonly unit: Unit; readonly label: string; readonly rounds: string; readonly width: number; readonly height?: number }) {
  const kept = useRef<{ subject: string; range: Range } | null>(null);
  const settled = points.filter((point) => !Number.isNaN(point.loNs));
  const last = points.at(-1);
  if (!last) return <svg width={width} height={height} role="img" aria-label={label} />;
  const medians = points.map(({ p50Ns }) => p50Ns);
  const before = kept.current?.subject === subject ? kept.current.range : null;
  const range = zoomedRange(Math.min(...medians) * (1 - AROUND), Math.max(...medians) * (1 + AROUND), before);
  kept.current = { subject, range };
  const toRound = axisRange(0, Math.max(last.round, 10)).to;
  const x = (round: number): number => 44 + (round / toRound) * (width - 44 - 116);
  const y = (ns: number): number => 6 + ((range.to - ns) / (range.to - range.from)) * (height - 30);
  const line = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.round)} ${y(clamp(point.p50Ns, range))}`).join('');
  const band = settled.length > 1 ? `M${settled.map((point) => `${x(point.round)} ${y(clamp(point.hiNs, range))}`).join('L')}L${[...settled].reverse().map((point) => `${x(point.round)} ${y(clamp(point.loNs, range))}`).join('L')}Z` : '';
  const ticks = ticksIn(range.from, range.to).filter((_, index, all) => index % Math.ceil(all.length / 3) === 0);
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      {ticks.map((tick) => (
        <g key={tick}>
          <path d={`M44 ${Math.round(y(tick)) + 0.5}H${width - 116}`} className="gl" />
          <text x={38} y={y(tick) + 4} className="t3 e">{grouped(tick / unit.factor, unit.decimals)}</text>
        </g>
      ))}
      {band ? <path d={band} style={{ fill: 'var(--ink-3)', opacity: 0.22 }} /> : null}
      <path d={line} fill="none" className="ink" strokeWidth={1.4} />
      <circle cx={x(last.round)} cy={y(clamp(last.p50Ns, range))} r={3} style={{ fill: 'var(--ink)' }} />
      <text x={x(last.round) + 8} y={y(clamp(last.p50Ns, range)) + 4} className="t1">{withUnit(last.p50Ns, unit)}</text>
      <path d={`M44 ${height - 20.5}H${width - 116}`} className="axis" />
      {[0, toRound / 2, toRound].map((round) => (
        <text key={round} x={x(round)} y={height - 6} className="t3 c">{grouped(round)}</text>
      ))}
      <text x={width - 100} y={height - 6} className="t3">{rounds}</text>
    </svg>
  );
}

const clamp = (ns: number, range: Range): number => Math.min(Math.max(ns, range.from), range.to);

/** A range that need not hold zero: its ticks say so. Steps outwards only. */
function zoomedRange(low: number, high: number, before: Range | null): Range {
  if (before && low >= before.from && high <= before.to) return before;
  const span = Math.max(high - low, high * 0.01);
  const step = 10 ** Math.floor(Math.log10(span)) * 2;
  const range = { from: Math.floor((low - span * 0.1) / step) * step, to: Math.ceil((high + span * 0.1) / step) * step };
  return before ? { from: Math.min(before.from, range.from), to: Math.max(before.to, range.to) } : range;
}
