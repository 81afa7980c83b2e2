/** The NSS key log format (draft-ietf-tls-keylogfile): a label, the client's random, a secret. Pure. */

export const LABELS = {
  earlyClient: 'CLIENT_EARLY_TRAFFIC_SECRET',
  handshakeClient: 'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
  handshakeServer: 'SERVER_HANDSHAKE_TRAFFIC_SECRET',
  applicationClient: 'CLIENT_TRAFFIC_SECRET_0',
  applicationServer: 'SERVER_TRAFFIC_SECRET_0',
  /** TLS 1.2: the master secret. */
  master: 'CLIENT_RANDOM',
} as const;

const LINE = /^([A-Z0-9_]+) ([0-9a-fA-F]{64}) ([0-9a-fA-F]+)$/;

/** A handshake's secrets by their label. */
export type Secrets = ReadonlyMap<string, Buffer>;

/** By the client's random, in lower-case hex. Lines that are no key log lines are left out. */
export function readKeyLog(lines: readonly string[]): ReadonlyMap<string, Secrets> {
  const all = new Map<string, Map<string, Buffer>>();
  for (const line of lines) {
    const [, label, random, secret] = LINE.exec(line.trim()) ?? [];
    if (label === undefined || random === undefined || secret === undefined) continue;
    const key = random.toLowerCase();
    const own = all.get(key) ?? new Map<string, Buffer>();
    all.set(key, own);
    own.set(label, Buffer.from(secret, 'hex'));
  }
  return all;
}
