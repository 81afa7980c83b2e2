/** The scenario being built, with its whole history: also of what was in the builder before another was opened there. */
import { create } from 'zustand';
import { Scenario } from '../../shared/scenario/schema.ts';
import type { TextProblem } from '../../shared/scenario/yaml.ts';

/** A scenario and the file it belongs to. */
interface Sheet {
  /** Own scenario that it was opened from; null for a new one. */
  readonly id: string | null;
  readonly saved: Scenario | null;
  readonly scenario: Scenario;
}

/** Text that a person has written and that is no scenario (yet). */
export interface Draft {
  readonly text: string;
  readonly problems: readonly TextProblem[];
}

interface BuilderState {
  readonly id: string | null;
  readonly saved: Scenario | null;
  readonly past: readonly Sheet[];
  readonly present: Scenario;
  readonly future: readonly Sheet[];
  /** While there is one, nothing can be run or saved: it is not what the person sees. */
  readonly draft: Draft | null;
  /** Fields whose text was not taken; nothing can be run or saved meanwhile either. */
  readonly wrong: readonly string[];
  /** What was typed in last, and when: typing on in the same place is one step of the history. */
  readonly typing: { readonly place: string; readonly at: number } | null;
}

const DEPTH = 500;
const PAUSE_MS = 1200;

const fresh = (): Scenario => Scenario.parse({ name: 'New scenario', stacks: { client: ['go', 'node'], server: ['go'] } });

export const useBuilder = create<BuilderState>(() => ({ id: null, saved: null, past: [], present: fresh(), future: [], draft: null, wrong: [], typing: null }));
const { setState: set, getState: get } = useBuilder;

const same = (a: Scenario | null, b: Scenario | null): boolean => JSON.stringify(a) === JSON.stringify(b);
const sheet = ({ id, saved, present }: BuilderState): Sheet => ({ id, saved, scenario: present });
const laid = ({ id, saved, scenario }: Sheet): Pick<BuilderState, 'id' | 'saved' | 'present' | 'draft' | 'typing'> => ({ id, saved, present: scenario, draft: null, typing: null });
const after = (state: BuilderState): readonly Sheet[] => [...state.past.slice(1 - DEPTH), sheet(state)];

function open(next: Sheet): void {
  set((state) => (state.id === next.id && same(state.present, next.scenario) ? laid(next) : { ...laid(next), past: after(state), future: [] }));
}

export const newScenario = (): void => open({ id: null, saved: null, scenario: fresh() });
export const editScenario = (id: string | null, scenario: Scenario): void => open({ id, saved: id === null ? null : scenario, scenario });

/** What stood in the builder when the window was closed. */
export const restoreSheet = (kept: { readonly id: string | null; readonly saved: Scenario | null; readonly scenario: Scenario }): void => set(laid(kept));

/** Puts a changed scenario in place. `place` names a text that is typed in; its letters are then one step. */
export function change(next: Scenario, place: string | null = null, now = Date.now()): void {
  const state = get();
  const typing = place === null ? null : { place, at: now };
  if (same(next, state.present)) {
    set({ draft: null, typing });
    return;
  }
  const goesOn = typing !== null && state.typing?.place === place && now - state.typing.at < PAUSE_MS;
  set({ present: next, past: goesOn ? state.past : after(state), future: [], draft: null, typing });
}

export function fieldIsWrong(field: string, isWrong: boolean): void {
  const { wrong } = get();
  if (wrong.includes(field) !== isWrong) set({ wrong: isWrong ? [...wrong, field] : wrong.filter((one) => one !== field) });
}
/** Whether what the person sees is the scenario that would be run. */
export const isSound = ({ draft, wrong }: Pick<BuilderState, 'draft' | 'wrong'>): boolean => draft === null && wrong.length === 0;

export const setDraft = (draft: Draft | null): void => set({ draft });

export function undo(): void {
  const state = get();
  const before = state.past.at(-1);
  if (before) set({ ...laid(before), past: state.past.slice(0, -1), future: [sheet(state), ...state.future] });
}

export function redo(): void {
  const state = get();
  const [next, ...future] = state.future;
  if (next) set({ ...laid(next), past: [...state.past, sheet(state)], future });
}

export const markSaved = (id: string): void => set(({ present }) => ({ id, saved: present, typing: null }));
export const isChanged = ({ saved, present }: Pick<BuilderState, 'saved' | 'present'>): boolean => !same(saved, present);
