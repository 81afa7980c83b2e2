/** What the kernel counted over the run's time: one row a measure, marked slices through all of them. Vector, for screen and paper. */
import { useTranslation } from 'react-i18next';
import { niceStep, ticksIn } from '../../../shared/flame/scale.ts';
import { measureName, type Language } from '../../../shared/result/verdict-words.ts';
import type { NoiseSlice } from '../../../shared/result/noise.ts';
import { grouped, percentText } from '../../../shared/report/figures.ts';
import { columnsOf, DRAWN, limitsOf, topOf } from './noise-scales.ts';

export interface NoiseChartProps {
  readonly slices: readonly NoiseSlice[];
  readonly width: number;
  readonly language: Language;
  readonly label: string;
  readonly rowHeight?: number;
  /** The slice under the pointer or the keyboard. */
  readonly at?: number | null;
}

export const NOISE_LEFT = 104;
export const NOISE_RIGHT = 112;

/** The slice at a place of the chart; null beside it. */
export function sliceAt(slices: readonly NoiseSlice[], x: number, width: number): number | null {
  const plot = width - NOISE_LEFT - NOISE_RIGHT;
  const index = Math.floor(((x - NOISE_LEFT) / plot) * slices.length);
  return index >= 0 && index < slices.length ? index : null;
}

export function NoiseChart({ slices, width, language, label, rowHeight = 34, at = null }: NoiseChartProps) {
  const { t } = useTranslation('result');
  const plot = Math.max(10, width - NOISE_LEFT - NOISE_RIGHT);
  const columns = columnsOf(slices, plot);
  const x = (slice: number): number => NOISE_LEFT + (slice / slices.length) * plot;
  const rows = DRAWN.filter((measure) => columns.some((column) => column.shares[measure] !== null));
  const foot = rows.length * rowHeight + 4;
  const height = foot + 30;
  const [fromMs, toMs] = [slices[0]?.startMs ?? 0, slices.at(-1)?.endMs ?? 1];
  const seconds = (toMs - fromMs) / 1000;
  const step = niceStep(seconds);
  const marked = columns.filter((column) => column.marked);
  return (
    <svg className="noise-chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} data-testid="noise-chart" data-marked={marked.length}>
      {marked.map((column) => <rect key={column.first} x={x(column.first)} y={0} width={Math.max(2, x(column.last + 1) - x(column.first))} height={foot} style={{ fill: 'var(--warn-tint)' }} />)}
      {rows.map((measure, row) => {
        const limits = limitsOf(slices, measure);
        const top = topOf(columns, measure);
        const base = (row + 1) * rowHeight;
        const heightOf = (share: number): number => Math.min(1, share / top) * (rowHeight - 8);
        const bars = (which: boolean): string =>
          columns.filter((column) => column.marked === which && (column.shares[measure] ?? 0) > 0)
            .map((column) => `M${x(column.first).toFixed(1)} ${base}v${(-heightOf(column.shares[measure] ?? 0)).toFixed(1)}h${Math.max(1, x(column.last + 1) - x(column.first) - 0.5).toFixed(1)}V${base}z`).join('');
        return (
          <g key={measure}>
            <text x={0} y={base - 6}>{measureName(measure, language)}</text>
            <path d={`M${NOISE_LEFT} ${base + 0.5}H${NOISE_LEFT + plot}`} className="tick" />
            <path d={bars(false)} style={{ fill: 'var(--ink-3)', fillOpacity: 0.7 }} />
            <path d={bars(true)} style={{ fill: 'var(--warn)' }} />
            <path
              d={columns.flatMap((column) => (column.limits[measure] == null ? [] : [`M${(x(column.first) - 1.5).toFixed(1)} ${(base - heightOf(column.limits[measure])).toFixed(1)}H${(x(column.last + 1) + 1.5).toFixed(1)}`])).join('')}
              style={{ stroke: 'var(--ink)', strokeWidth: 1.2 }}
            />
            <text x={NOISE_LEFT + plot + 8} y={base - 6} className="t3">{limits === null ? t('noise.top', { value: percentText(top * 100) }) : t('noise.limit', { value: limits[1] - limits[0] < 0.001 ? percentText(limits[0] * 100) : `${percentText(limits[0] * 100)}–${percentText(limits[1] * 100)}` })}</text>
          </g>
        );
      })}
      {marked.map((column) => <path key={column.first} d={`M${(x(column.first) + x(column.last + 1)) / 2} ${foot + 1}l3.5 6h-7z`} style={{ fill: 'var(--warn)' }} />)}
      {ticksIn(0, seconds).filter((_, index, all) => index % Math.ceil(all.length / 8) === 0).map((tick) => (
        <text key={tick} x={NOISE_LEFT + (tick / seconds) * plot} y={height - 6} className="t3 c">{grouped(tick, step < 1 ? 1 : 0)}{tick === 0 ? `\u00a0${t('noise.seconds')}` : ''}</text>
      ))}
      {at === null ? null : <rect x={x(at) - 0.5} y={0.5} width={Math.max(3, x(at + 1) - x(at)) + 1} height={foot} fill="none" style={{ stroke: 'var(--accent)', strokeWidth: 1.5 }} />}
    </svg>
  );
}
