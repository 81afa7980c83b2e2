/** Main's end of the engine's process: starts it, forwards calls, hands the window its live port, and survives its death. */
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import { LIVE_PORT } from '../../shared/ipc/channels.ts';
import type { EngineChannel, Reply, Request, Response } from '../../shared/ipc/contract.ts';
import type { LiveEvent } from '../../shared/live/events.ts';
import type { EngineOptions, ExportWish, ReservedCpus } from '../../engine/index.ts';
import { valueOf } from '../ipc/reply.ts';
import { note } from '../log.ts';
import type { FromEngine, ToEngine } from './messages.ts';
import { makeScratch, removeScratch } from './scratch.ts';

/** The name of the engine's process in the system's and Electron's lists. */
export const ENGINE_NAME = 'Handshake Lab engine';
/** An engine that lives this long after a restart has earned another one. */
const STEADY_MS = 60_000;
/** `close()` stops a run and ends its workers, which are given 3 s each before they are killed. */
const CLOSE_MS = 8_000;
const KEPT_LINES = 12;

/** These bend what a child does without anyone having asked for it. */
const DROPPED = ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'ELECTRON_NO_ATTACH_CONSOLE'];

interface Life {
  readonly child: UtilityProcess;
  readonly since: number;
  readonly scratch: string;
  readonly lastLines: string[];
  readonly waiting: Map<number, (reply: Reply<unknown>) => void>;
  readonly exports: Map<number, (done: number) => void>;
}

/** A file to be written by the engine, which has the rows. */
export interface ExportOrder {
  readonly run: string;
  readonly wish: ExportWish;
  readonly path: string;
  readonly secret: boolean;
}

export class EngineHost {
  #life: Life | null = null;
  #closing = false;
  #restarted = false;
  #nextId = 1;
  #run: string | null = null;
  #reserved: ReservedCpus | null = null;
  #why = 'the engine was not started';

  constructor(
    private readonly program: string,
    private readonly options: EngineOptions,
    /** The pages that look. */
    private readonly windows: () => readonly WebContents[],
    private readonly runChanged: (runId: string | null) => void = () => undefined,
  ) {}

