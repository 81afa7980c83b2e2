/** The TLS records in one direction's bytes (RFC 8446, 5.1). Pure. */

export const RECORD_TYPES = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
export const RECORD_HEADER_BYTES = 5;

export interface TlsRecord {
  readonly type: number;
  /** legacy_record_version */
  readonly version: number;
  /** Header included. */
  readonly bytes: Buffer;
  /** When its last byte was there. */
  readonly atNs: number;
}

/** A piece of a stream, and when it came. */
export interface Piece {
  readonly bytes: Buffer;
  readonly atNs: number;
}

/** The whole records; a last one that was cut off is left out. */
export function recordsIn(pieces: readonly Piece[]): TlsRecord[] {
  const records: TlsRecord[] = [];
  let rest = Buffer.alloc(0);
  for (const { bytes, atNs } of pieces) {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= RECORD_HEADER_BYTES) {
      const length = RECORD_HEADER_BYTES + rest.readUInt16BE(3);
      if (rest.length < length) break;
      records.push({ type: rest.readUInt8(0), version: rest.readUInt16BE(1), bytes: rest.subarray(0, length), atNs });
      rest = rest.subarray(length);
    }
  }
  return records;
}
