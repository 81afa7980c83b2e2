/**
 * A file of the kernel, opened once and read again and again: its text is made anew at every read from position 0, and
 * opening it costs three times the reading. A thread's file stays that thread's after its number is given to another.
 */
import { closeSync, openSync, readSync } from 'node:fs';

/** Larger than /proc/stat's CPU lines on a machine of 2,000 CPUs; what follows them is not wanted. */
const buffer = Buffer.allocUnsafe(256 * 1024);
/** A process may hold about 1,000 files open: beyond this many, a file is opened for each reading. */
const MOST_KEPT = 400;
let kept = 0;

export class KeptFile {
  #descriptor: number | null = null;
  /** Why the last read gave nothing: the system's code, such as ENOENT. */
  problem: string | null = null;

  constructor(readonly path: string) {}

  /** The text now, or null with a `problem`. Never throws: processes and threads end at any time. */
  read(): string | null {
    try {
      const descriptor = this.#descriptor ?? openSync(this.path, 'r');
      if (this.#descriptor === null && kept < MOST_KEPT) {
        this.#descriptor = descriptor;
        kept++;
      }
      try {
        return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0));
      } finally {
        if (this.#descriptor === null) closeSync(descriptor);
      }
    } catch (error) {
      this.problem = (error as NodeJS.ErrnoException).code ?? 'unreadable';
      this.close();
      return null;
    }
  }

  close(): void {
    if (this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
    kept--;
  }
}
