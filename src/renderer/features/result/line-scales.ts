/** Scales of the line charts, without a DOM. */
import { niceStep, ticksIn } from '../../../shared/flame/scale.ts';
import { logTicks } from '../run/model.ts';

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly ci: readonly [number, number] | null;
  /** Drawn hollow: the figure holds something it should not. */
  readonly doubtful?: boolean;
  /** The figure in words, for pointing at it. */
  readonly says: string;
}
export interface ChartLine {
  readonly name: string;
  readonly points: readonly ChartPoint[];
}

export interface ChartScales {
  readonly xOf: (x: number) => number;
  readonly yOf: (y: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  /** The y axis does not begin at zero, and is not logarithmic. */
  readonly cut: boolean;
}

interface Box {
  readonly kind: 'linear' | 'even';
  readonly y: 'log' | 'zero' | 'zoomed';
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Lower than this a chart has room for three values only. */
const LOW = 60;

const few = (ticks: readonly number[], most: number): number[] => ticks.filter((_, index) => index % Math.ceil(ticks.length / most) === 0);

function yRange(kind: Box['y'], low: number, high: number): { readonly from: number; readonly to: number; readonly ticks: readonly number[] } {
  if (kind === 'log') {
    const [from, to] = [low * 0.85, high * 1.15];
    return { from, to, ticks: logTicks(from, to, 6) };
  }
  const span = kind === 'zero' ? high : Math.max(high - low, high * 0.002);
  const from = kind === 'zero' ? 0 : Math.max(0, low - span * 0.15);
  const step = niceStep((kind === 'zero' ? high * 1.05 : high + span * 0.15) - from);
  const start = Math.floor(from / step) * step;
  const to = Math.ceil((high + span * 0.05) / step) * step;
  return { from: start, to, ticks: few(ticksIn(start, to), 5) };
}

/** Null where there is no figure to draw. */
export function chartScales(lines: readonly ChartLine[], box: Box): ChartScales | null {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0) return null;
  const xs = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const ends = points.flatMap((point) => (point.ci ? [point.y, ...point.ci] : [point.y])).filter((value) => box.y !== 'log' || value > 0);
  const { from, to, ticks } = yRange(box.y, Math.min(...ends), Math.max(...ends));
  const yOf = (value: number): number => {
    const share = box.y === 'log' ? Math.log(Math.max(value, from) / from) / Math.log(to / from) : (value - from) / (to - from);
    return box.bottom - Math.min(1, Math.max(0, share)) * (box.bottom - box.top);
  };
  const most = (xs.at(-1) as number) * 1.04;
  const inset = 14;
  const xOf = box.kind === 'linear'
    ? (value: number): number => box.left + (value / most) * (box.right - box.left)
    : (value: number): number => (xs.length === 1 ? (box.left + box.right) / 2 : box.left + inset + (xs.indexOf(value) / (xs.length - 1)) * (box.right - box.left - 2 * inset));
  return { xOf, yOf, yTicks: box.bottom - box.top < LOW ? few(ticks, 3) : ticks, cut: box.y === 'zoomed' && from > 0, xTicks: box.kind === 'linear' ? few(ticksIn(0, most), 6) : few(xs, 9) };
}

export interface Label {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}
const LINE_HEIGHT = 12;
/** Names at the ends of lines, moved down where they would lie on each other. */
export function labelPlaces(labels: readonly Label[]): Label[] {
  let last = -Infinity;
  return [...labels].sort((a, b) => a.y - b.y).map((label) => {
    const y = Math.max(label.y, last + LINE_HEIGHT);
    last = y;
    return { ...label, y };
  });
}
