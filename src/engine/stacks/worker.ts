/**
 * One worker process: started pinned, spoken to in frames, ended in three steps.
 * A worker that dies fails every request that waits on it with the end of its stderr; it is never restarted in a run.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { Answer, PROTOCOL_VERSION, type Done, type Ready, type Request, type Role, type TicketUse } from '../../shared/protocol/messages.ts';
import { copyOf, encodeMessage, FrameReader, type Frame, type ProfileBytes, type Samples } from '../../shared/protocol/frames.ts';
import { LabError, messageOf } from '../errors.ts';
import type { Program } from './programs.ts';

const READY_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 3_000;
/** Longer than any block may take by the protocol: a worker silent for so long has hung. */
const ANSWER_TIMEOUT_MS = 70_000;
const STDERR_LINES = 40;

type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;
export type WorkerRequest = WithoutId<Request>;
type AnswerOf = Exclude<Answer, Ready>;

/** A block's end as one side tells it: its samples, its summary, and the frames' bytes as they came. */
export interface BlockAnswer {
  readonly done: Done;
  readonly samples: readonly Samples[];
  readonly raw: readonly Uint8Array[];
  /** Only of blocks that were profiled. */
  readonly profiles: readonly ProfileBytes[];
}

interface Waiting {
  resolve(answer: AnswerOf): void;
  reject(error: Error): void;
}

export interface WorkerOptions {
  readonly program: Program;
  readonly role: Role;
  /** CPUs to pin to; null leaves the process unpinned. */
  readonly cpus: readonly number[] | null;
  /** Words before the command, such as `nice -n -10`. */
  readonly prefix?: readonly string[];
  readonly onLog?: (line: string) => void;
}

export class Worker {
  readonly name: string;
  #child: ChildProcess;
  #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #samples: Samples[] = [];
  #raw: Uint8Array[] = [];
  #profiles: ProfileBytes[] = [];
  #stderr: string[] = [];
  #failure: LabError | null = null;
  #stopping = false;
  #exited: Promise<void>;
  #ready: Ready | null = null;

