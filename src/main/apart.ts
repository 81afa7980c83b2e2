/**
 * While a run lasts, the app's own processes keep to the CPUs reserved for them. The engine's process is left out: it
 * sleeps while a block runs, and it reads from its own mask which CPUs there are. Linux only.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The mask this process was given, before it was ever narrowed. */
const given = ((): string | null => {
  try {
    return /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
})();

/** `-a`: all threads, or only the first would move. A process that has ended meanwhile is no loss. */
async function place(pids: readonly number[], cpus: string): Promise<void> {
  await Promise.all(pids.map((pid) => execute('taskset', ['-acp', cpus, String(pid)]).catch(() => undefined)));
}

export class Apart {
  #narrowed = false;
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly pids: () => readonly number[]) {}

  /** One after the other: a run that ends as the next begins must not undo what that one asked for. */
  keepTo(cpus: readonly number[]): Promise<void> {
    if (given === null || (cpus.length === 0 && !this.#narrowed)) return this.#last;
    this.#last = this.#last.then(async () => {
      this.#narrowed = cpus.length > 0;
      await place(this.pids(), this.#narrowed ? cpus.join(',') : given);
    });
    return this.#last;
  }
}
