import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePayload, encodeMessage, encodeProfile, encodeSamples, FrameError, FrameReader, type Frame } from './frames.ts';
import { Message } from './messages.ts';

const golden = (name: string): Uint8Array => readFileSync(new URL(`../../../stacks/testdata/${name}`, import.meta.url));

interface Told {
  frames: ({ kind: 'J'; message: object } | { kind: 'S'; header: object; columns: Record<string, (number | null)[]> } | { kind: 'P'; header: object; bytesHex: string })[];
}

const plain = (frame: Frame): unknown =>
  frame.kind === 'J' ? frame : frame.kind === 'P' ? { kind: 'P', header: frame.header, bytesHex: Buffer.from(frame.bytes).toString('hex') } : { kind: 'S', header: frame.header, columns: Object.fromEntries([...frame.columns].map(([name, values]) => [name, Array.from(values, (value) => (Number.isNaN(value) ? null : value))])) };

function readAll(bytes: Uint8Array, chunk = bytes.length): Frame[] {
  const frames: Frame[] = [];
  const reader = new FrameReader((frame) => frames.push(frame));
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.slice(at, at + chunk));
  expect(reader.pendingBytes).toBe(0);
  return frames;
}

describe.each(['session', 'session-3'])('golden transcript %s', (name) => {
  const told = JSON.parse(golden(`${name}.json`).toString()) as Told;
  const bytes = golden(`${name}.bin`);

  it('decodes to what its JSON says', () => {
    expect(readAll(bytes).map(plain)).toEqual(told.frames);
  });

  it.each([1, 2, 7, 64])('is the same in chunks of %i bytes', (chunk) => {
    expect(readAll(bytes, chunk).map(plain)).toEqual(told.frames);
  });

  it('is encoded to frames that decode to the same', () => {
    const encoded = readAll(bytes).map((frame) => (frame.kind === 'J' ? encodeMessage(frame.message as object) : frame.kind === 'P' ? encodeProfile(frame) : encodeSamples(frame)));
    expect(readAll(Buffer.concat(encoded)).map(plain)).toEqual(told.frames);
  });

  it('holds only messages that the schemas know', () => {
    for (const frame of told.frames) if (frame.kind === 'J') expect(Message.parse(frame.message)).toEqual(frame.message);
  });
});

it.each(['bad-kind.bin', 'bad-json.bin', 'bad-length.bin', 'bad-empty.bin', 'bad-columns.bin'])('rejects %s', (name) => {
  expect(() => readAll(golden(name))).toThrow(FrameError);
});

it('names an unknown kind', () => {
  expect(() => decodePayload(0x5a, new Uint8Array())).toThrow('unknown frame kind 0x5a');
});