  /** From the next run on, `cpus: auto` keeps these for the app. */
  reserve(cpus: ReservedCpus): void {
    this.#reserved = cpus;
    if (this.#life !== null) send(this.#life, { type: 'reserve', cpus });
  }

  /** The run under way. */
  get run(): string | null {
    return this.#run;
  }

  start(): void {
    const scratch = makeScratch();
    note('info', 'the engine starts');
    const child = utilityProcess.fork(this.program, [], { serviceName: ENGINE_NAME, stdio: ['ignore', 'pipe', 'pipe'], env: environment(scratch) });
    const life: Life = { child, since: Date.now(), scratch, lastLines: [], waiting: new Map(), exports: new Map() };
    this.#life = life;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => keepLines(life.lastLines, chunk));
    child.on('message', (message: FromEngine) => {
      if (message.type === 'run') this.#note(message.runId);
      else if (message.type === 'exporting') life.exports.get(message.id)?.(message.done);
      else {
        life.waiting.get(message.id)?.(message.reply);
        life.waiting.delete(message.id);
      }
    });
    child.on('exit', (code) => this.#ended(life, code));
    send(life, { type: 'start', options: this.#reserved === null ? this.options : { ...this.options, reservedCpus: this.#reserved } });
  }

  forward(channel: EngineChannel, request: unknown): Promise<Reply<unknown>> {
    const life = this.#life;
    if (life === null) return Promise.resolve(gone(this.#why));
    const id = this.#nextId++;
    return new Promise((resolve) => {
      life.waiting.set(id, resolve);
      send(life, { type: 'call', id, channel, request });
    });
  }

  async call<K extends EngineChannel>(channel: K, request: Request<K>): Promise<Response<K>> {
    return valueOf((await this.forward(channel, request)) as Reply<Response<K>>);
  }

  /** Has a run written to a file; the reply comes when it is, or was stopped. */
  export(order: ExportOrder, { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (done: number) => void }): Promise<Reply<unknown>> {
    const life = this.#life;
    if (life === null) return Promise.resolve(gone(this.#why));
    const id = this.#nextId++;
    const stop = (): void => send(life, { type: 'stop-export', id });
    signal.addEventListener('abort', stop, { once: true });
    life.exports.set(id, onProgress);
    return new Promise<Reply<unknown>>((resolve) => {
      life.waiting.set(id, resolve);
      send(life, { type: 'export', id, ...order });
    }).finally(() => {
      life.exports.delete(id);
      signal.removeEventListener('abort', stop);
    });
  }

  /** Has a run written as one file; the reply comes when it is. */
  pack(run: string, withWire: boolean, path: string): Promise<Reply<unknown>> {
    const life = this.#life;
    if (life === null) return Promise.resolve(gone(this.#why));
    const id = this.#nextId++;
    return new Promise((resolve) => {
      life.waiting.set(id, resolve);
      send(life, { type: 'pack', id, run, withWire, path });
    });
  }

  /** Gives the page a fresh live port; `first` is said on it before the engine speaks. */
  connect(contents: WebContents, first?: LiveEvent): void {
    const { port1, port2 } = new MessageChannelMain();
    contents.postMessage(LIVE_PORT, null, [port2]);
    if (first !== undefined) port1.postMessage(first);
    if (this.#life === null) return;
    this.#life.child.postMessage({ type: 'live' } satisfies ToEngine, [port1]);
  }

  /** Stops a run keeping it, and ends the process and all it started. */
  async close(): Promise<void> {
    this.#closing = true;
    const life = this.#life;
    if (life === null) return;
    const exited = new Promise<void>((resolve) => life.child.once('exit', () => resolve()));
    send(life, { type: 'close' });
    const late = setTimeout(() => life.child.kill(), CLOSE_MS);
    await exited;
    clearTimeout(late);
  }

  #note(runId: string | null): void {
    if (runId === this.#run) return;
    note('info', runId === null ? `run ${this.#run} is over` : `run ${runId} begins`);
    this.#run = runId;
    this.runChanged(runId);
  }

  #ended(life: Life, code: number): void {
    this.#life = null;
    removeScratch(life.scratch);
    const lost = this.#run;
    this.#note(null);
    const end = life.lastLines.length === 0 ? '' : `\n${life.lastLines.join('\n')}`;
    this.#why = `the engine's process ended by itself (code ${code})${end}`;
    for (const answer of life.waiting.values()) answer(gone(this.#why));
    if (this.#closing) return;
    console.error(this.#why);
    if (Date.now() - life.since > STEADY_MS) this.#restarted = false;
    const again = !this.#restarted;
    this.#restarted = true;
    if (again) this.start();
    const what = again ? 'It was started again.' : 'It had been started again once already; close the app and open it again.';
    const kept = lost === null ? '' : ' What the run had finished is in its folder.';
    const ended: LiveEvent | undefined =
      lost === null ? undefined : { type: 'ended', runId: lost, ended: 'cut short', message: `The engine's process ended by itself (code ${code}).${kept} ${what}${end}` };
    for (const contents of this.windows()) this.connect(contents, ended);
  }
}

const gone = (why: string): Reply<never> => ({ ok: false, error: { code: 'engine-gone', message: why } });
const send = (life: Life, message: ToEngine): void => life.child.postMessage(message);

function environment(scratch: string): Record<string, string> {
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !DROPPED.includes(entry[0]));
  return { ...Object.fromEntries(kept), TMPDIR: scratch };
}

/** To stderr, since stdout may be somebody's output; the last lines are kept for the message. */
function keepLines(lines: string[], chunk: Buffer): void {
  process.stderr.write(chunk);
  note('warn', `engine: ${chunk.toString('utf8').trimEnd()}`);
  lines.push(...chunk.toString('utf8').split('\n').filter((line) => line.trim() !== ''));
  lines.splice(0, lines.length - KEPT_LINES);
}
