/** Where things are: the app's own files, and the person's runs and scenarios. */
import { app } from 'electron';
import { join } from 'node:path';
import type { FolderInUse, Settings } from '../shared/ipc/contract.ts';

/** The checkout in development; the resources of a package otherwise. */
export const projectRoot = (): string => (app.isPackaged ? process.resourcesPath : app.getAppPath());

/** `out/`: what the build made. */
const built = join(import.meta.dirname, '..');
export const rendererFolder = join(built, 'renderer');
export const preloadFile = (name: 'index' | 'print'): string => join(built, 'preload', `${name}.cjs`);
export const engineFile = join(import.meta.dirname, 'engine-process.js');

/** An environment variable goes before the setting, and that before the usual place. */
function inUse(variable: string, setting: string | null, name: string): FolderInUse {
  const given = process.env[variable];
  if (given !== undefined && given !== '') return { path: given, setBy: variable };
  return { path: setting ?? join(app.isPackaged ? app.getPath('userData') : projectRoot(), name), setBy: null };
}
export const foldersInUse = ({ runsFolder, scenariosFolder }: Pick<Settings, 'runsFolder' | 'scenariosFolder'>) => ({
  runs: inUse('HSLAB_RUNS_DIR', runsFolder, 'runs'),
  scenarios: inUse('HSLAB_SCENARIOS_DIR', scenariosFolder, 'scenarios'),
});
