/** What the two hellos say that the rest of a conversation depends on (RFC 8446, 4.1). Pure. */

/** SHA-256 of "HelloRetryRequest": the random by which a ServerHello is one. */
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
const EXTENSIONS = { keyShare: 51, supportedVersions: 43 } as const;
const RANDOM_AT = 6;
const RANDOM_BYTES = 32;

/** The random of a ClientHello or ServerHello; `message` with its header of 4 bytes. Null where it is too short. */
export const randomOf = (message: Buffer): Buffer | null => (message.length < RANDOM_AT + RANDOM_BYTES ? null : message.subarray(RANDOM_AT, RANDOM_AT + RANDOM_BYTES));

export interface ServerHello {
  readonly random: Buffer;
  readonly suite: number;
  /** 0x0303 or 0x0304 */
  readonly version: number;
  readonly retry: boolean;
  /** The group of the key share; of a HelloRetryRequest the one that it asks for. */
  readonly group: number | null;
}

/** Null where the message ends too early. */
export function readServerHello(message: Buffer): ServerHello | null {
  try {
    const random = randomOf(message);
    if (!random) return null;
    let at = RANDOM_AT + RANDOM_BYTES;
    at += 1 + message.readUInt8(at);
    const suite = message.readUInt16BE(at);
    at += 3;
    let version = message.readUInt16BE(4);
    let group: number | null = null;
    const end = at < message.length ? at + 2 + message.readUInt16BE(at) : at;
    at += 2;
    while (at + 4 <= end) {
      const type = message.readUInt16BE(at);
      if (type === EXTENSIONS.supportedVersions) version = message.readUInt16BE(at + 4);
      if (type === EXTENSIONS.keyShare) group = message.readUInt16BE(at + 4);
      at += 4 + message.readUInt16BE(at + 2);
    }
    return { random, suite, version, retry: random.toString('hex') === RETRY_RANDOM, group };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
