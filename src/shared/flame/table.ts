/** The flame as rows of a table: its twin for a screen reader, and what copying it as text gives. Pure. */
import { isWaiting, PHASE_IDS, type PhaseId, type Side } from '../phases/tree.ts';
import { rootOf, type FlameData, type FlamePhase, type Shift } from './data.ts';

export interface FlameRow {
  readonly key: string;
  readonly side: Side;
  readonly id: PhaseId;
  /** 0 for the side's total. */
  readonly depth: number;
  readonly startNs: number;
  readonly amount: number;
  readonly ci: readonly [number, number] | null;
  /** Of the side's total; null for what lies outside it. */
  readonly share: number | null;
  readonly seen: number | null;
  readonly waiting: boolean;
  /** Only where the flame shows a difference. */
  readonly shift: Shift | null;
}

export function flameRows(data: FlameData): FlameRow[] {
  return (['client', 'server'] as const).flatMap((side) => {
    const phases = data[side];
    const total = phases.find((phase) => phase.id === rootOf(side))?.amount ?? 0;
    const row = (phase: FlamePhase, depth: number): FlameRow => ({
      key: `${side}/${phase.parent ?? ''}/${phase.id}/${phase.startNs}`, side, id: phase.id, depth, startNs: phase.startNs, amount: phase.amount, ci: phase.ci,
      share: phase.id === 'connect' || total <= 0 ? null : phase.amount / total, seen: phase.seen, waiting: isWaiting(phase.id), shift: phase.shift ?? null,
    });
    const under = (parent: PhaseId | null, depth: number): FlameRow[] =>
      phases
        .filter((phase) => phase.parent === parent)
        .sort((a, b) => a.startNs - b.startNs || PHASE_IDS.indexOf(a.id) - PHASE_IDS.indexOf(b.id))
        .flatMap((phase) => [row(phase, depth), ...(phase.id === parent ? [] : under(phase.id, depth + 1))]);
    return under(null, 0);
  });
}
