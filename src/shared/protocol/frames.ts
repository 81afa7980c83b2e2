/** Frames of the worker protocol: bytes ↔ JSON messages and sample columns. Authority: stacks/PROTOCOL.md. */
import { ProfileHeader, SampleHeader } from './messages.ts';

export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

const KIND_JSON = 0x4a;
const KIND_SAMPLES = 0x53;
const KIND_PROFILE = 0x50;

/** One block's samples of one side and quantity: a Float64Array per column, NaN for unknown. */
export interface Samples {
  readonly header: SampleHeader;
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/** A profile as the stack's runtime wrote it; `header.format` says how. */
export interface ProfileBytes {
  readonly header: ProfileHeader;
  readonly bytes: Uint8Array;
}

export type Frame = { readonly kind: 'J'; readonly message: unknown } | ({ readonly kind: 'S' } & Samples) | ({ readonly kind: 'P' } & ProfileBytes);

/** A stream of bytes that is not the protocol; the connection cannot go on. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** A copy with memory of its own; Buffer's `slice` would be a view of the same. */
export function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const toUtf8 = new TextEncoder();

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    throw new FrameError(`frame holds no JSON: ${String(error)}`);
  }
}

/** The JSON header that S and P payloads begin with, and where it ends. */
function splitHeader(payload: Uint8Array, what: string): { header: unknown; start: number } {
  if (payload.length < 4) throw new FrameError(`${what} frame is shorter than its header length`);
  const start = 4 + new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(0, true);
  if (start > payload.length) throw new FrameError(`${what} header is longer than its frame`);
  return { header: parseJson(payload.subarray(4, start)), start };
}

function decodeProfile(payload: Uint8Array): ProfileBytes {
  const { header: raw, start } = splitHeader(payload, 'profile');
  const header = ProfileHeader.safeParse(raw);
  if (!header.success) throw new FrameError(`profile header: ${header.error.message}`);
  return { header: header.data, bytes: copyOf(payload.subarray(start)) };
}

function decodeSamples(payload: Uint8Array): Samples {
  const { header: raw, start } = splitHeader(payload, 'sample');
  const header = SampleHeader.safeParse(raw);
  if (!header.success) throw new FrameError(`sample header: ${header.error.message}`);
  const { columns: names, count } = header.data;
  if (payload.length !== start + names.length * count * 8) {
    throw new FrameError(`sample frame has ${payload.length - start} bytes of columns, its header says ${names.length * count * 8}`);
  }
  // Copied, because the payload's offset in the pipe's buffer is rarely a multiple of 8.
  const doubles = new Float64Array(copyOf(payload.subarray(start)).buffer);
  const columns = new Map(names.map((name, index) => [name, doubles.subarray(index * count, (index + 1) * count)]));
  return { header: header.data, columns };
}

export function decodePayload(kind: number, payload: Uint8Array): Frame {
  if (kind === KIND_JSON) return { kind: 'J', message: parseJson(payload) };
  if (kind === KIND_SAMPLES) return { kind: 'S', ...decodeSamples(payload) };
  if (kind === KIND_PROFILE) return { kind: 'P', ...decodeProfile(payload) };
  throw new FrameError(`unknown frame kind 0x${kind.toString(16)}`);
}

function frame(kind: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 1);
  if (length > MAX_FRAME_BYTES) throw new FrameError(`frame of ${length} bytes is over ${MAX_FRAME_BYTES}`);
  const bytes = new Uint8Array(4 + length);
  new DataView(bytes.buffer).setUint32(0, length, true);
  bytes[4] = kind;
  let at = 5;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const encodeMessage = (message: object): Uint8Array => frame(KIND_JSON, [toUtf8.encode(JSON.stringify(message))]);

/** A header's length and text, padded so that what follows starts at a multiple of 8. */
function encodeHeader(header: object): Uint8Array {
  const text = toUtf8.encode(JSON.stringify(header));
  const headerLength = text.length + ((8 - ((4 + text.length) % 8)) % 8);
  const head = new Uint8Array(4 + headerLength).fill(0x20);
  new DataView(head.buffer).setUint32(0, headerLength, true);
  head.set(text, 4);
  return head;
}

export const encodeProfile = ({ header, bytes }: ProfileBytes): Uint8Array => frame(KIND_PROFILE, [encodeHeader(header), bytes]);

export function encodeSamples({ header, columns }: Samples): Uint8Array {
  const data = header.columns.map((name) => {
    const column = columns.get(name);
    if (!column || column.length !== header.count) throw new FrameError(`column ${name} does not hold ${header.count} values`);
    return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  });
  return frame(KIND_SAMPLES, [encodeHeader(header), ...data]);
}

/** Cuts a stream of chunks into frames, and gives each with its own bytes (a view; copy them to keep them). */
export class FrameReader {
  #pending: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly onFrame: (frame: Frame, raw: Uint8Array) => void,
  ) {}

  /** Bytes that are no whole frame yet. */
  get pendingBytes(): number {
    return this.#pending.length;
  }

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#pending.length > 0) {
      bytes = new Uint8Array(this.#pending.length + chunk.length);
      bytes.set(this.#pending);
      bytes.set(chunk, this.#pending.length);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (bytes.length - at >= 4) {
      const length = view.getUint32(at, true);
      if (length < 1 || length > MAX_FRAME_BYTES) throw new FrameError(`frame length ${length} is not between 1 and ${MAX_FRAME_BYTES}`);
      const end = at + 4 + length;
      if (bytes.length < end) break;
      const raw = bytes.subarray(at, end);
      this.onFrame(decodePayload(raw[4] as number, raw.subarray(5)), raw);
      at = end;
    }
    this.#pending = copyOf(bytes.subarray(at));
  }
}
