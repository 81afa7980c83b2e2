/** What the window knows: where the person is, the settings, the library, the stacks. */
import { create } from 'zustand';
import type { RecentFile, Response, Settings, Topology } from '../../shared/ipc/contract.ts';
import { NOWHERE, SCREENS, type Place, type ScreenName } from '../../shared/ipc/place.ts';
import { preferTimes } from '../../shared/report/figures.ts';
import type { Scenario } from '../../shared/scenario/schema.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import { invoke, messageOf } from '../features/result/lab.ts';
import { editScenario } from './builder.ts';
import { keepPlace, restorePlace } from './place.ts';

export { SCREENS };
export type Screen = ScreenName;

/** Something that was done and can be undone for a moment. */
export interface Undo {
  readonly text: 'run' | 'scenario';
  readonly name: string;
  readonly undo: () => Promise<void>;
}

interface AppState {
  readonly ready: boolean;
  readonly screen: Screen;
  /** The run that Result and Report show. */
  readonly openRun: string | null;
  /** What the Library's lists are narrowed to. */
  readonly filter: string;
  readonly recent: readonly RecentFile[];
  /** The runs that Compare sets against each other: by id or folder. */
  readonly compared: { readonly a: string | null; readonly b: string | null };
  /** What the run that is on measures, where this window started it. */
  readonly runningScenario: Scenario | null;
  readonly about: Response<'app:state'> | null;
  readonly settings: Settings;
  readonly library: Response<'library:list'> | null;
  readonly stacks: readonly StackInfo[] | null;
  /** Why the stacks are not known, where looking for them failed. */
  readonly stacksProblem: string | null;
  readonly topology: Topology | null;
  /** Screens that were shown before this one, the latest last. */
  readonly trail: readonly Screen[];
  readonly undo: Undo | null;
  readonly problem: string | null;
}

export const useApp = create<AppState>(() => ({
  ready: false,
  screen: 'library',
  openRun: null,
  filter: '',
  recent: [],
  compared: { a: null, b: null },
  runningScenario: null,
  about: null,
  settings: { theme: 'system', language: 'system', times: 'auto', reservedCpus: 'auto', runsFolder: null, scenariosFolder: null },
  library: null,
  stacks: null,
  stacksProblem: null,
  topology: null,
  trail: [],
  undo: null,
  problem: null,
}));

const set = useApp.setState;

/** Does something that may fail; what went wrong is said in the window. */
export function attempt(work: () => Promise<unknown>): void {
  set({ problem: null });
  work().catch((error: unknown) => set({ problem: messageOf(error) }));
}

const TRAIL = 50;
/** The person has asked for a screen, if only for the one that is shown: what was left the last time is then not brought back. */
let chosen = false;
/** Shows a screen; `back` comes to the one before it. What had gone wrong was said on that one. */
function show(screen: Screen, more: Partial<AppState> = {}): void {
  chosen = true;
  set((state) => ({ ...more, screen, problem: null, trail: state.screen === screen ? state.trail : [...state.trail.slice(1 - TRAIL), state.screen] }));
}
export const go = (screen: Screen): void => show(screen);
export const openResult = (run: string): void => show('result', { openRun: run });
/** Compare, with this run as the first of the two where none is chosen yet, and as the second where one is. */
export function compareWith(run: string): void {
  const { a } = useApp.getState().compared;
  show('compare', { compared: a === null || a === run ? { a: run, b: null } : { a, b: run } });
}
/** Two runs set against each other. */
export const compareRuns = (a: string, b: string): void => show('compare', { compared: { a, b } });
export const choose = (change: Partial<AppState['compared']>): void => set(({ compared }) => ({ compared: { ...compared, ...change } }));
/** Plays a recorded run in the live views. */
export const playRun = (run: string): void => show('playback', { openRun: run });
export const openReport = (run: string): void => show('report', { openRun: run });
export const showRun = (scenario: Scenario): void => show('run', { runningScenario: scenario });
export function back(): void {
  const screen = useApp.getState().trail.at(-1);
  if (screen) set(({ trail }) => ({ screen, trail: trail.slice(0, -1), problem: null }));
}
export const dismissProblem = (): void => set({ problem: null });

export async function loadLibrary(): Promise<void> {
  set({ library: await invoke('library:list', {}) });
}

