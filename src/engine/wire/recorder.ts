/** Records the wire of blocks of their own: the relay keeps the bytes, the workers tell the secrets. */
import type { WireArm, WireMessage } from '../../shared/result/wire.ts';
import type { Relay, RelayPath, WireConnection } from '../network/relay.ts';
import { LabError, messageOf } from '../errors.ts';
import type { Measured, MeasuredBlock } from '../result/measured.ts';
import { assertionFailure } from '../run/assert.ts';
import type { FinishedBlock } from '../run/block.ts';
import type { OpenArm, Process, Session } from '../run/session.ts';
import { readConversation, type Directions } from './conversation.ts';
import { readKeyLog } from './key-log.ts';
import { summarise } from './summary.ts';
import type { RecordedArm } from './wire-file.ts';

const piecesOf = ({ chunks }: WireConnection, baseNs: number): Directions => {
  const of = (side: 'client' | 'server') => chunks.filter(({ from }) => from === side).map(({ base64, readNs }) => ({ bytes: Buffer.from(base64, 'base64'), atNs: readNs - baseNs }));
  return { client: of('client'), server: of('server') };
};

interface Own {
  readonly recorded: RecordedArm;
  readonly handshakes: Measured[];
}

export class WireRecorder {
  readonly #arms = new Map<number, Own>();
  readonly #paths = new Map<number, RelayPath>();
  readonly #reasons = new Map<number, string>();
  #relay: Relay | null = null;

  constructor(private readonly session: Session) {}

  /** Opens the way for a block of this arm and returns where its client connects to. A relay's own way is used where the arm has one. */
  async begin(arm: OpenArm): Promise<number> {
    this.#relay ??= await this.session.relay();
    let path = arm.path ?? this.#paths.get(arm.index);
    if (!path) {
      path = await this.#relay.openPath({ transport: 'tcp', target: arm.serverPort, epochNs: this.session.epochNs, delayNs: 0, bitsPerSecond: null, preamble: false, fault: null });
      this.#paths.set(arm.index, path);
    }
    await this.#relay.record(path, true);
    return path.port;
  }

  /** After the block: keeps what was carried for its complete handshakes; priming ones are left out. */
  async end(arm: OpenArm, { record }: Pick<FinishedBlock, 'record'>, measured: MeasuredBlock): Promise<void> {
    const path = arm.path ?? this.#paths.get(arm.index);
    if (!this.#relay || !path) return;
    await this.#relay.record(path, false);
    const { connections, truncated } = await this.#relay.recorded(path);
    if (truncated) this.#reasons.set(arm.index, 'the recording was cut off at 16 MiB');
    const own = this.#arms.get(arm.index) ?? { recorded: { arm: arm.arm.id, startsNs: [], connections: [], keyLog: [] }, handshakes: [] };
    this.#arms.set(arm.index, own);
    own.recorded.keyLog.push(...new Set([...(record.client.done.keyLog ?? []), ...(record.server.done.keyLog ?? [])]));
    for (const handshake of measured.handshakes) {
      // A port may come twice where a priming connection had it before: the later one is the measured one.
      const connection = connections.findLast(({ port }) => port === handshake.row.port);
      // A server of its own does not know the tickets of the measured one: the first handshakes may be full where they should resume.
      if (!connection || assertionFailure([handshake.row], arm.arm) !== null) continue;
      own.recorded.connections.push(connection);
      own.recorded.startsNs.push(handshake.row.startNs);
      own.handshakes.push(handshake);
    }
  }

  /** An arm whose wire could not be recorded. */
  note(arm: OpenArm, error: unknown): void {
    this.#reasons.set(arm.index, error instanceof LabError ? error.message : messageOf(error));
  }

  get recorded(): RecordedArm[] {
    return [...this.#arms.values()].map(({ recorded }) => recorded);
  }

  results(): WireArm[] {
    return this.session.arms.filter(({ arm }) => arm.twinOf === null).map((open) => {
      const { arm, index, client, server } = this.session.wireArm(open);
      const own = this.#arms.get(index);
      const reason = this.#reasons.get(index) ?? null;
      if (!own) return summarise(arm.id, [], null, reason ?? `neither side tells its keys: ${whyNot(client) ?? whyNot(server) ?? 'observe:wire is not offered'}`);
      const secrets = readKeyLog(own.recorded.keyLog);
      const conversations = own.recorded.connections.map((connection, at) => readConversation(piecesOf(connection, own.recorded.startsNs[at] ?? NaN), (random) => secrets.get(random)).messages);
      return summarise(arm.id, conversations, exampleOf(conversations, own.handshakes), reason);
    });
  }
}

const whyNot = ({ name, ready }: Pick<Process, 'name' | 'ready'>): string | null => {
  const found = ready.not.find(({ what }) => what === 'observe:wire');
  return found ? `${name}: ${found.why}` : null;
};

/** The handshake in the middle by its latency, in full. */
function exampleOf(conversations: readonly (readonly WireMessage[])[], handshakes: readonly Measured[]): WireArm['example'] {
  const order = handshakes.map((_, at) => at).sort((a, b) => (handshakes[a] as Measured).latencyNs - (handshakes[b] as Measured).latencyNs);
  const at = order[Math.floor(order.length / 2)];
  const [messages, handshake] = at === undefined ? [] : [conversations[at], handshakes[at]];
  if (!messages || !handshake) return null;
  return { messages: [...messages], phases: handshake.amounts.map(({ id, parent, amount, startNs }) => ({ id, parent, startNs, ns: amount })) };
}
