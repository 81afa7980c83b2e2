// Frames of the worker protocol: bytes ↔ JSON messages, columns of doubles, and profiles.
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;
const JSON_KIND = 0x4a;
const SAMPLES_KIND = 0x53;
const PROFILE_KIND = 0x50;

/** A stream of bytes that is not the protocol. */
export class FrameError extends Error {
  name = 'FrameError';
}

function frame(kind, parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 1);
  if (length > MAX_FRAME_BYTES) throw new FrameError(`a frame of ${length} bytes is over ${MAX_FRAME_BYTES}`);
  const head = Buffer.alloc(5);
  head.writeUInt32LE(length, 0);
  head[4] = kind;
  return Buffer.concat([head, ...parts]);
}

export const encodeMessage = (message) => frame(JSON_KIND, [Buffer.from(JSON.stringify(message))]);

/** A header's length and text, padded so that what follows starts at a multiple of 8. */
function headerParts(header) {
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(text.length + ((8 - ((4 + text.length) % 8)) % 8), ' ');
  text.copy(padded);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(padded.length, 0);
  return [length, padded];
}

/** @param {{header: object, bytes: Uint8Array}} profile */
export const encodeProfile = ({ header, bytes }) => frame(PROFILE_KIND, [...headerParts(header), bytes]);

/** @param {{header: {count: number, columns: string[]}, columns: Map<string, Float64Array>}} samples */
export function encodeSamples({ header, columns }) {
  // Doubles are written as they lie in memory: every platform that Node runs on here is little-endian.
  const data = header.columns.map((name) => {
    const column = columns.get(name);
    return Buffer.from(column.buffer, column.byteOffset, header.count * 8);
  });
  return frame(SAMPLES_KIND, [...headerParts(header), ...data]);
}

function parseJson(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new FrameError(`frame holds no JSON: ${error.message}`);
  }
}

/** The header that S and P payloads begin with, and where it ends. */
function splitHeader(payload) {
  const start = payload.length < 4 ? Infinity : 4 + payload.readUInt32LE(0);
  if (start > payload.length) throw new FrameError('a header is longer than its frame');
  return { header: parseJson(payload.subarray(4, start)), start };
}

function decodeProfile(payload) {
  const { header, start } = splitHeader(payload);
  return { kind: 'P', header, bytes: Buffer.from(payload.subarray(start)) };
}

function decodeSamples(payload) {
  const { header, start } = splitHeader(payload);
  const { columns: names, count } = header;
  if (!Array.isArray(names) || payload.length !== start + names.length * count * 8) throw new FrameError('sample frame is not as long as its header says');
  const columns = new Map(names.map((name, index) => [name, Float64Array.from({ length: count }, (_, row) => payload.readDoubleLE(start + (index * count + row) * 8))]));
  return { kind: 'S', header, columns };
}

/** Cuts a stream of chunks into frames. */
export class FrameReader {
  #pending = Buffer.alloc(0);
  #onFrame;

  constructor(onFrame) {
    this.#onFrame = onFrame;
  }

  push(chunk) {
    let bytes = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    while (bytes.length >= 4) {
      const length = bytes.readUInt32LE(0);
      if (length < 1 || length > MAX_FRAME_BYTES) throw new FrameError(`frame length ${length} is not between 1 and ${MAX_FRAME_BYTES}`);
      if (bytes.length < 4 + length) break;
      const payload = bytes.subarray(5, 4 + length);
      if (bytes[4] === JSON_KIND) this.#onFrame({ kind: 'J', message: parseJson(payload) });
      else if (bytes[4] === SAMPLES_KIND) this.#onFrame(decodeSamples(payload));
      else if (bytes[4] === PROFILE_KIND) this.#onFrame(decodeProfile(payload));
      else throw new FrameError(`unknown frame kind 0x${bytes[4].toString(16)}`);
      bytes = bytes.subarray(4 + length);
    }
    this.#pending = bytes;
  }
}
