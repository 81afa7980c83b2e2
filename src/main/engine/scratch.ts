/**
 * Temporary folders, each named after the app's process. The engine's holds private keys, so it goes with the engine
 * however that ends: main removes it when that process is gone, and at its next start those of apps that are gone themselves.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'hslab-app-';

/** `mkdtemp` makes it for the owner alone (0700). */
export const makeScratch = (): string => mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));

/** A worker may still be writing into it while it ends. */
export const removeScratch = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function sweepScratch(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || alive(Number(pid))) continue;
    try {
      removeScratch(join(tmpdir(), name));
    } catch {
      // Another person's, on a shared machine.
    }
  }
}
