/** A helper program that answers lines of JSON with lines of JSON, one each, in order. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { messageOf } from '../errors.ts';

const ANSWER_MS = 10_000;
const END_MS = 1_000;

interface Waiting<T> {
  resolve(answer: T): void;
  reject(error: Error): void;
}

export interface LineProcessOptions<T> {
  /** What it is called in an error: "the relay". */
  readonly name: string;
  readonly path: string;
  /** Where it may run; empty: anywhere. */
  readonly cpus: readonly number[];
  readonly answers: z.ZodType<T>;
}

export class LineProcess<T extends { readonly type: string }> {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #waiting: Waiting<T>[] = [];
  #failure: Error | null = null;
  #lastWords = '';

  private constructor(private readonly options: LineProcessOptions<T>) {
    const { path, cpus } = options;
    const command = cpus.length > 0 ? ['taskset', '-c', cpus.join(','), path] : [path];
    this.#child = spawn(command[0] as string, command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdin?.on('error', () => undefined); // EPIPE: the exit says more
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#lastWords = chunk.toString().trim()));
    createInterface({ input: this.#child.stdout as NodeJS.ReadableStream }).on('line', (line) => this.#onLine(line));
    this.#ended = new Promise((resolve) => {
      const end = (why: string): void => {
        this.#fail(new Error(this.#lastWords || why));
        resolve();
      };
      this.#child.once('exit', (code) => end(`${options.name} ended with code ${code ?? 'none'}`));
      this.#child.once('error', (error) => end(error.message));
    });
  }

  /** Starts the program and waits for its first line. Rejects with its last words where it ends instead. */
  static async open<T extends { readonly type: string }, K extends T['type']>(options: LineProcessOptions<T>, first: K): Promise<{ process: LineProcess<T>; answer: Extract<T, { type: K }> }> {
    const process = new LineProcess(options);
    try {
      return { process, answer: await process.#next(first) };
    } catch (error) {
      await process.close();
      throw error;
    }
  }

  /** Rejects with the program's own message where it answers with one of type `error`. */
  ask<K extends T['type']>(request: object, expected: K): Promise<Extract<T, { type: K }>> {
    if (this.#failure) return Promise.reject(this.#failure);
    const answer = this.#next(expected);
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    return answer;
  }

  async close(): Promise<void> {
    this.#child.stdin?.end();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), END_MS);
    await this.#ended;
    clearTimeout(killer);
  }

  async #next<K extends T['type']>(expected: K): Promise<Extract<T, { type: K }>> {
    let timer: NodeJS.Timeout | undefined;
    const { name } = this.options;
    const answer = await new Promise<T>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      // An answer that came after this would be taken for the next one's.
      timer = setTimeout(() => this.#fail(new Error(`${name} did not answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
    }).finally(() => clearTimeout(timer));
    if (answer.type === 'error') throw new Error('message' in answer ? String(answer.message) : `${name} refused`);
    if (answer.type !== expected) throw new Error(`${name} answered ${answer.type}, not ${expected}`);
    return answer as Extract<T, { type: K }>;
  }

  #onLine(line: string): void {
    const waiting = this.#waiting.shift();
    try {
      waiting?.resolve(this.options.answers.parse(JSON.parse(line)));
    } catch (error) {
      waiting?.reject(new Error(`${this.options.name} wrote what this engine cannot read: ${messageOf(error)}`));
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const waiting of this.#waiting) waiting.reject(this.#failure);
    this.#waiting = [];
  }
}