  private constructor(private readonly options: WorkerOptions) {
    const { program, role, cpus, prefix = [] } = options;
    this.name = `${program.family} ${role}`;
    const command = [...prefix, ...(cpus ? ['taskset', '-c', cpus.join(',')] : []), program.command, ...program.args];
    this.#child = spawn(command[0] as string, [...command.slice(1), '--role', role], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...program.env },
      // A process group of its own, so that an unwilling worker goes with all it started, and a terminal's Ctrl-C reaches the engine alone.
      detached: true,
    });
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#fail(`ended with ${signal ? `signal ${signal}` : `code ${code}`}`);
        resolve();
      });
      this.#child.once('error', (error) => {
        this.#fail(`could not be started: ${error.message}`);
        resolve();
      });
    });
    this.#child.stdin?.on('error', () => undefined); // EPIPE: the exit event says more
    this.#readStderr();
  }

  /** Starts a worker and waits for its `ready`. Throws a LabError with the end of its stderr if it ends first. */
  static async start(options: WorkerOptions): Promise<Worker> {
    const worker = new Worker(options);
    try {
      await worker.#becomeReady();
      return worker;
    } catch (error) {
      await worker.kill();
      throw error;
    }
  }

  get ready(): Ready {
    if (!this.#ready) throw new Error(`${this.name} is not ready`);
    return this.#ready;
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get alive(): boolean {
    return this.#failure === null;
  }

  async configure(request: Omit<Extract<Request, { type: 'configure' }>, 'id' | 'type'>): Promise<void> {
    await this.#ask({ type: 'configure', ...request }, 'configured');
  }

  /** Binds the endpoint's port and returns it. */
  async serve(endpoint: number): Promise<number> {
    return (await this.#ask({ type: 'serve', endpoint }, 'serving')).port;
  }

  async arm(request: Omit<Extract<Request, { type: 'block' }>, 'id' | 'type'>): Promise<void> {
    this.#forget();
    await this.#ask({ type: 'block', ...request }, 'armed');
  }

  async runBlock(request: Omit<Extract<Request, { type: 'block' }>, 'id' | 'type'>): Promise<BlockAnswer> {
    this.#forget();
    return this.#takeBlock(await this.#ask({ type: 'block', ...request }, 'done'));
  }

  async collect(request: Omit<Extract<Request, { type: 'collect' }>, 'id' | 'type'>): Promise<BlockAnswer> {
    return this.#takeBlock(await this.#ask({ type: 'collect', ...request }, 'done'));
  }

  /** Makes connections and keeps them open (client), or keeps open what comes (server). */
  async hold(request: Omit<Extract<Request, { type: 'hold' }>, 'id' | 'type'>): Promise<{ connections: number; failed: number }> {
    return this.#ask({ type: 'hold', ...request }, 'holding');
  }

  async release(endpoint: number): Promise<void> {
    await this.#ask({ type: 'release', endpoint }, 'released');
  }

  /** Uses one ticket with the same early data several times. */
  async replay(request: Omit<Extract<Request, { type: 'replay' }>, 'id' | 'type'>): Promise<{ uses: TicketUse[] }> {
    return this.#ask({ type: 'replay', ...request }, 'replayed');
  }

  /** Asks the worker to stop, waits, then ends its process group. */
  async stop(): Promise<void> {
    if (this.alive) {
      this.#stopping = true;
      this.#ask({ type: 'stop' }, 'stopped').catch(() => undefined);
      this.#child.stdin?.end();
    }
    if (!(await this.#exitsWithin(STOP_TIMEOUT_MS))) await this.kill();
  }

  async kill(): Promise<void> {
    this.#stopping = true;
    if (this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) {
      try {
        process.kill(-this.#child.pid, 'SIGKILL');
      } catch {
        // gone already
      }
    }
    await this.#exitsWithin(STOP_TIMEOUT_MS);
  }

  #exitsWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
      timer.unref();
    });
    return Promise.race([this.#exited.then(() => true), late]).finally(() => clearTimeout(timer));
  }

  async #becomeReady(): Promise<void> {
    const ready = await new Promise<Ready>((resolve, reject) => {
      const timer = setTimeout(() => reject(this.#error(`did not say it is ready within ${READY_TIMEOUT_MS / 1000} s`)), READY_TIMEOUT_MS);
      this.#waiting.set(0, {
        resolve: (answer) => {
          clearTimeout(timer);
          resolve(answer as unknown as Ready);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#readFrames();
      if (this.#failure) this.#waiting.get(0)?.reject(this.#failure);
    });
    if (ready.protocol !== PROTOCOL_VERSION) throw this.#error(`speaks protocol ${ready.protocol}, this engine speaks ${PROTOCOL_VERSION}; build it again`);
    const { cpus } = this.options;
    if (cpus && ready.cpus.join() !== [...cpus].sort((a, b) => a - b).join()) {
      throw this.#error(`was pinned to CPUs ${cpus.join(',')} but runs on ${ready.cpus.join(',')}; choose CPUs that this system lets it have`);
    }
    this.#ready = ready;
  }

  #readFrames(): void {
    const reader = new FrameReader((frame, raw) => this.#onFrame(frame, raw));
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#fail(`broke the protocol: ${messageOf(error)}`);
        void this.kill();
      }
    });
  }

  #onFrame(frame: Frame, raw: Uint8Array): void {
    if (frame.kind === 'S') {
      this.#samples.push(frame);
      this.#raw.push(copyOf(raw));
      return;
    }
    if (frame.kind === 'P') {
      this.#profiles.push({ header: frame.header, bytes: frame.bytes });
      return;
    }
    const parsed = Answer.safeParse(frame.message);
    if (!parsed.success) {
      this.#fail(`sent a message this engine cannot read: ${JSON.stringify(frame.message).slice(0, 200)}`);
      void this.kill();
      return;
    }
    const answer = parsed.data;
    if (answer.type === 'done') this.#raw.push(copyOf(raw));
    const id = answer.type === 'ready' ? 0 : answer.id;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (answer.type === 'error') waiting?.reject(new LabError('worker', `${this.name}: ${answer.message} (${answer.code})`));
    else waiting?.resolve(answer as AnswerOf);
  }

  #ask<T extends AnswerOf['type']>(request: WorkerRequest, expected: T): Promise<Extract<AnswerOf, { type: T }>> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise<Extract<AnswerOf, { type: T }>>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#fail(`did not answer "${request.type}" within ${ANSWER_TIMEOUT_MS / 1000} s`);
        void this.kill();
      }, ANSWER_TIMEOUT_MS);
      timer.unref();
      this.#waiting.set(id, {
        resolve: (answer) => {
          clearTimeout(timer);
          if (answer.type === expected) resolve(answer as Extract<AnswerOf, { type: T }>);
          else reject(new LabError('worker', `${this.name} answered ${request.type} with ${answer.type}, not ${expected}`));
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.#child.stdin?.write(encodeMessage({ ...request, id }));
    });
  }

  #forget(): void {
    this.#samples = [];
    this.#raw = [];
    this.#profiles = [];
  }

  #takeBlock(done: Done): BlockAnswer {
    const answer = { done, samples: this.#samples, raw: this.#raw, profiles: this.#profiles };
    this.#forget();
    return answer;
  }

  #readStderr(): void {
    let partial = '';
    this.#child.stderr?.setEncoding('utf8');
    this.#child.stderr?.on('data', (text: string) => {
      const lines = (partial + text).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) {
        this.#stderr.push(line);
        if (this.#stderr.length > STDERR_LINES) this.#stderr.shift();
        this.options.onLog?.(line);
      }
    });
    this.#child.stderr?.once('end', () => {
      if (partial) this.#stderr.push(partial);
    });
  }

  #error(what: string): LabError {
    const tail = this.#stderr.slice(-5).join('\n').trim();
    return new LabError('worker', `The ${this.name} worker ${what}${tail ? `. It wrote last:\n${tail}` : ''}`);
  }

  #fail(what: string): void {
    if (this.#failure) return;
    this.#failure = this.#stopping ? new LabError('worker', `The ${this.name} worker was stopped`) : this.#error(what);
    for (const waiting of this.#waiting.values()) waiting.reject(this.#failure);
    this.#waiting.clear();
  }
}
