import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { encodeMessage, encodeSamples, FrameError, FrameReader } from '../lib/frames.mjs';

const golden = (name) => readFileSync(new URL(`../../testdata/${name}`, import.meta.url));
const told = JSON.parse(golden('session.json')).frames;

function readAll(bytes, chunk = bytes.length) {
  const frames = [];
  const reader = new FrameReader((frame) => frames.push(frame));
  for (let at = 0; at < bytes.length; at += chunk) reader.push(Buffer.from(bytes.subarray(at, at + chunk)));
  return frames;
}

const plain = (frame) =>
  frame.kind === 'J' ? frame : { kind: 'S', header: frame.header, columns: Object.fromEntries([...frame.columns].map(([name, values]) => [name, Array.from(values, (value) => (Number.isNaN(value) ? null : value))])) };

for (const chunk of [1, 3, 4096]) {
  test(`the golden transcript in chunks of ${chunk}`, () => assert.deepEqual(readAll(golden('session.bin'), chunk).map(plain), told));
}

test('what is encoded decodes to the same', () => {
  const bytes = readAll(golden('session.bin')).map((frame) => (frame.kind === 'J' ? encodeMessage(frame.message) : encodeSamples(frame)));
  assert.deepEqual(readAll(Buffer.concat(bytes)).map(plain), told);
});

for (const name of ['bad-kind.bin', 'bad-json.bin', 'bad-length.bin', 'bad-empty.bin', 'bad-columns.bin']) {
  test(`${name} is refused`, () => assert.throws(() => readAll(golden(name)), FrameError));
}
