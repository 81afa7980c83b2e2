/** What is tried on an arm once its measuring is over: the same early data again, and connections held idle. */
import { readFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IdleProbe, ReplayProbe } from '../../shared/result/probes.ts';
import { messageOf } from '../errors.ts';
import { joinBlock } from './join.ts';
import type { OpenArm } from './session.ts';

const USES = 2;
const TIMEOUT_MS = 10_000;
const HOLD_TIMEOUT_MS = 60_000;
const SETTLE_MS = 5_000;
const SETTLE_EVERY_MS = 10;
/** Held and let go before the first reading, so that what a process takes once for all is there. */
const WARM_CONNECTIONS = 50;
/** What a server does with a copied first flight it does at once; nobody answers it. */
const COPY_MS = 300;

/** Carries connections to a server and keeps what each client said before the server answered. */
class Between {
  readonly firstFlights: Buffer[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /** `preambleBytes`: what a relay says before all else, which is no answer. */
  static open(target: number, preambleBytes: number): Promise<Between> {
    return new Promise((resolve, reject) => {
      const server = createServer();
      const between = new Between(server);
      server.on('connection', (client) => between.#carry(client, target, preambleBytes));
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(between));
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  #carry(client: Socket, target: number, preambleBytes: number): void {
    const upstream = connect(target, '127.0.0.1');
    const place = this.firstFlights.push(Buffer.alloc(0)) - 1;
    let heard = 0;
    let answered = false;
    client.on('data', (bytes: Buffer) => {
      if (!answered) this.firstFlights[place] = Buffer.concat([this.firstFlights[place] as Buffer, bytes]);
    });
    upstream.on('data', (bytes: Buffer) => {
      heard += bytes.length;
      answered = heard > preambleBytes;
    });
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
    }
    client.pipe(upstream);
    upstream.pipe(client);
  }

  close(): void {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Sends bytes to a server and hangs up after a while. */
function sendCopy(bytes: Uint8Array, port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    const timer = setTimeout(() => socket.destroy(), COPY_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Never rejects: what cannot be tried is told. `nextBlock` numbers blocks that no file keeps. */
export async function probeReplay({ arm, index, client, server, port, serverPort, path }: OpenArm, nextBlock: () => number): Promise<ReplayProbe> {
  const base = { arm: arm.id, antiReplay: arm.antiReplay === null ? ('default' as const) : arm.antiReplay ? ('on' as const) : ('off' as const) };
  let between: Between | null = null;
  try {
    between = await Between.open(port, path ? 1 : 0);
    const { uses } = await client.replay({ endpoint: index, port: between.port, uses: USES, timeoutMs: TIMEOUT_MS });
    // The first connection got the ticket, the second used it first.
    const copied = between.firstFlights[1];
    if (!copied || copied.length === 0) return { ...base, uses, copyTaken: null, reason: null };
    const block = nextBlock();
    await server.arm({ endpoint: index, block, observe: 'timing', handshakes: 1, connections: 1, timeoutMs: TIMEOUT_MS });
    await sendCopy(copied, serverPort);
    const side = await server.collect({ endpoint: index, block, expect: 1, timeoutMs: 2 * COPY_MS });
    const rows = joinBlock({ client: { done: side.done, samples: [] }, server: side });
    return { ...base, uses, copyTaken: rows.some((row) => row.server?.numbers['requestRead'] !== undefined), reason: null };
  } catch (error) {
    return { ...base, uses: [], copyTaken: null, reason: messageOf(error) };
  } finally {
    between?.close();
  }
}

/** VmRSS of /proc/PID/status (proc(5)), bytes. */
function residentBytes(pid: number): number {
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN);
  return kilobytes * 1024;
}

/** Never rejects: what cannot be tried is told. */
export async function probeIdle({ arm, index, client, server, port }: OpenArm, connections: number): Promise<IdleProbe> {
  const none = { arm: arm.id, connections: 0, client: null, server: null };
  const without = [client, server].find(({ ready }) => !ready.offers.includes('hold'));
  if (without) return { ...none, reason: `${without.name} cannot keep connections open` };
  const hold = async (count: number): Promise<number> => {
    await server.hold({ endpoint: index, connections: count, timeoutMs: HOLD_TIMEOUT_MS });
    return (await client.hold({ endpoint: index, connections: count, port, timeoutMs: HOLD_TIMEOUT_MS })).connections;
  };
  // In TLS 1.3 the client is done before the server has read its Finished: the last connections are the server's a moment later.
  const settled = async (held: number): Promise<number> => {
    for (const until = performance.now() + SETTLE_MS; ; await sleep(SETTLE_EVERY_MS)) {
      const { connections: served } = await server.hold({ endpoint: index, connections, timeoutMs: HOLD_TIMEOUT_MS });
      if (served >= held || performance.now() > until) return served;
    }
  };
  const release = async (): Promise<void> => {
    await client.release(index);
    await server.release(index);
  };
  const resident = () => ({ client: residentBytes(client.pid), server: residentBytes(server.pid) });
  try {
    await hold(WARM_CONNECTIONS);
    await release();
    const before = resident();
    const held = await hold(connections);
    const served = await settled(held);
    const after = resident();
    await release();
    if (held === 0) return { ...none, reason: 'no connection could be made' };
    const memory = (side: 'client' | 'server') => ({ beforeBytes: before[side], heldBytes: after[side], perThousandBytes: ((after[side] - before[side]) / held) * 1000 });
    return { arm: arm.id, connections: held, client: memory('client'), server: memory('server'), reason: held < connections || served < held ? `${held} of ${connections} were held, ${served} by the server` : null };
  } catch (error) {
    return { ...none, reason: messageOf(error) };
  }
}
