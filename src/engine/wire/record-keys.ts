/** Keys that open records, from the secrets of a key log: TLS 1.3 (RFC 8446, 7.3 and 5.2) and the AEAD suites of TLS 1.2 (RFC 5246, 6.3; RFC 5288; RFC 7905). */
import { createDecipheriv, createHmac, type CipherGCMTypes } from 'node:crypto';
import { RECORD_HEADER_BYTES, type TlsRecord } from './records.ts';

interface Aead {
  readonly name: CipherGCMTypes | 'chacha20-poly1305';
  readonly keyBytes: number;
  readonly hash: 'sha256' | 'sha384';
  /** TLS 1.2: bytes of the nonce that stand in each record. */
  readonly explicitNonceBytes: number;
}

const AES_128: Aead = { name: 'aes-128-gcm', keyBytes: 16, hash: 'sha256', explicitNonceBytes: 8 };
const AES_256: Aead = { name: 'aes-256-gcm', keyBytes: 32, hash: 'sha384', explicitNonceBytes: 8 };
const CHACHA: Aead = { name: 'chacha20-poly1305', keyBytes: 32, hash: 'sha256', explicitNonceBytes: 0 };

const SUITES: Readonly<Record<number, Aead>> = {
  0x1301: AES_128, 0x1302: AES_256, 0x1303: CHACHA,
  0xc02b: AES_128, 0xc02f: AES_128, 0xc02c: AES_256, 0xc030: AES_256, 0xcca8: CHACHA, 0xcca9: CHACHA,
};

const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/** Opens one direction's records in turn. */
export interface Opener {
  /** The plaintext and its type; null where the key does not fit, and then the record does not count. */
  open(record: TlsRecord): { readonly type: number; readonly content: Buffer } | null;
}

function decrypt({ name }: Aead, key: Buffer, nonce: Buffer, associated: Buffer, sealed: Buffer): Buffer | null {
  if (sealed.length < TAG_BYTES) return null;
  try {
    // TypeScript's types tell the two apart, the calls are the same.
    const decipher = createDecipheriv(name as CipherGCMTypes, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associated);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null; // The tag is wrong, or this runtime has no such cipher.
  }
}

function nonceOf(iv: Buffer, sequence: bigint): Buffer {
  const nonce = Buffer.from(iv);
  const low = nonce.readBigUInt64BE(NONCE_BYTES - 8) ^ sequence;
  nonce.writeBigUInt64BE(low, NONCE_BYTES - 8);
  return nonce;
}

/** HKDF-Expand-Label with an empty context (RFC 8446, 7.1); no output here is longer than one hash. */
function expandLabel(hash: Aead['hash'], secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, name.length]), name, Buffer.from([0, 1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, length);
}

/** Null for a suite that is no AEAD of the table above. */
export function opener13(suite: number, secret: Buffer): Opener | null {
  const aead = SUITES[suite];
  if (!aead || secret.length !== (aead.hash === 'sha384' ? 48 : 32)) return null;
  const key = expandLabel(aead.hash, secret, 'key', aead.keyBytes);
  const iv = expandLabel(aead.hash, secret, 'iv', NONCE_BYTES);
  let sequence = 0n;
  return {
    open: ({ bytes }) => {
      const inner = decrypt(aead, key, nonceOf(iv, sequence), bytes.subarray(0, RECORD_HEADER_BYTES), bytes.subarray(RECORD_HEADER_BYTES));
      if (inner === null) return null;
      sequence++;
      // Padding of zeros, before it the type.
      const end = inner.findLastIndex((byte) => byte !== 0);
      return end < 0 ? null : { type: inner[end] as number, content: inner.subarray(0, end) };
    },
  };
}

/** P_hash of TLS 1.2 (RFC 5246, 5). */
function prf(hash: Aead['hash'], secret: Buffer, label: string, seed: Buffer, length: number): Buffer {
  const full = Buffer.concat([Buffer.from(label), seed]);
  let a = full;
  let out = Buffer.alloc(0);
  while (out.length < length) {
    a = createHmac(hash, secret).update(a).digest();
    out = Buffer.concat([out, createHmac(hash, secret).update(a).update(full).digest()]);
  }
  return out.subarray(0, length);
}

export interface Randoms {
  readonly client: Buffer;
  readonly server: Buffer;
}

/** Both directions' keys of TLS 1.2; null for a suite that is no AEAD of the table above. */
export function openers12(suite: number, master: Buffer, { client, server }: Randoms): Readonly<Record<'client' | 'server', Opener>> | null {
  const aead = SUITES[suite];
  if (!aead) return null;
  const fixedBytes = NONCE_BYTES - aead.explicitNonceBytes;
  const block = prf(aead.hash, master, 'key expansion', Buffer.concat([server, client]), 2 * (aead.keyBytes + fixedBytes));
  const ivs = 2 * aead.keyBytes;
  const opener = (key: Buffer, fixed: Buffer): Opener => {
    let sequence = 0n;
    return {
      open: ({ type, version, bytes }) => {
        const body = bytes.subarray(RECORD_HEADER_BYTES);
        const explicit = body.subarray(0, aead.explicitNonceBytes);
        const sealed = body.subarray(aead.explicitNonceBytes);
        const associated = Buffer.alloc(13);
        associated.writeBigUInt64BE(sequence, 0);
        associated.writeUInt8(type, 8);
        associated.writeUInt16BE(version, 9);
        associated.writeUInt16BE(Math.max(0, sealed.length - TAG_BYTES), 11);
        const content = decrypt(aead, key, aead.explicitNonceBytes > 0 ? Buffer.concat([fixed, explicit]) : nonceOf(fixed, sequence), associated, sealed);
        if (content === null) return null;
        sequence++;
        return { type, content };
      },
    };
  };
  return {
    client: opener(block.subarray(0, aead.keyBytes), block.subarray(ivs, ivs + fixedBytes)),
    server: opener(block.subarray(aead.keyBytes, ivs), block.subarray(ivs + fixedBytes)),
  };
}
