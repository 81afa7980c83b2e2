/** The scenario being built, with its whole history. */
import { create } from 'zustand';
import { Scenario } from '../../shared/scenario/schema.ts';

interface BuilderState {
  /** Own scenario that it was opened from; null for a new one. */
  readonly id: string | null;
  readonly saved: Scenario | null;
  readonly past: readonly Scenario[];
  readonly present: Scenario;
  readonly future: readonly Scenario[];
}

const fresh = (): Scenario => Scenario.parse({ name: 'New scenario', stacks: { client: ['go', 'node'], server: ['go'] } });

export const useBuilder = create<BuilderState>(() => ({ id: null, saved: null, past: [], present: fresh(), future: [] }));
const { setState: set, getState: get } = useBuilder;

export const newScenario = (): void => set({ id: null, saved: null, past: [], present: fresh(), future: [] });
export const editScenario = (id: string | null, scenario: Scenario): void => set({ id, saved: id === null ? null : scenario, past: [], present: scenario, future: [] });

export function change(next: Scenario): void {
  const { past, present } = get();
  if (JSON.stringify(next) === JSON.stringify(present)) return;
  set({ past: [...past, present], present: next, future: [] });
}

export function undo(): void {
  const { past, present, future } = get();
  const before = past.at(-1);
  if (before) set({ past: past.slice(0, -1), present: before, future: [present, ...future] });
}

export function redo(): void {
  const { past, present, future } = get();
  const [after, ...rest] = future;
  if (after) set({ past: [...past, present], present: after, future: rest });
}

export const markSaved = (id: string): void => set(({ present }) => ({ id, saved: present }));
export const isChanged = ({ saved, present }: Pick<BuilderState, 'saved' | 'present'>): boolean => JSON.stringify(saved) !== JSON.stringify(present);
