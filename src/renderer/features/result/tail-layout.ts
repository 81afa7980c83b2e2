/** The tail's chart in px, and where the keys lead in it. Pure. */
import { ticksIn } from '../../../shared/flame/scale.ts';
import { isWaiting, PHASE_IDS, PHASES, type PhaseId } from '../../../shared/phases/tree.ts';
import type { TailBin, TailDocument } from '../../../shared/tail.ts';

export const HEIGHT = 320;
export const [LEFT, TOP, FOOT, RIGHT] = [64, 12, 40, 8];
const GAP = 2;
/** Below this a stretch has no words under it. */
const LABELLED_PX = 44;
/** What lies outside the phases is drawn where it is worth a pixel or two. */
const WORTH = 0.005;

export interface TailPiece {
  /** Null: outside the phases. */
  readonly id: PhaseId | null;
  readonly ns: number;
  readonly y: number;
  readonly height: number;
  readonly waiting: boolean;
  /** The colour token after `--ph-`; null for grey and hatch. */
  readonly colour: string | null;
}

export interface TailColumn {
  readonly x: number;
  readonly width: number;
  /** As wide as the column's share of the axis: what the pointer meets. */
  readonly step: number;
  readonly label: string;
  /** From the foot up, in the order of the handshake. */
  readonly pieces: readonly TailPiece[];
}

export interface TailLayout {
  readonly width: number;
  readonly plotTop: number;
  readonly plotFoot: number;
  readonly ticks: readonly { readonly ns: number; readonly y: number }[];
  readonly columns: readonly TailColumn[];
  /** What the legend names. */
  readonly ids: readonly PhaseId[];
  readonly outside: boolean;
}

export const percentile = (share: number): string => `${Number((share * 100).toFixed(2))}`;
export const rangeOf = ({ fromShare, toShare }: TailBin): string => `${percentile(fromShare)}–${percentile(toShare)}`;
/** A leaf may stand under two parents. */
export const amountIn = ({ phases }: TailBin, id: PhaseId): number => phases.reduce((sum, phase) => sum + (phase.id === id ? phase.meanNs : 0), 0);
export const hasOutside = ({ bins }: TailDocument): boolean => bins.some(({ outsideNs, meanNs }) => outsideNs > WORTH * meanNs);

/** Leaves that take any time, in the order of the handshake; every stretch has them all. */
export const shownIn = ({ bins }: TailDocument): PhaseId[] => PHASE_IDS.filter((id) => bins.some((bin) => amountIn(bin, id) > 0));

export function tailLayout(tail: TailDocument, width: number): TailLayout {
  const { bins } = tail;
  const ids = shownIn(tail);
  const most = Math.max(...bins.map(({ meanNs }) => meanNs), 1);
  const plot = HEIGHT - TOP - FOOT;
  const y = (ns: number): number => TOP + plot - (ns / most) * plot;
  // Each stretch as wide as the next: the tail is what is looked at, and it would be a hairline.
  const step = Math.max(0, width - LEFT - RIGHT) / Math.max(1, bins.length);
  const columns = bins.map((bin, index): TailColumn => {
    let foot = 0;
    const piece = (id: PhaseId | null, ns: number): TailPiece => {
      const [low, high] = [y(foot), y(foot + ns)];
      foot += ns;
      return { id, ns, y: high, height: low - high, waiting: id !== null && isWaiting(id), colour: id === null ? null : PHASES[id].colour };
    };
    const pieces = ids.map((id) => piece(id, amountIn(bin, id))).filter(({ ns }) => ns > 0);
    if (bin.outsideNs > WORTH * bin.meanNs) pieces.push(piece(null, bin.outsideNs));
    return { x: LEFT + index * step + GAP / 2, width: Math.max(1, step - GAP), step, label: step >= LABELLED_PX ? rangeOf(bin) : '', pieces };
  });
  return { width, plotTop: TOP, plotFoot: TOP + plot, ticks: ticksIn(0, most).map((ns) => ({ ns, y: y(ns) })), columns, ids, outside: hasOutside(tail) };
}

/** What is pointed at: a stretch, and one phase of it or the whole. */
export interface TailSpot {
  readonly column: number;
  readonly id: PhaseId | null;
}

/** Left and right walk the stretches and keep the phase, up and down walk the phases of one; null where the key leads nowhere. */
export function walk({ columns }: Pick<TailLayout, 'columns'>, from: TailSpot | null, key: string): TailSpot | null {
  const last = columns.length - 1;
  if (last < 0) return null;
  const at = from?.column ?? null;
  const to = { ArrowLeft: (at ?? last + 1) - 1, ArrowRight: (at ?? -1) + 1, Home: 0, End: last }[key];
  if (to !== undefined) return { column: Math.min(last, Math.max(0, to)), id: from?.id ?? null };
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const column = at ?? last;
  const own = (columns[column]?.pieces ?? []).flatMap(({ id }) => id ?? []);
  const place = from?.id ? own.indexOf(from.id) : -1;
  // Down from the lowest is the whole stretch again.
  const next = key === 'ArrowUp' ? Math.min(own.length - 1, place + 1) : place - 1;
  return { column, id: own[next] ?? null };
}
