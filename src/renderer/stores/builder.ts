/** The scenario being built, with its whole history: also of what was in the builder before another was opened there. */
import { create } from 'zustand';
import { Scenario } from '../../shared/scenario/schema.ts';
import { textSaying, type TextProblem } from '../../shared/scenario/yaml.ts';
import { keepSheet, keptSheet } from './kept-sheet.ts';

/** What a scenario was made from: an own one as saved, an experiment, or what every new one starts with. */
export interface Origin {
  /** Null: a new one's beginnings. */
  readonly name: string | null;
  readonly scenario: Scenario;
}

/** A scenario and the file it belongs to. */
interface Sheet {
  /** Own scenario that it was opened from; null for a new one. */
  readonly id: string | null;
  readonly saved: Scenario | null;
  readonly origin: Origin;
  readonly scenario: Scenario;
  /** The person's own text, with comments; null where there is none but what the scenario itself says. */
  readonly text: string | null;
  /** The text as it is in the file. */
  readonly savedText: string | null;
  /** While there is one, nothing can be run or saved: it is not what the person sees. */
  readonly draft: Draft | null;
}

/** Text that a person has written and that is no scenario (yet). */
export interface Draft {
  readonly text: string;
  readonly problems: readonly TextProblem[];
}

export interface BuilderState extends Omit<Sheet, 'scenario'> {
  readonly past: readonly Sheet[];
  readonly present: Scenario;
  readonly future: readonly Sheet[];
  /** Fields whose text was not taken; nothing can be run or saved meanwhile either. */
  readonly wrong: readonly string[];
  /** What was typed in last, and when: typing on in the same place is one step of the history. */
  readonly typing: { readonly place: string; readonly at: number } | null;
  /** A change of the form could not be put into the person's text, which was written anew without its comments. */
  readonly commentsLost: boolean;
  /** How often a run or a save was asked for that something wrong stood against: the screen then shows what. */
  readonly asked: number;
}

const PAUSE_MS = 1200;

export const freshScenario = (): Scenario => Scenario.parse({ name: 'New scenario', stacks: { client: ['go', 'node'], server: ['go'] } });
const blank = (): Sheet => ({ id: null, saved: null, origin: { name: null, scenario: freshScenario() }, scenario: freshScenario(), text: null, savedText: null, draft: null });

type Laid = Omit<Sheet, 'scenario'> & Pick<BuilderState, 'present' | 'typing' | 'commentsLost'>;
const laid = ({ scenario, ...rest }: Sheet): Laid => ({ ...rest, present: scenario, typing: null, commentsLost: false });

export const emptyBuilder = (): BuilderState => ({ ...laid(blank()), past: [], future: [], wrong: [], asked: 0 });
export const useBuilder = create<BuilderState>(() => ({ ...emptyBuilder(), ...keptSheet() }));
const { setState: set, getState: get } = useBuilder;
useBuilder.subscribe(keepSheet);

const same = (a: Scenario | null, b: Scenario | null): boolean => JSON.stringify(a) === JSON.stringify(b);
const sheet = ({ id, saved, origin, present, text, savedText, draft }: BuilderState): Sheet => ({ id, saved, origin, scenario: present, text, savedText, draft });
const after = (state: BuilderState): readonly Sheet[] => [...state.past, sheet(state)];

function open(next: Sheet): void {
  set((state) => (state.id === next.id && same(state.present, next.scenario) ? laid({ ...next, text: next.text ?? state.text, draft: state.draft }) : { ...laid(next), past: after(state), future: [] }));
}

export const newScenario = (): void => open(blank());

/** Names a new scenario that nobody has touched in the window's language; that is no step of the history. */
export function nameBlank(name: string): void {
  const { origin, present } = get();
  if (origin.name !== null || !same(present, origin.scenario) || present.name === name) return;
  const named = { ...present, name };
  set({ present: named, origin: { name: null, scenario: named } });
}

interface Source {
  /** The text it came from. */
  readonly text?: string | undefined;
  /** What it was made from, where that is not its own name. */
  readonly name?: string;
}
/** Opens an own scenario (by its id), or a new one made from another. */
export const editScenario = (id: string | null, scenario: Scenario, { text, name = scenario.name }: Source = {}): void => open({ id, saved: id === null ? null : scenario, origin: { name, scenario }, scenario, text: text ?? null, savedText: id === null ? null : (text ?? null), draft: null });

interface Typed {
  /** Names a text that is typed in; its letters are then one step. */
  readonly place?: string | null;
  /** The text that says the scenario; without one, the text so far is changed to say it. */
  readonly text?: string;
  readonly now?: number;
}

const comments = (text: string): string => (text.match(/(^|\s)#.*$/gm) ?? []).map((one) => one.trim()).join('\n');
/** The file's text where a change goes back to what it says, and no comment was written since: its layout comes back too. */
const backToSaved = ({ saved, savedText, text }: BuilderState, next: Scenario): { text: string; kept: true } | null =>
  savedText !== null && text !== null && same(saved, next) && comments(text) === comments(savedText) ? { text: savedText, kept: true } : null;

/** Puts a changed scenario in place. */
export function change(next: Scenario, { place = null, text, now = Date.now() }: Typed = {}): void {
  const state = get();
  const typing = place === null ? null : { place, at: now };
  if (same(next, state.present)) {
    set({ draft: null, typing, ...(text === undefined ? {} : { text }) });
    return;
  }
  // A text that is no scenario comes back with an undo of what took its place; on the way to the next that is one it was but typing.
  const goesOn = typing !== null && state.typing?.place === place && now - state.typing.at < PAUSE_MS;
  const said = text !== undefined ? { text, kept: true } : state.text === null ? { text: null, kept: true } : backToSaved(state, next) ?? textSaying(next, state.text);
  set({ present: next, text: said.kept ? said.text : null, commentsLost: !said.kept, past: goesOn ? state.past : after(place === 'yaml' ? { ...state, draft: null } : state), future: [], draft: null, typing });
}

export function fieldIsWrong(field: string, isWrong: boolean): void {
  const { wrong } = get();
  if (wrong.includes(field) !== isWrong) set({ wrong: isWrong ? [...wrong, field] : wrong.filter((one) => one !== field) });
}
/** Whether what the person sees is the scenario that would be run. */
export const isSound = ({ draft, wrong }: Pick<BuilderState, 'draft' | 'wrong'>): boolean => draft === null && wrong.length === 0;

export const askForProblem = (): void => set(({ asked }) => ({ asked: asked + 1 }));

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

/** What was saved may be older than what is there now. */
export const markSaved = (id: string, scenario: Scenario, text: string | null): void => set({ id, saved: scenario, savedText: text, origin: { name: scenario.name, scenario }, typing: null });
/** Another scenario than the saved one, or another text for it: its comments count, its spaces do not. */
export const isChanged = ({ id, saved, present, text, savedText }: Pick<BuilderState, 'id' | 'saved' | 'present' | 'text' | 'savedText'>): boolean =>
  !same(saved, present) || (id !== null && text !== null && text.replace(/\s+/g, '') !== savedText?.replace(/\s+/g, ''));

/** Steps of the history at whose ends a text's own undo and redo arrive: they are the same step. */
export function stepTo(next: Scenario): 'undo' | 'redo' | null {
  const { past, future } = get();
  return same(past.at(-1)?.scenario ?? null, next) ? 'undo' : same(future[0]?.scenario ?? null, next) ? 'redo' : null;
}
