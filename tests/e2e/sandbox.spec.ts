import { _electron } from '@playwright/test';
import { accessSync, chmodSync, chownSync, constants, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { electronPath, expect, projectRoot, test } from './lab.ts';
import { descendants } from './processes.ts';

const NOBODY = 65_534;

/** Why the app cannot run as another person here, or null. */
function obstacle(): string | null {
  if (process.getuid?.() !== 0) return 'the tests do not run as root, so every test has run with the sandbox';
  try {
    accessSync('/usr/bin/setpriv', constants.X_OK);
  } catch {
    return 'there is no setpriv';
  }
  for (let folder = dirname(electronPath()); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o005) !== 0o005) return `${folder} is not readable to others`;
  }
  return null;
}

test('an ordinary person’s app runs in the system’s sandbox', async ({ world }) => {
  const why = obstacle();
  test.skip(why !== null, why ?? '');
  const start = join(world.home, 'electron');
  writeFileSync(start, `#!/bin/sh\nexec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups -- "${electronPath()}" "$@"\n`);
  chmodSync(start, 0o755);
  for (const path of [world.home, ...readdirSync(world.home, { recursive: true }).map((name) => join(world.home, String(name)))]) chownSync(path, NOBODY, NOBODY);

  const app = await _electron.launch({ executablePath: start, args: [projectRoot], cwd: world.home, env: { ...world.environment(), HOME: world.home }, chromiumSandbox: true, timeout: 30_000 });
  try {
    const page = await app.firstWindow();
    await expect(page.locator('[data-app-state="loaded"]').first()).toBeAttached();
    const pids = descendants(app.process().pid as number).filter(({ command }) => command.includes('--type=renderer'));
    expect(pids.length).toBeGreaterThan(0);
    for (const { pid, command } of pids) {
      expect(command).not.toContain('--no-sandbox');
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      expect(/^Seccomp:\s*(\d)/m.exec(status)?.[1], 'system calls are filtered').toBe('2');
      expect(/^Uid:\s*(\d+)/m.exec(status)?.[1]).toBe(String(NOBODY));
      expect(/^NoNewPrivs:\s*(\d)/m.exec(status)?.[1]).toBe('1');
    }
  } finally {
    await app.close();
  }
});
