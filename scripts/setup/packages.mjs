// The project's npm packages, as the lockfile says.
import { existsSync, readFileSync } from 'node:fs';
import { run } from './command.mjs';
import { inRoot } from './paths.mjs';
import { hash } from './stamp.mjs';

export const packagesStep = {
  name: 'npm packages',
  remedy: 'check that the npm registry can be reached, then start again',
  inputs: () => hash(readFileSync(inRoot('package-lock.json'), 'utf8'), process.version),
  // npm writes this file last: an install that was interrupted has none, or an older one.
  stands: () => existsSync(inRoot('node_modules/.package-lock.json')),
  async make() {
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: inRoot(), timeoutMs: 600_000 });
    return { said: 'installed' };
  },
};
