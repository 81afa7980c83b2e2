/** Where the window was, for the next start. */
import { app, screen, type BrowserWindow, type Rectangle } from 'electron';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../json-file.ts';

/** The smallest window the screens are drawn for. */
export const MINIMUM = { width: 960, height: 640 };

const State = z.object({
  bounds: z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive() }).nullable().default(null),
  maximized: z.boolean().default(false),
});
type State = z.infer<typeof State>;

const file = (): string => join(app.getPath('userData'), 'window.json');

/** A display may be gone since; then the window opens where the system puts it. */
const visible = (bounds: Rectangle): boolean => {
  const { workArea } = screen.getDisplayMatching(bounds);
  return bounds.x < workArea.x + workArea.width - 80 && bounds.x + bounds.width > workArea.x + 80 && bounds.y >= workArea.y - 8 && bounds.y < workArea.y + workArea.height - 40;
};

export function lastState(): State {
  const state = readJson(file(), State);
  return state.bounds !== null && !visible(state.bounds) ? { ...state, bounds: null } : state;
}

export function keepState(window: BrowserWindow): void {
  window.on('close', () => writeJson(file(), { bounds: window.getNormalBounds(), maximized: window.isMaximized() } satisfies State));
}
