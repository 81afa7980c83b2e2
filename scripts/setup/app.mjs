// The app itself: main, preload, window and command line, built by electron-vite into out/.
import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { inRoot } from './paths.mjs';
import { fingerprint, hash } from './stamp.mjs';
import { Unavailable } from './step.mjs';

export const appStep = (packages) => ({
  name: 'App',
  remedy: 'see what "npm run build" says',
  inputs: () => hash(packages.ok, fingerprint([inRoot('src'), inRoot('electron.vite.config.ts'), inRoot('package-lock.json')])),
  stands: () => existsSync(inRoot('out/main/cli.js')) && existsSync(inRoot('out/renderer/index.html')),
  async make() {
    if (!packages.ok) throw new Unavailable(packages.reason, packages.remedy);
    await run(process.execPath, [inRoot('node_modules/electron-vite/bin/electron-vite.js'), 'build'], { cwd: inRoot() });
    return { said: 'built' };
  },
});
