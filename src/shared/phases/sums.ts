/** Adds up phases over handshakes, exactly: leaves plus the `.rest` of each group equal the side's total. */
import { derivePhases, type Edge, type HandshakeEvents, type PhaseInterval } from './derive.ts';
import { GROUP_IDS, PHASE_IDS, PHASES, restOf, type PhaseId } from './tree.ts';

/** Reads a quantity at an edge: its instant, or what had been allocated there. `undefined` where it was not recorded. */
export type ValueAt = (side: 'client' | 'server', edge: Edge) => number | undefined;

const instant: ValueAt = (_, edge) => edge.ns;

interface Row {
  readonly id: PhaseId;
  readonly parent: PhaseId | null;
  sum: number;
  startSum: number;
  /** Handshakes in which the phase was seen. */
  seen: number;
  /** The last handshake that showed it. */
  last: number;
}

/** A phase's mean over an arm's handshakes. */
export interface MeanPhase {
  readonly id: PhaseId;
  readonly parent: PhaseId | null;
  /** Mean amount (ns, bytes or objects) per handshake; a handshake that did not show the phase counts as 0. */
  readonly mean: number;
  /** Mean instant at which it began, ns from the client's start, over the handshakes that showed it. */
  readonly startNs: number;
  readonly seen: number;
}

/** A phase of one handshake: what it was worth, and when it began. */
export interface PhaseAmount {
  readonly id: PhaseId;
  readonly parent: PhaseId | null;
  readonly amount: number;
  readonly startNs: number;
}

/** What of one interval is the phase's own, once the reads inside it are taken away. */
function amount(interval: PhaseInterval, valueAt: ValueAt): number | undefined {
  const side = PHASES[interval.id].side;
  const from = valueAt(side, interval.from);
  const to = valueAt(side, interval.to);
  if (from === undefined || to === undefined) return undefined;
  return interval.less.reduce((left, [a, b]) => left - ((valueAt(side, b) ?? 0) - (valueAt(side, a) ?? 0)), to - from);
}

/** The amounts of one handshake's phases, rest leaves included; parents hold their children's. */
export function phaseAmounts(intervals: readonly PhaseInterval[], valueAt: ValueAt = instant): PhaseAmount[] {
  const rows: PhaseAmount[] = [];
  for (const interval of intervals) {
    const value = amount(interval, valueAt);
    if (value === undefined) continue;
    rows.push({ id: interval.id, parent: interval.parent, amount: value, startNs: interval.from.ns });
  }
  for (const group of GROUP_IDS) {
    const own = rows.find((row) => row.id === group);
    const children = rows.filter((row) => row.parent === group);
    if (!own || children.length === 0) continue;
    const rest = children.reduce((left, child) => left - child.amount, own.amount);
    if (rest === 0) continue;
    rows.push({ id: restOf(group), parent: group, amount: rest, startNs: restStart(group, intervals) });
  }
  return rows;
}

/** Where a group's unsplit time is drawn: at its first gap. */
function restStart(group: PhaseId, intervals: readonly PhaseInterval[]): number {
  const own = intervals.find((interval) => interval.id === group) as PhaseInterval;
  let at = own.from.ns;
  const children = intervals.filter((interval) => interval.parent === group).sort((a, b) => a.from.ns - b.from.ns);
  for (const child of children) {
    if (child.from.ns > at) return at;
    at = Math.max(at, child.to.ns);
  }
  return at;
}

export class PhaseSums {
  #rows = new Map<PhaseId, Map<PhaseId | null, Row>>();
  #handshakes = 0;

  get handshakes(): number {
    return this.#handshakes;
  }

  add(events: HandshakeEvents, valueAt: ValueAt = instant): void {
    this.addIntervals(derivePhases(events), valueAt);
  }

  addIntervals(intervals: readonly PhaseInterval[], valueAt: ValueAt = instant): void {
    this.addAmounts(phaseAmounts(intervals, valueAt));
  }

  /** One handshake's phases. */
  addAmounts(amounts: readonly PhaseAmount[]): void {
    this.#handshakes++;
    for (const { id, parent, amount: value, startNs } of amounts) {
      const row = this.#row(id, parent);
      row.sum += value;
      // A phase may come twice in a handshake; its first start counts.
      if (row.last === this.#handshakes) continue;
      row.last = this.#handshakes;
      row.startSum += startNs;
      row.seen++;
    }
  }

  #row(id: PhaseId, parent: PhaseId | null): Row {
    let ofPhase = this.#rows.get(id);
    if (!ofPhase) this.#rows.set(id, (ofPhase = new Map()));
    let row = ofPhase.get(parent);
    if (!row) ofPhase.set(parent, (row = { id, parent, sum: 0, startSum: 0, seen: 0, last: -1 }));
    return row;
  }

  *#all(): Generator<Row, void, void> {
    for (const ofPhase of this.#rows.values()) yield* ofPhase.values();
  }

  /** Adds another's handshakes to these. */
  merge(other: PhaseSums): void {
    this.#handshakes += other.#handshakes;
    for (const { id, parent, sum, startSum, seen } of other.#all()) {
      const row = this.#row(id, parent);
      row.sum += sum;
      row.startSum += startSum;
      row.seen += seen;
    }
  }

  /** The sum of one phase over the handshakes, 0 where none showed it. */
  sumOf(id: PhaseId, parent: PhaseId | null): number {
    return this.#rows.get(id)?.get(parent)?.sum ?? 0;
  }

  means(): MeanPhase[] {
    return [...this.#all()]
      .sort((a, b) => PHASE_IDS.indexOf(a.id) - PHASE_IDS.indexOf(b.id))
      .map((row) => ({ id: row.id, parent: row.parent, mean: row.sum / this.#handshakes, startNs: row.startSum / row.seen, seen: row.seen }));
  }
}
