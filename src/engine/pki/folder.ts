/** The temporary folder of a run's keys. Its name holds our pid, so that a folder whose maker was killed is known and removed. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'hslab-keys-';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function removeStale(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1] ?? NaN);
    // Another user's folder cannot be removed, and need not be.
    if (!Number.isNaN(pid) && !isAlive(pid)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A new folder of mode 0700 (mkdtemp's own). */
export async function makeTemporaryPkiFolder(): Promise<string> {
  await removeStale();
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

export const removePkiFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
