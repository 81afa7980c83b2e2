/** Lines of figures with their intervals over one axis; told apart by dash, mark and name, never by colour. Vector, for screen and paper. */
import { useTranslation } from 'react-i18next';
import { grouped } from '../../../shared/report/figures.ts';
import { chartScales, labelPlaces, type ChartLine, type ChartScales } from './line-scales.ts';

export interface LineChartProps {
  readonly lines: readonly ChartLine[];
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** Empty in a small chart whose place says it. */
  readonly xName: string;
  /** `even`: one step per value that occurs; for positions, connections and threads. */
  readonly x: 'linear' | 'even';
  readonly y: 'log' | 'zero' | 'zoomed';
  /** Value of a y of 1, as written at the axis. */
  readonly factor?: number;
  readonly decimals?: number;
  /** From where to where nothing is known but that something changes: the knee. */
  readonly band?: { readonly from: number; readonly to: number; readonly name: string } | null;
  /** Axes that several charts share. */
  readonly over?: readonly ChartLine[];
}

const LARGE = { left: 48, right: 52, top: 14, bottom: 34 };
const SMALL = { left: 44, right: 8, top: 6, bottom: 18 };
const DASH = ['', '5 3', '1.5 2.5', '8 3 2 3'];

export function LineChart({ lines, width, height, label, xName, x: kind, y, factor = 1, decimals = 0, band = null, over = lines }: LineChartProps) {
  const { t } = useTranslation('result');
  const MARGIN = xName === '' ? SMALL : LARGE;
  const scales = chartScales(over, { kind, y, left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom });
  if (!scales) return <p className="small dim run-pad">{t('noFigureYet')}</p>;
  const { xOf, yOf, xTicks, yTicks } = scales;
  const foot = height - MARGIN.bottom;
  const ends = labelPlaces(lines.flatMap((line) => {
    const last = line.points.at(-1);
    return last && line.name !== '' ? [{ name: line.name, x: xOf(last.x) + 7, y: yOf(last.y) + 4 }] : [];
  }));
  return (
    <svg className="line-chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {band ? (
        <g>
          <rect x={xOf(band.from)} y={MARGIN.top} width={Math.max(2, xOf(band.to) - xOf(band.from))} height={foot - MARGIN.top} style={{ fill: 'var(--warn-tint)' }} />
          <path d={`M${xOf(band.from)} ${MARGIN.top}V${foot}`} style={{ stroke: 'var(--warn)', strokeWidth: 1.2 }} />
          <text x={xOf(band.from) - 4} y={MARGIN.top + 10} className="e" style={{ fill: 'var(--warn)' }}>{band.name}</text>
        </g>
      ) : null}
      {yTicks.map((tick) => (
        <g key={tick}>
          <path d={`M${MARGIN.left} ${Math.round(yOf(tick)) + 0.5}H${width - MARGIN.right}`} className="gl" />
          <text x={MARGIN.left - 6} y={yOf(tick) + 4} className="t3 e">{grouped(tick / factor, tick % factor === 0 ? 0 : decimals)}</text>
        </g>
      ))}
      <path d={`M${MARGIN.left} ${foot + 0.5}H${width - MARGIN.right}`} className="axis" />
      {scales.cut ? <path d={`M${MARGIN.left} ${foot - 10}l-4 -3 8 -4 -4 -3`} fill="none" className="axis" /> : null}
      {xTicks.map((tick) => (
        <g key={tick}>
          <path d={`M${xOf(tick)} ${foot}v4`} className="axis" />
          <text x={xOf(tick)} y={foot + 15} className="t3 c">{grouped(tick)}</text>
        </g>
      ))}
      <text x={(MARGIN.left + width - MARGIN.right) / 2} y={height - 4} className="t3 c">{xName}</text>
      {lines.map((line, index) => <Line key={line.name + index} line={line} dash={DASH[index % DASH.length] ?? ''} scales={scales} />)}
      {ends.map((end) => <text key={end.name} x={end.x} y={end.y} className="t1">{end.name}</text>)}
    </svg>
  );
}

function Line({ line, dash, scales: { xOf, yOf } }: { readonly line: ChartLine; readonly dash: string; readonly scales: ChartScales }) {
  const path = line.points.map((point, index) => `${index === 0 ? 'M' : 'L'}${xOf(point.x).toFixed(1)} ${yOf(point.y).toFixed(1)}`).join('');
  return (
    <g>
      <path d={path} fill="none" className="ink" strokeWidth={1.3} strokeDasharray={dash || undefined} />
      {line.points.map((point) => (
        <g key={point.x}>
          {point.ci ? <path d={`M${xOf(point.x)} ${yOf(point.ci[0])}V${yOf(point.ci[1])}`} className="ink" strokeWidth={3} strokeOpacity={0.35} /> : null}
          <circle cx={xOf(point.x)} cy={yOf(point.y)} r={3} style={point.doubtful ? { fill: 'var(--surface)', stroke: 'var(--warn)', strokeWidth: 1.6 } : { fill: 'var(--ink)' }}>
            <title>{point.says}</title>
          </circle>
        </g>
      ))}
    </g>
  );
}
