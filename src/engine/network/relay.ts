/** Drives `hslab-relay` (stacks/PROTOCOL.md, "The relay"): it stands between client and server and makes a network of the loopback interface. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { FAULT_ACTIONS, FAULT_PLACES } from '../../shared/tls.ts';
import { LabError, messageOf } from '../errors.ts';
import { LineProcess } from '../helpers/line-process.ts';
import { relayPath } from './relay-path.ts';

const Ns = z.number();

const Punctuality = z.object({ realtime: z.boolean(), timerSlackNs: Ns.nullable() });
/** What the kernel granted the relay for being on time. */
export type Punctuality = z.infer<typeof Punctuality>;

const Lateness = z.object({ count: z.number().int(), p50Ns: Ns.nullable(), p99Ns: Ns.nullable(), maxNs: Ns.nullable() });
/** How much later than due bytes were handed on. */
export type Lateness = z.infer<typeof Lateness>;

/** What one read of the relay got; `sentNs` is null for bytes that were never handed on. */
export const WireChunk = z.object({ from: z.enum(['client', 'server']), readNs: Ns, sentNs: Ns.nullable(), base64: z.string() });
export type WireChunk = z.infer<typeof WireChunk>;

/** What was carried for one client's port; instants are ns from the run's start. */
export const WireConnection = z.object({ port: z.number().int(), openedNs: Ns, closedNs: Ns.nullable(), chunks: z.array(WireChunk) });
export type WireConnection = z.infer<typeof WireConnection>;

const Answer = z.discriminatedUnion('type', [
  Punctuality.extend({ type: z.literal('ready'), pid: z.number().int() }),
  z.object({ type: z.literal('opened'), path: z.number().int(), port: z.number().int() }),
  Lateness.extend({ type: z.literal('lateness') }),
  z.object({ type: z.literal('recording') }),
  z.object({ type: z.literal('recorded'), connections: z.array(WireConnection), truncated: z.boolean().default(false) }),
  z.object({ type: z.literal('closed') }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);
type Answer = z.infer<typeof Answer>;

/** What goes wrong at a message of every `every`-th connection. */
export interface RelayFault {
  readonly at: (typeof FAULT_PLACES)[number];
  readonly action: (typeof FAULT_ACTIONS)[number];
  readonly every: number;
}

export interface PathSettings {
  readonly transport: 'tcp' | 'udp';
  /** The server's port. */
  readonly target: number;
  /** CLOCK_MONOTONIC at the run's start. */
  readonly epochNs: bigint;
  /** Each direction's. */
  readonly delayNs: number;
  readonly bitsPerSecond: number | null;
  readonly preamble: boolean;
  readonly fault: RelayFault | null;
}

/** One way through the relay. */
export interface RelayPath {
  readonly path: number;
  /** Where clients connect to. */
  readonly port: number;
}

export class Relay {
  #ids = 0;

  private constructor(private readonly process: LineProcess<Answer>, readonly pid: number, readonly punctuality: Punctuality) {}

  /** Throws a LabError where there is no relay, with what to do. */
  static async open(projectRoot: string): Promise<Relay> {
    const path = relayPath(projectRoot);
    if (!path || !existsSync(path)) throw new LabError('missing-tool', 'network.roundTrip needs the relay, which is built with Go and is not there; run "npm run setup" and see what it says of Go');
    try {
      const { process, answer } = await LineProcess.open({ name: 'the relay', path, cpus: [], answers: Answer }, 'ready');
      return new Relay(process, answer.pid, { realtime: answer.realtime, timerSlackNs: answer.timerSlackNs });
    } catch (error) {
      throw new LabError('worker', `The relay could not be started: ${messageOf(error)}`);
    }
  }

  async openPath({ epochNs, ...settings }: PathSettings): Promise<RelayPath> {
    const { path, port } = await this.process.ask({ type: 'open', id: this.#ids++, ...settings, epochNs: epochNs.toString(), record: false }, 'opened');
    return { path, port };
  }

  /** Since the last time it was asked, or since the path was opened. */
  async lateness({ path }: RelayPath, since: 'last time' | 'open' = 'last time'): Promise<Lateness> {
    const { type: _, ...lateness } = await this.process.ask({ type: 'lateness', id: this.#ids++, path, all: since === 'open' }, 'lateness');
    return lateness;
  }

  async record({ path }: RelayPath, on: boolean): Promise<void> {
    await this.process.ask({ type: 'record', id: this.#ids++, path, on }, 'recording');
  }

  /** What was carried since the last time, while recording was on. */
  async recorded({ path }: RelayPath): Promise<{ connections: WireConnection[]; truncated: boolean }> {
    const { connections, truncated } = await this.process.ask({ type: 'recorded', id: this.#ids++, path }, 'recorded');
    return { connections, truncated };
  }

  async closePath({ path }: RelayPath): Promise<void> {
    await this.process.ask({ type: 'close', id: this.#ids++, path }, 'closed');
  }

  async close(): Promise<void> {
    await this.process.close();
  }
}
