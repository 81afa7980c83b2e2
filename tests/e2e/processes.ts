/** Processes as /proc shows them: whose child is whose, and what is left. Linux only, as these tests are. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly command: string;
}

function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces and brackets itself.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(parent), state: state ?? '?', command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() };
  } catch {
    return null;
  }
}

export const processes = (): Process[] =>
  readdirSync('/proc').flatMap((name) => {
    const found = /^\d+$/.test(name) ? read(Number(name)) : null;
    return found ? [found] : [];
  });

export function descendants(pid: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** A zombie has ended; only its parent has not asked yet. */
export const alive = (pid: number): boolean => {
  const found = read(pid);
  return found !== null && found.state !== 'Z';
};

export async function until(what: string, holds: () => boolean, timeoutMs = 10_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; !holds(); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`);
  }
}
