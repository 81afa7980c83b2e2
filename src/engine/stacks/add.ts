/** Adds a further version of a stack: the project's own set-up, run for that one; its lines are told as they come. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { LabError } from '../errors.ts';
import { setUpProgram, type StackFinder } from './find.ts';
import { has, readKnownVersions, readTools } from './tools.ts';

const KEPT_LINES = 200;

export interface AddProgress {
  /** Lines of set-up that the asker has not seen. */
  readonly lines: string[];
  /** Null while it is under way; `reason` is null where the version is there. */
  readonly ended: { readonly reason: string | null } | null;
}

interface Adding {
  readonly id: string;
  readonly child: ChildProcess;
  readonly lines: string[];
  ended: AddProgress['ended'];
  /** Those who wait for the next line, or for the end. */
  readonly waiting: Set<() => void>;
}

export class StackAdder {
  #adding: Adding | null = null;

  constructor(
    private readonly projectRoot: string,
    private readonly finder: Pick<StackFinder, 'forget'>,
  ) {}

  /** The version that is being added now: it fetches and compiles, so nothing is to be measured beside it. */
  get busyWith(): string | null {
    return this.#adding && !this.#adding.ended ? this.#adding.id : null;
  }

  /**
   * Begins to add a version (`seen` is 0), or goes on telling: answers as soon as there are lines beyond the first `seen`, or it has ended.
   */
  async follow(id: string, seen: number): Promise<AddProgress> {
    const adding = this.#begin(id, seen);
    while (adding.lines.length <= seen && !adding.ended) await new Promise<void>((resolve) => adding.waiting.add(resolve));
    return { lines: adding.lines.slice(seen), ended: adding.ended };
  }

  /** Ends what is under way with all it started; set-up takes up later what it left. */
  stop(): void {
    const pid = this.busyWith === null ? undefined : this.#adding?.child.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGTERM');
    } catch {
      // gone already
    }
  }

  #begin(id: string, seen: number): Adding {
    const now = this.#adding;
    if (now && !now.ended && now.id !== id) throw new LabError('busy', `${now.id} is being added; wait for its end`);
    if (now && now.id === id && (!now.ended || seen > 0)) return now;
    if (seen > 0) throw new LabError('not-found', `${id} is not being added`);
    return (this.#adding = this.#start(id));
  }

  #start(id: string): Adding {
    if (!readKnownVersions(this.projectRoot).some((version) => version.id === id)) throw new LabError('not-found', `No version "${id}" can be added; known are ${readKnownVersions(this.projectRoot).map((version) => version.id).join(', ')}`);
    const program = setUpProgram(this.projectRoot);
    if (program === null) throw new LabError('missing-tool', 'Versions are added by the set-up of a checkout of this project; it is not here');
    // A process group of its own, so that it goes with all it started.
    const child = spawn(this.#node(), [program, '--add', id], { cwd: this.projectRoot, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const adding: Adding = { id, child, lines: [], ended: null, waiting: new Set() };
    const tell = (): void => {
      for (const wake of adding.waiting) wake();
      adding.waiting.clear();
    };
    const end = (reason: string | null): void => {
      if (adding.ended) return;
      adding.ended = { reason };
      this.finder.forget();
      tell();
    };
    for (const stream of [child.stdout, child.stderr] as Readable[]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (adding.lines.length >= KEPT_LINES) return;
        adding.lines.push(line);
        tell();
      });
    }
    child.once('error', (error) => end(`set-up could not be started: ${error.message}`));
    child.once('close', (code, signal) => end(code === 0 ? null : (this.#reason(id) ?? `set-up ended with ${signal ?? `code ${code}`}`)));
    return adding;
  }

  /** Why set-up could not make it, in its own words. */
  #reason(id: string): string | null {
    const entry = readTools(this.projectRoot).versions[id];
    return entry && 'reason' in entry && typeof entry.reason === 'string' ? entry.reason : null;
  }

  /** The Node for scripts: this one, or, inside Electron, the one on which set-up ran before. */
  #node(): string {
    if (process.versions['electron'] === undefined) return process.execPath;
    const { node } = readTools(this.projectRoot);
    return has(node) ? node.path : 'node';
  }
}
