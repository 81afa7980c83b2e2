/**
 * A message sequence with the phases of both sides beside it, as rows and bands. Messages stand below each other, one a row; time runs down, stretched
 * between messages so that each band begins and ends where it does against them. Pure.
 */
import { PHASES, type PhaseId } from '../phases/tree.ts';
import type { WireArm, WireMessage } from '../result/wire.ts';

export const ROW_HEIGHT = 26;
const TOP = 14;

export interface SequenceRow {
  readonly message: WireMessage;
  /** The row's middle. */
  readonly y: number;
  /** The first of those that were at the relay at one instant: there the time is written. */
  readonly first: boolean;
}

export interface SequenceBand {
  readonly id: PhaseId;
  readonly side: 'client' | 'server';
  readonly kind: 'work' | 'wait' | 'wakeup';
  readonly colour: string | null;
  readonly y: number;
  readonly height: number;
  readonly ns: number;
}

export interface Sequence {
  readonly rows: readonly SequenceRow[];
  readonly bands: readonly SequenceBand[];
  readonly height: number;
}

export function sequenceOf({ messages, phases }: NonNullable<WireArm['example']>): Sequence {
  const rows = messages.map((message, index): SequenceRow => ({ message, y: TOP + (index + 1) * ROW_HEIGHT, first: message.atNs !== messages[index - 1]?.atNs }));
  const leaves = phases.filter(({ id }) => !phases.some(({ parent }) => parent === id));
  const from = Math.min(0, ...leaves.map(({ startNs }) => startNs));
  const to = Math.max(messages.at(-1)?.atNs ?? 0, ...leaves.map(({ startNs, ns }) => startNs + ns));
  const height = TOP + (messages.length + 2) * ROW_HEIGHT;
  // Known places: the beginning, each instant at its first row, the end.
  const knots = [{ ns: from, y: TOP }, ...rows.filter(({ first, message }) => first && message.atNs > from).map(({ message, y }) => ({ ns: message.atNs, y })), { ns: to, y: height - ROW_HEIGHT / 2 }];
  const place = (ns: number): number => {
    const above = knots.findLastIndex((knot) => knot.ns <= ns);
    const [low, high] = [knots[Math.max(0, above)], knots[Math.max(0, above) + 1]];
    if (!low) return TOP;
    if (!high || high.ns <= low.ns) return low.y;
    return low.y + ((ns - low.ns) / (high.ns - low.ns)) * (high.y - low.y);
  };
  const bands = leaves.flatMap(({ id, startNs, ns }): SequenceBand[] => {
    const { side, kind, colour } = PHASES[id];
    if (kind === 'group') return [];
    const y = place(startNs);
    return [{ id, side, kind, colour, y, height: Math.max(1, place(startNs + ns) - y), ns }];
  });
  return { rows, bands, height };
}
