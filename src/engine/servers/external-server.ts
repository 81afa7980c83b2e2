/** A server that is not a worker of ours: started from its recipe, spoken to by no protocol, ended by its process group. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Usage } from '../../shared/protocol/messages.ts';
import type { ExternalServerFamily } from '../../shared/servers.ts';
import { LabError, messageOf } from '../errors.ts';
import type { BlockAnswer } from '../stacks/worker.ts';
import { configProblem, filled, RECIPES, type Serving } from './recipes.ts';

const START_MS = 10_000;
const POLL_MS = 20;
const STOP_MS = 3_000;
const LAST_LINES = 12;

/** What the engine reads of a worker's `ready`; a server that is not ours offers and shows nothing by itself. */
const NOTHING_SAID = { offers: [] as readonly string[], not: [{ what: 'observe:wire', why: 'it is no worker of ours and tells no secrets', source: null }] };

/** A free port of 127.0.0.1. Another program may take it before the server does: then the server says so. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });

export interface ExternalServerOptions {
  readonly family: ExternalServerFamily;
  /** The program's path. */
  readonly path: string;
  readonly cpus: readonly number[];
  /** A person's own configuration file; null: the recipe's. */
  readonly configFile: string | null;
  readonly serving: Omit<Serving, 'port' | 'bundleFile' | 'leafFile' | 'intermediatesFile'>;
  readonly onLog: (line: string) => void;
}

/** CPU time of a process and all that it has started, ns (schedstat counts in ns; proc(5)). */
function cpuNsOf(pid: number): number | null {
  try {
    const own = readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]), 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter((text) => text !== '').map(Number);
    return children.reduce((sum, child) => sum + (cpuNsOf(child) ?? 0), own);
  } catch {
    return null; // It has ended, or this kernel does not tell.
  }
}

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g;

export class ExternalServer {
  readonly name: string;
  readonly ready: typeof NOTHING_SAID & { readonly cpus: readonly number[] };
  readonly #exited: Promise<void>;
  #lines: string[] = [];
  #ended: string | null = null;
  #cpuNs: number | null = null;
  #beganMs = 0;

  private constructor(private readonly child: ChildProcess, { family, cpus, onLog }: ExternalServerOptions, readonly port: number) {
    this.name = `${RECIPES[family].title} server`;
    this.ready = { ...NOTHING_SAID, cpus };
    let partial = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        const lines = (partial + text).split('\n');
        partial = lines.pop() ?? '';
        for (const line of lines) {
          this.#lines.push(line);
          onLog(line);
        }
        this.#lines = this.#lines.slice(-LAST_LINES);
      });
    }
    this.#exited = new Promise((resolve) => {
      const end = (why: string): void => {
        this.#ended = why;
        resolve();
      };
      child.once('exit', (code, signal) => end(signal ? `ended with signal ${signal}` : `ended with code ${code ?? 'none'}`));
      child.once('error', (error) => end(`could not be started: ${error.message}`));
    });
  }

  /** Throws a LabError with the server's own words where it does not come up. */
  static async start(options: ExternalServerOptions): Promise<ExternalServer> {
    const { family, path, cpus, configFile, serving } = options;
    const recipe = RECIPES[family];
    mkdirSync(serving.folder, { recursive: true, mode: 0o700 });
    const own = (name: string, content: string): string => {
      const file = join(serving.folder, name);
      writeFileSync(file, content, { mode: 0o600 });
      return file;
    };
    const chain = readFileSync(serving.certificateFile, 'utf8');
    const [leaf = '', ...intermediates] = chain.match(PEM) ?? [];
    const whole: Serving = {
      ...serving,
      port: await freePort(),
      leafFile: own('leaf.pem', leaf),
      intermediatesFile: own('intermediates.pem', intermediates.join('')),
      bundleFile: own('bundle.pem', chain + readFileSync(serving.keyFile, 'utf8')),
    };
    const template = configFile === null ? (recipe.config?.(whole) ?? null) : readConfig(family, configFile);
    const config = template === null ? '' : filled(template, whole);
    const ending = configFile === null ? 'conf' : (configFile.split('.').at(-1) ?? 'conf');
    const written = template === null ? '' : own(`${family}.${ending}`, config);
    const child = spawn('taskset', ['-c', cpus.join(','), path, ...recipe.args(whole, written, config)], {
      stdio: ['pipe', 'pipe', 'pipe'], cwd: serving.folder, env: { PATH: process.env['PATH'] ?? '', HOME: serving.folder }, detached: true,
    });
    child.stdin?.on('error', () => undefined);
    const server = new ExternalServer(child, options, whole.port);
    try {
      await server.#comesUp();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  async arm(): Promise<void> {
    if (this.#ended !== null) throw this.#error(this.#ended);
    this.#cpuNs = cpuNsOf(this.pid);
    this.#beganMs = performance.now();
  }

  /** It tells nothing of its handshakes: what is known is how many its only client made, and the CPU time that it took. */
  async collect({ expect }: { readonly endpoint: number; readonly block: number; readonly expect: number; readonly timeoutMs: number }): Promise<BlockAnswer> {
    if (this.#ended !== null) throw this.#error(this.#ended);
    const after = cpuNsOf(this.pid);
    const usage: Usage = { cpuNs: after === null || this.#cpuNs === null ? null : after - this.#cpuNs, allocatedBytes: null, allocatedObjects: null, exact: false, gcCount: null, gcPauseNs: null };
    return { done: { type: 'done', id: 0, endpoint: 0, block: 0, handshakes: expect, failed: 0, elapsedNs: (performance.now() - this.#beganMs) * 1e6, usage }, samples: [], raw: [], profiles: [] };
  }

  hold(): Promise<never> {
    return Promise.reject(new LabError('worker', `${this.name} is no worker of ours, and cannot be told to keep connections open`));
  }

  async release(): Promise<void> {}

  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), STOP_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#ended !== null || this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // gone already
    }
  }

  async #comesUp(): Promise<void> {
    const deadline = performance.now() + START_MS;
    while (!(await answers(this.port))) {
      if (this.#ended !== null) throw this.#error(this.#ended);
      if (performance.now() > deadline) throw this.#error(`did not listen on 127.0.0.1:${this.port} within ${START_MS / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  #error(what: string): LabError {
    const said = this.#lines.join('\n').trim();
    return new LabError('worker', `${this.name} ${what}${said ? `. It said:\n${said}` : ''}`);
  }
}

function readConfig(family: ExternalServerFamily, file: string): string {
  if (RECIPES[family].config === null) throw new LabError('bad-scenario', `servers.${family}.config: ${RECIPES[family].title} takes no configuration file`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new LabError('bad-scenario', `servers.${family}.config: ${file} cannot be read: ${messageOf(error)}`);
  }
  const problem = configProblem(text);
  if (problem !== null) throw new LabError('bad-scenario', `servers.${family}.config: ${file} ${problem}`);
  return text;
}