export async function loadStacks(refresh: boolean): Promise<void> {
  set(refresh ? { stacks: null, stacksProblem: null } : { stacksProblem: null });
  try {
    set({ stacks: (await invoke('stacks:list', { refresh })).stacks });
  } catch (error) {
    set({ stacksProblem: messageOf(error) });
  }
}

export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const settings = await invoke('app:settings', { ...useApp.getState().settings, ...change });
  preferTimes(settings.times);
  set({ settings });
  // What `cpus: auto` gives has changed with it.
  if (change.reservedCpus !== undefined) set({ topology: await invoke('machine:topology', {}) });
}

let starting = false;
export async function startRun(scenario: Scenario): Promise<void> {
  // A double click asks once.
  if (starting) return;
  starting = true;
  try {
    await invoke('run:start', { scenario, replay: null });
    showRun(scenario);
  } finally {
    starting = false;
  }
}

/** It is in the list of recent files from now on. */
export async function noteOpened(opened: RecentFile): Promise<void> {
  set({ recent: (await invoke('app:opened', opened)).recent });
}

/** A run's folder or its archive, or a scenario file. */
export async function openPath(path: string): Promise<void> {
  if (/\.ya?ml$/i.test(path)) {
    const { scenario } = await invoke('scenario:open', { path });
    editScenario(null, scenario);
    go('builder');
    await noteOpened({ path, name: scenario.name });
    return;
  }
  if (/\.zip$/i.test(path)) {
    const { run } = await invoke('run:unpack', { path });
    await loadLibrary();
    openResult(run);
    return;
  }
  const { run } = await invoke('run:open', { run: path });
  // One of the library's own is known by its id, wherever it lies.
  const own = useApp.getState().library?.runs.some(({ id }) => id === run.id) === true && run.folder.startsWith(useApp.getState().about?.runsFolder ?? '\0');
  openResult(own ? run.id : run.folder);
}

export async function chooseAndOpen(kind: 'folder' | 'file'): Promise<void> {
  const { path } = await invoke('file:choose', { kind });
  if (path !== null) await openPath(path);
}

/** Another window, on this run or on the Library. */
export const openWindow = (run: string | null): void => attempt(() => invoke('window:open', run === null ? NOWHERE : { ...NOWHERE, screen: 'result', openRun: run }));

/** Another window has changed them. */
export async function reloadSettings(): Promise<void> {
  const { settings } = await invoke('app:state', {});
  preferTimes(settings.times);
  set({ settings });
}

let undoTimer: ReturnType<typeof setTimeout> | undefined;
/** Offers to take something back for 10 s. */
export function offerUndo(undo: Undo): void {
  clearTimeout(undoTimer);
  set({ undo });
  undoTimer = setTimeout(() => set({ undo: null }), 10_000);
}
export function takeBack(): void {
  const { undo } = useApp.getState();
  if (!undo) return;
  clearTimeout(undoTimer);
  set({ undo: null });
  attempt(undo.undo);
}

/** The screen that was left, where what it shows is still there. */
async function screenOf({ screen, openRun }: Place): Promise<Partial<AppState>> {
  const { library } = useApp.getState();
  const listed = library?.runs.some(({ id, problem }) => id === openRun && problem === null) === true;
  // A run from elsewhere is known by its folder.
  const elsewhere = openRun !== null && /[/\\]/.test(openRun);
  const there = listed || (elsewhere && await invoke('run:open', { run: openRun }).then(() => true, () => false));
  if (screen === 'run') return {};
  if (screen === 'result' || screen === 'report' || screen === 'playback') return there ? { screen, openRun } : {};
  return { screen, openRun: there ? openRun : null };
}

/** Everything the first screen needs; the rest comes after it. */
export async function begin(): Promise<void> {
  const about = await invoke('app:state', {});
  preferTimes(about.settings.times);
  const { place } = about;
  set({ about, settings: about.settings, recent: about.recent, compared: place.compared, filter: place.filter });
  restorePlace(place);
  await loadLibrary();
  const left: Partial<AppState> = about.live === null ? await screenOf(place) : { screen: 'run' };
  // Where the person has gone meanwhile is where they stay.
  set({ ready: true, ...(chosen ? {} : left) });
  keepPlace();
  if (about.openAtStart !== null) attempt(() => openPath(about.openAtStart as string));
  // The window is of use without either; each place that shows them says what is missing.
  void loadStacks(false);
  attempt(async () => set({ topology: await invoke('machine:topology', {}) }));
}
