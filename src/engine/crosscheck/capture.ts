/** Drives `hslab-capture` (stacks/go/cmd/hslab-capture): the handshakes of some servers as packets on the loopback interface. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { messageOf } from '../errors.ts';

/** A flow's instants, ns from the run's start on the one clock; null where it was not seen. */
export const Flow = z.object({
  port: z.number(),
  serverPort: z.number(),
  clientHelloNs: z.number().nullable(),
  serverHelloNs: z.number().nullable(),
  finishedNs: z.number().nullable(),
});
export type Flow = z.infer<typeof Flow>;

const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('started') }),
  z.object({ type: z.literal('flows'), flows: z.array(Flow), packets: z.number(), kernelDrops: z.number(), clockOffsetSpreadNs: z.number().nullish() }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);
type Answer = z.infer<typeof Answer>;
export type Flows = Extract<Answer, { type: 'flows' }>;

const ANSWER_MS = 10_000;
const END_MS = 1_000;

export class Capture {
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;
  #ended: Promise<void>;
  #lastWords = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdin?.on('error', () => undefined); // EPIPE: the exit says more
    child.stderr?.on('data', (chunk: Buffer) => (this.#lastWords = chunk.toString().trim()));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => this.#onLine(line));
    this.#ended = new Promise((resolve) => {
      const end = (why: string): void => {
        this.#waiting?.reject(new Error(this.#lastWords || why));
        this.#waiting = null;
        resolve();
      };
      child.once('exit', (code) => end(`the capture ended with code ${code ?? 'none'}`));
      child.once('error', (error) => end(error.message));
    });
  }

  /** Starts the program, or says why there is none. `cpus`: where it may run. */
  static async open(path: string, cpus: readonly number[]): Promise<Capture | { readonly reason: string }> {
    if (!existsSync(path)) return { reason: 'the capture program has not been built: it needs Go (npm run lab -- stacks says why it is missing)' };
    const command = cpus.length > 0 ? ['taskset', '-c', cpus.join(','), path] : [path];
    const capture = new Capture(spawn(command[0] as string, command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] }));
    try {
      await capture.#next('ready');
      return capture;
    } catch (error) {
      await capture.close();
      return { reason: messageOf(error) };
    }
  }

  async start(ports: readonly number[], epochNs: bigint): Promise<void> {
    await this.#ask({ type: 'start', ports, epochNs: epochNs.toString() }, 'started');
  }

  /** What was seen since `start`; returns when no packet has come for a while. */
  async stop(): Promise<Flows> {
    return this.#ask({ type: 'stop' }, 'flows');
  }

  async close(): Promise<void> {
    this.child.stdin?.end();
    const killer = setTimeout(() => this.child.kill('SIGKILL'), END_MS);
    await this.#ended;
    clearTimeout(killer);
  }

  #ask<T extends Answer['type']>(command: object, expected: T): Promise<Extract<Answer, { type: T }>> {
    const answer = this.#next(expected);
    this.child.stdin?.write(`${JSON.stringify(command)}\n`);
    return answer;
  }

  async #next<T extends Answer['type']>(expected: T): Promise<Extract<Answer, { type: T }>> {
    let timer: NodeJS.Timeout | undefined;
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      timer = setTimeout(() => reject(new Error(`the capture did not answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
    }).finally(() => clearTimeout(timer));
    if (answer.type === 'error') throw new Error(answer.message);
    if (answer.type !== expected) throw new Error(`the capture answered ${answer.type}, not ${expected}`);
    return answer as Extract<Answer, { type: T }>;
  }

  #onLine(line: string): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    try {
      waiting?.resolve(Answer.parse(JSON.parse(line)));
    } catch (error) {
      waiting?.reject(new Error(`the capture wrote what this engine cannot read: ${messageOf(error)}`));
    }
  }
}
