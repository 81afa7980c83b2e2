/** One connection's bytes and secrets → its TLS messages in the order in which they went by. Pure. */
import type { WireMessage } from '../../shared/result/wire.ts';
import { groupName } from '../../shared/tls.ts';
import { alertName } from './alerts.ts';
import { readServerHello, randomOf, type ServerHello } from './hellos.ts';
import { LABELS, type Secrets } from './key-log.ts';
import { opener13, openers12, type Opener } from './record-keys.ts';
import { RECORD_HEADER_BYTES, RECORD_TYPES, recordsIn, type Piece, type TlsRecord } from './records.ts';

type Side = WireMessage['from'];

const HANDSHAKE_NAMES: Readonly<Record<number, string>> = {
  0: 'HelloRequest', 1: 'ClientHello', 2: 'ServerHello', 4: 'NewSessionTicket', 5: 'EndOfEarlyData', 8: 'EncryptedExtensions', 11: 'Certificate', 12: 'ServerKeyExchange', 13: 'CertificateRequest',
  14: 'ServerHelloDone', 15: 'CertificateVerify', 16: 'ClientKeyExchange', 20: 'Finished', 22: 'CertificateStatus', 24: 'KeyUpdate', 25: 'CompressedCertificate',
};
const SERVER_HELLO = 2;
const MESSAGE_HEADER_BYTES = 4;
const TLS12 = 0x0303;
const TLS13 = 0x0304;

/** The pieces of one direction. */
export type Directions = Readonly<Record<Side, readonly Piece[]>>;

class Direction {
  /** Keys by which this direction's records may be sealed, in the order of their use. */
  openers: Opener[] = [];
  /** TLS 1.2: everything after ChangeCipherSpec is sealed. */
  sealed = false;
  #partial = Buffer.alloc(0);
  #carried = 0;

  /** The key that fits; those before it are over. */
  open(record: TlsRecord): ReturnType<Opener['open']> {
    for (const [index, opener] of this.openers.entries()) {
      const opened = opener.open(record);
      if (!opened) continue;
      this.openers = this.openers.slice(index);
      return opened;
    }
    return null;
  }

  /** The handshake messages that a record's content completes. What the record costs beside its content goes to the first of them. */
  messages(content: Buffer, overhead: number): { type: number; message: Buffer; bytes: number }[] {
    this.#carried += overhead;
    this.#partial = Buffer.concat([this.#partial, content]);
    const found: { type: number; message: Buffer; bytes: number }[] = [];
    while (this.#partial.length >= MESSAGE_HEADER_BYTES) {
      const length = MESSAGE_HEADER_BYTES + this.#partial.readUIntBE(1, 3);
      if (this.#partial.length < length) break;
      found.push({ type: this.#partial.readUInt8(0), message: this.#partial.subarray(0, length), bytes: length + this.#carried });
      this.#carried = 0;
      this.#partial = this.#partial.subarray(length);
    }
    return found;
  }
}

export interface Conversation {
  readonly messages: readonly WireMessage[];
  readonly clientRandom: string | null;
}

/** `secretsOf`: by the client's random in hex. Times of the messages are those of the pieces. */
export function readConversation(pieces: Directions, secretsOf: (clientRandom: string) => Secrets | undefined): Conversation {
  const records = (['client', 'server'] as const).flatMap((from) => recordsIn(pieces[from]).map((record, index) => ({ from, record, index })));
  // What one side answers comes later than what it answers; within a direction the order stands.
  records.sort((a, b) => a.record.atNs - b.record.atNs || (a.from === b.from ? a.index - b.index : a.from === 'client' ? -1 : 1));
  const directions = { client: new Direction(), server: new Direction() };
  const messages: WireMessage[] = [];
  let clientRandom: Buffer | null = null;
  let secrets: Secrets | undefined;
  let version: number | null = null;

  const onClientHello = (message: Buffer): void => {
    if (clientRandom) return;
    clientRandom = randomOf(message);
    secrets = clientRandom ? secretsOf(clientRandom.toString('hex')) : undefined;
  };
  const onServerHello = (hello: ServerHello): void => {
    if (hello.retry) return;
    version = hello.version;
    if (!secrets || !clientRandom) return;
    const keyed = (labels: readonly string[]): Opener[] =>
      labels.flatMap((label) => {
        const secret = secrets?.get(label);
        const opener = secret ? opener13(hello.suite, secret) : null;
        return opener ? [opener] : [];
      });
    if (hello.version === TLS13) {
      directions.client.openers = keyed([LABELS.earlyClient, LABELS.handshakeClient, LABELS.applicationClient]);
      directions.server.openers = keyed([LABELS.handshakeServer, LABELS.applicationServer]);
      return;
    }
    const master = secrets.get(LABELS.master);
    const openers = master ? openers12(hello.suite, master, { client: clientRandom, server: hello.random }) : null;
    if (openers) for (const side of ['client', 'server'] as const) directions[side].openers = [openers[side]];
  };

  const note = (from: Side, { bytes, atNs }: TlsRecord, type: number, content: Buffer, seen: WireMessage['seen']): void => {
    const add = (name: string, size: number, detail: string | null = null): void => void messages.push({ name, from, atNs, bytes: size, seen, detail });
    if (type === RECORD_TYPES.alert) return add('Alert', bytes.length, content.length >= 2 ? alertName(content.readUInt8(1)) : null);
    if (type === RECORD_TYPES.changeCipherSpec) return add('ChangeCipherSpec', bytes.length);
    if (type !== RECORD_TYPES.handshake) return add('Application Data', bytes.length);
    for (const { type: kind, message, bytes: size } of directions[from].messages(content, bytes.length - content.length)) {
      const hello = kind === SERVER_HELLO ? readServerHello(message) : null;
      if (kind === 1) onClientHello(message);
      if (hello) onServerHello(hello);
      add(hello?.retry ? 'HelloRetryRequest' : (HANDSHAKE_NAMES[kind] ?? `handshake type ${kind}`), size, hello?.retry && hello.group !== null ? groupName(hello.group) : null);
    }
  };

  // Early data goes by before the ServerHello that tells its cipher: it is read once that is known.
  const waiting: TlsRecord[] = [];
  const read = (from: Side, record: TlsRecord): void => {
    const own = directions[from];
    // In TLS 1.3 a ChangeCipherSpec means nothing: what is sealed there is of type 23.
    const isSealed = record.type === RECORD_TYPES.applicationData || (own.sealed && version === TLS12);
    if (record.type === RECORD_TYPES.changeCipherSpec) own.sealed = true;
    if (!isSealed) return note(from, record, record.type, record.bytes.subarray(RECORD_HEADER_BYTES), 'clear');
    const opened = own.open(record);
    if (opened) return note(from, record, opened.type, opened.content, 'decrypted');
    messages.push({ name: 'Encrypted record', from, atNs: record.atNs, bytes: record.bytes.length, seen: 'unread', detail: null });
  };
  for (const { from, record } of records) {
    const early = from === 'client' && record.type === RECORD_TYPES.applicationData && version === null;
    if (early) {
      waiting.push(record);
      continue;
    }
    read(from, record);
    if (version !== null) for (const one of waiting.splice(0)) read('client', one);
  }
  for (const record of waiting) read('client', record);
  messages.sort((a, b) => a.atNs - b.atNs); // Stable: what came at one instant keeps its order.
  return { messages, clientRandom: clientRandom ? (clientRandom as Buffer).toString('hex') : null };
}
