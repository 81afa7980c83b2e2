/**
 * Whether bytes are messages as profile.proto has them. The library that reads them takes what is cut short for shorter, and needs
 * the square of a number's length in time: neither is for bytes that something broke.
 * https://github.com/google/pprof/blob/main/proto/profile.proto
 */

/** What a length-delimited field holds: text, or a message; all others hold numbers. */
interface Shape {
  readonly [field: number]: 'text' | Shape;
}

const LABEL: Shape = {};
const LINE: Shape = {};
const PROFILE: Shape = { 1: {}, 2: { 3: LABEL }, 3: {}, 4: { 4: LINE }, 5: {}, 6: 'text', 11: {} };

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const MOST_VARINT_BYTES = 10;

class Broken extends Error {}

/** Why the bytes are no profile, else null. */
export function pprofProblem(bytes: Uint8Array): string | null {
  try {
    checkMessage(bytes, 0, bytes.length, PROFILE);
    return null;
  } catch (error) {
    if (error instanceof Broken) return error.message;
    throw error;
  }
}

function checkMessage(bytes: Uint8Array, from: number, to: number, shape: Shape): void {
  let at = from;
  while (at < to) {
    const tag = bytes[at] as number;
    // Fields of profile.proto are numbered below 16: one byte holds number and type.
    if (tag >= 0x80) throw new Broken(`unknown field at byte ${at}`);
    at++;
    const type = tag & 7;
    const number = readVarint(bytes, at, to);
    at = number.end;
    if (type === VARINT) continue;
    if (type !== LENGTH_DELIMITED) throw new Broken(`a field of type ${type} at byte ${at}`);
    const end = at + number.value;
    if (end > to) throw new Broken(`a field at byte ${at} is longer than what holds it`);
    const inner = shape[tag >> 3];
    if (inner === undefined) checkNumbers(bytes, at, end);
    else if (inner !== 'text') checkMessage(bytes, at, end, inner);
    at = end;
  }
}

function checkNumbers(bytes: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at = readVarint(bytes, at, to).end);
}

function readVarint(bytes: Uint8Array, from: number, to: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = 0; index < MOST_VARINT_BYTES && from + index < to; index++) {
    const byte = bytes[from + index] as number;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: from + index + 1 };
  }
  throw new Broken(`a number without end at byte ${from}`);
}
