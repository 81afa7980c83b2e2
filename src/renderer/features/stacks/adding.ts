/** The version that is being added: asked for here, made by set-up, told line by line. */
import { create } from 'zustand';
import { loadStacks } from '../../stores/app.ts';
import { invoke, messageOf } from '../result/lab.ts';

interface AddingState {
  readonly id: string | null;
  readonly lines: readonly string[];
  /** What came of the last that failed, until another is asked for. */
  readonly failed: { readonly id: string; readonly reason: string } | null;
}

export const useAdding = create<AddingState>(() => ({ id: null, lines: [], failed: null }));
const set = useAdding.setState;

/** Adds a version and looks at the stacks again when it is over, whatever came of it. One at a time. */
export async function addStack(id: string): Promise<void> {
  if (useAdding.getState().id !== null) return;
  set({ id, lines: [], failed: null });
  try {
    for (;;) {
      const { lines, ended } = await invoke('stacks:add', { id, seen: useAdding.getState().lines.length });
      set((state) => ({ lines: [...state.lines, ...lines] }));
      if (!ended) continue;
      if (ended.reason !== null) set({ failed: { id, reason: ended.reason } });
      break;
    }
  } catch (error) {
    set({ failed: { id, reason: messageOf(error) } });
  } finally {
    await loadStacks(false);
    set({ id: null });
  }
}
