/** Which handshakes of a run the person looks at; kept while they look elsewhere. */
import { create } from 'zustand';
import type { HandshakeQuery, HandshakeRef } from '../../shared/explore.ts';

export interface Looking extends Omit<HandshakeQuery, 'limit' | 'marked'> {
  /** Null: as the figures do. */
  readonly marked: boolean | null;
  /** Null: the first arm with figures. */
  readonly arm: string | null;
  /** The handshake that is taken apart; null: the first of the list. */
  readonly ref: HandshakeRef | null;
}

export const EVERYTHING: Looking = { arm: null, fromNs: null, toNs: null, outcome: 'complete', marked: null, order: 'slowest', ref: null };

export const useExplore = create<{ readonly runs: Readonly<Record<string, Looking>> }>(() => ({ runs: {} }));

export const lookingAt = (run: string): Looking => useExplore.getState().runs[run] ?? EVERYTHING;
export function look(run: string, change: Partial<Looking>): void {
  useExplore.setState(({ runs }) => ({ runs: { ...runs, [run]: { ...(runs[run] ?? EVERYTHING), ...change } } }));
}
