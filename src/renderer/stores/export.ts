/** The file that a run is being written to, from wherever that was asked for. */
import { create } from 'zustand';
import type { ExportId } from '../../shared/export.ts';
import { invoke, messageOf } from '../features/result/lab.ts';

/** What is over sooner says only that it is. */
const QUIET_MS = 1_000;
const LOOK_MS = 250;

export type Outcome = { readonly kind: 'saved'; readonly path: string } | { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly message: string };

interface ExportState {
  /** By id or folder. */
  readonly run: string | null;
  readonly as: ExportId | null;
  /** From 0 to 1; null while the person chooses a place, and for the first second. */
  readonly done: number | null;
  /** How the last one ended. */
  readonly outcome: Outcome | null;
}

const IDLE: ExportState = { run: null, as: null, done: null, outcome: null };
export const useExport = create<ExportState>(() => IDLE);
const set = useExport.setState;

/** Shows how much is done while a file is being written. */
function watch(): () => void {
  let sinceMs: number | null = null;
  const timer = setInterval(() => {
    void invoke('export:state', {}).then(({ writing }) => {
      // An answer may come after the file is whole.
      if (writing === null || useExport.getState().as === null) return;
      sinceMs ??= performance.now();
      if (performance.now() - sinceMs >= QUIET_MS) set({ done: writing.done });
    }, () => undefined);
  }, LOOK_MS);
  return () => clearInterval(timer);
}

let wasStopped = false;

export async function exportRun(run: string, as: ExportId): Promise<void> {
  if (useExport.getState().as !== null) return;
  wasStopped = false;
  set({ ...IDLE, run, as });
  const end = watch();
  try {
    const { path } = await invoke('run:export', { run, as });
    // No path and not stopped: the person chose no place, and knows it.
    set({ ...IDLE, run, outcome: path !== null ? { kind: 'saved', path } : wasStopped ? { kind: 'stopped' } : null });
  } catch (error) {
    set({ ...IDLE, run, outcome: { kind: 'failed', message: messageOf(error) } });
  } finally {
    end();
  }
}

export function stopExport(): void {
  wasStopped = true;
  void invoke('export:stop', {}).catch(() => undefined);
}
