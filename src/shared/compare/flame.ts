/** Where each phase's box lies in a differential flame, and its tone. Pure. */
import type { ComparedArm } from './document.ts';
import { PHASES, type PhaseId } from '../phases/tree.ts';

type Phase = ComparedArm['phases'][number];

export interface DifferenceBox {
  readonly id: PhaseId;
  readonly x: number;
  readonly width: number;
  readonly differenceNs: number | null;
  readonly tone: 'faster' | 'slower' | 'same';
  /** 0 … 1: the change against the largest that is defended. */
  readonly strength: number;
}

const widthOf = ({ aNs, bNs }: Phase): number => aNs ?? bNs ?? 0;

/** Rows from the side's whole down to its leaves; a box is as wide as the phase was in A (in B where A has none). */
export function differenceRows(phases: readonly Phase[], side: 'client' | 'server', width: number): DifferenceBox[][] {
  const own = phases.filter(({ id }) => PHASES[id].side === side && id !== 'connect');
  const root = own.find(({ parent }) => parent === null);
  if (!root || widthOf(root) === 0) return [];
  const largest = Math.max(...own.map(({ defended, differenceNs }) => (defended ? Math.abs(differenceNs ?? 0) : 0)), 1);
  const rows: DifferenceBox[][] = [];
  const place = (phase: Phase, x: number, scale: number, level: number): void => {
    const boxWidth = widthOf(phase) * scale;
    const { id, differenceNs, defended } = phase;
    const tone = !defended || differenceNs === null ? 'same' : differenceNs > 0 ? 'slower' : 'faster';
    (rows[level] ??= []).push({ id, x, width: boxWidth, differenceNs, tone, strength: Math.abs(differenceNs ?? 0) / largest });
    const children = own.filter(({ parent }) => parent === id);
    const sum = children.reduce((total, child) => total + widthOf(child), 0);
    // Where B's own phases make the children wider than A's parent, they share its width.
    const inner = sum > widthOf(phase) ? boxWidth / sum : scale;
    let at = x;
    for (const child of children) {
      place(child, at, inner, level + 1);
      at += widthOf(child) * inner;
    }
  };
  place(root, 0, width / widthOf(root), 0);
  return rows;
}
