/** Where the person is, for this window's next start: put together from the stores, and put back into them. */
import { create } from 'zustand';
import { KEPT_RUNS, Place, RunPlace } from '../../shared/ipc/place.ts';
import { invoke } from '../features/result/lab.ts';
import { useApp } from './app.ts';
import { useExplore } from './explore.ts';

/** What was looked at in each run's result. */
export const useLooked = create<{ readonly runs: Readonly<Record<string, Omit<RunPlace, 'handshakes'>>> }>(() => ({ runs: {} }));
const UNSEEN: Omit<RunPlace, 'handshakes'> = { tab: null, arm: null, flame: null };

export const lookedAt = (run: string): Omit<RunPlace, 'handshakes'> => useLooked.getState().runs[run] ?? UNSEEN;
export function looked(run: string, change: Partial<Omit<RunPlace, 'handshakes'>>): void {
  useLooked.setState(({ runs }) => {
    const { [run]: before = UNSEEN, ...others } = runs;
    // The one that was looked at last stands last: the oldest are forgotten.
    return { runs: { ...Object.fromEntries(Object.entries(others).slice(1 - KEPT_RUNS)), [run]: { ...before, ...change } } };
  });
}

const CALM_MS = 150;

function placeNow(): Place {
  const { screen, openRun, compared, filter } = useApp.getState();
  const explored = useExplore.getState().runs;
  const runs = Object.fromEntries(Object.entries(useLooked.getState().runs).map(([run, place]) => [run, { ...place, handshakes: explored[run] ?? null }]));
  return { screen, openRun, compared, filter, runs };
}

/** Puts a kept place back; the app's own screen is set by whoever begins. */
export function restorePlace(place: Place): void {
  useLooked.setState({ runs: Object.fromEntries(Object.entries(place.runs).map(([run, { tab, arm, flame }]) => [run, { tab, arm, flame }])) });
  useExplore.setState({ runs: Object.fromEntries(Object.entries(place.runs).flatMap(([run, { handshakes }]) => (handshakes ? [[run, handshakes]] : []))) });
}

/** Keeps the place from now on; returns the end of it. */
export function keepPlace(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = '';
  const keep = (): void => {
    const place = placeNow();
    const text = JSON.stringify(place);
    if (text === last) return;
    last = text;
    // Losing the place is no loss that a person must hear of.
    invoke('app:place', place).catch((error: unknown) => console.error(error));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(keep, CALM_MS);
  };
  const stops = [useApp.subscribe(soon), useExplore.subscribe(soon), useLooked.subscribe(soon)];
  window.addEventListener('pagehide', keep);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('pagehide', keep);
    for (const stop of stops) stop();
  };
}
