/** Where things are: the app's own files, and the person's runs and scenarios. */
import { app } from 'electron';
import { join } from 'node:path';

/** The checkout in development; the resources of a package otherwise. */
export const projectRoot = (): string => (app.isPackaged ? process.resourcesPath : app.getAppPath());

/** `out/`: what the build made. */
const built = join(import.meta.dirname, '..');
export const rendererFolder = join(built, 'renderer');
export const preloadFile = (name: 'index' | 'print'): string => join(built, 'preload', `${name}.cjs`);
export const engineFile = join(import.meta.dirname, 'engine-process.js');

const personal = (override: string | undefined, name: string): string =>
  override ?? join(app.isPackaged ? app.getPath('userData') : projectRoot(), name);
export const runsFolder = (): string => personal(process.env['HSLAB_RUNS_DIR'], 'runs');
export const scenariosFolder = (): string => personal(process.env['HSLAB_SCENARIOS_DIR'], 'scenarios');
