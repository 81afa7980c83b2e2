import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { encodeMessage, encodeProfile, encodeSamples, FrameError, FrameReader } from '../lib/frames.mjs';

const golden = (name) => readFileSync(new URL(`../../testdata/${name}`, import.meta.url));
/** Version 2, and what version 3 added. */
const TRANSCRIPTS = ['session', 'session-3'];

function readAll(bytes, chunk = bytes.length) {
  const frames = [];
  const reader = new FrameReader((frame) => frames.push(frame));
  for (let at = 0; at < bytes.length; at += chunk) reader.push(Buffer.from(bytes.subarray(at, at + chunk)));
  return frames;
}

const columnsOf = (frame) => Object.fromEntries([...frame.columns].map(([name, values]) => [name, Array.from(values, (value) => (Number.isNaN(value) ? null : value))]));
/** A frame as the transcript's JSON tells it. */
const PLAIN = {
  J: (frame) => frame,
  S: (frame) => ({ kind: 'S', header: frame.header, columns: columnsOf(frame) }),
  P: (frame) => ({ kind: 'P', header: frame.header, bytesHex: frame.bytes.toString('hex') }),
};
const plain = (frame) => PLAIN[frame.kind](frame);
const ENCODE = { J: (frame) => encodeMessage(frame.message), S: encodeSamples, P: encodeProfile };

for (const name of TRANSCRIPTS) {
  const { frames: told } = JSON.parse(golden(`${name}.json`));
  for (const chunk of [1, 3, 4096]) {
    test(`the golden transcript ${name} in chunks of ${chunk}`, () => assert.deepEqual(readAll(golden(`${name}.bin`), chunk).map(plain), told));
  }

  test(`what is read of ${name} and written again is the same, byte by byte`, () => {
    const bytes = readAll(golden(`${name}.bin`)).map((frame) => ENCODE[frame.kind](frame));
    assert.deepEqual(Buffer.concat(bytes), golden(`${name}.bin`));
  });
}

for (const name of ['bad-kind.bin', 'bad-json.bin', 'bad-length.bin', 'bad-empty.bin', 'bad-columns.bin']) {
  test(`${name} is refused`, () => assert.throws(() => readAll(golden(name)), FrameError));
}
