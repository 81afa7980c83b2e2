/** Drives `hslab-capture` (stacks/go/cmd/hslab-capture): the handshakes of some servers as packets on the loopback interface. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from '../errors.ts';
import { LineProcess } from '../helpers/line-process.ts';

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

export class Capture {
  private constructor(private readonly process: LineProcess<Answer>) {}

  /** Starts the program, or says why there is none. `cpus`: where it may run. */
  static async open(path: string, cpus: readonly number[]): Promise<Capture | { readonly reason: string }> {
    if (!existsSync(path)) return { reason: 'the capture program has not been built: it needs Go (npm run lab -- stacks says why it is missing)' };
    try {
      return new Capture((await LineProcess.open({ name: 'the capture', path, cpus, answers: Answer }, 'ready')).process);
    } catch (error) {
      return { reason: messageOf(error) };
    }
  }

  async start(ports: readonly number[], epochNs: bigint): Promise<void> {
    await this.process.ask({ type: 'start', ports, epochNs: epochNs.toString() }, 'started');
  }

  /** What was seen since `start`; returns when no packet has come for a while. */
  async stop(): Promise<Flows> {
    return this.process.ask({ type: 'stop' }, 'flows');
  }

  async close(): Promise<void> {
    await this.process.close();
  }
}
