// One at a time: `npm start` and `npm test` in two terminals must not both build or fetch the same thing.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const POLL_MS = 100;

function holder(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the lock or says no. Linked, not created: a lock is never seen without its pid in it. */
function take(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Waits for the lock; resolves with a function that gives it back. A holder that has ended without giving it back has lost it.
 * @param {string} path
 * @param {(pid: number) => void} onWait told once, when someone else holds it
 */
export async function lock(path, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!take(path)) {
    const pid = holder(path);
    if (pid !== null && !isAlive(pid)) {
      rmSync(path, { force: true });
      continue;
    }
    if (pid !== null && !told) onWait(pid);
    told ||= pid !== null;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return () => rmSync(path, { force: true });
}
