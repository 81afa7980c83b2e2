import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openResult } from '../result/kept.ts';
import { ResultDocument } from '../../shared/result/document.ts';
import { parseRunFile, RUN_FORMAT } from './format.ts';
import { openRun } from './run-reader.ts';

/** A run of format 1 as the first version wrote it; kept for ever, so that old runs stay readable. */
const FIXTURE = fileURLToPath(new URL('../../../tests/fixtures/run-format-1.hsrun', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'hslab-test-')), 'copy.hsrun');
  cpSync(FIXTURE, folder, { recursive: true });
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

describe('a run of format 1', () => {
  it('opens, with figures that add up', () => {
    const result = ResultDocument.parse(openResult(folder));
    expect(result.run).toMatchObject({ seed: 7, complete: true, ended: 'finished' });
    expect(result.arms.map(({ handshakes, serverHandshakes, failed }) => [handshakes, serverHandshakes, failed])).toEqual([[6, 6, 0], [6, 6, 0]]);
    for (const { phases } of result.arms) {
      for (const [root, rows] of [['c', phases.client], ['s', phases.server]] as const) {
        const parents = new Set(rows.map(({ parent }) => parent));
        const leaves = rows.filter(({ id }) => id !== 'connect' && !parents.has(id)).reduce((sum, { meanNs }) => sum + meanNs, 0);
        expect(leaves).toBeCloseTo(rows.find(({ id }) => id === root)?.meanNs ?? NaN, 3);
      }
    }
  });

  it('has Arrow files that any reader of Arrow opens', () => {
    const samples = tableFromIPC(readFileSync(join(FIXTURE, 'samples.arrow')));
    expect(samples.numRows).toBe([...openRun(FIXTURE).rows()].length);
    expect(samples.schema.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['block', 'round', 'arm', 'c_start', 'c_end', 's_end', 'c_hsSecret', 'c_error']));
  });
});

it('a stream that was torn in its last batch gives what is whole', () => {
  const path = join(folder, 'blocks.arrow');
  const whole = openRun(folder).blocks.length;
  truncateSync(path, statSync(path).size - 8); // the end marker alone
  expect(openRun(folder).blocks).toHaveLength(whole);
});

describe('run.json', () => {
  const text = (): string => readFileSync(join(folder, 'run.json'), 'utf8');

  it('of a newer version is its own error', () => {
    expect(() => parseRunFile(text().replace('"format": 1', `"format": ${RUN_FORMAT + 1}`), 'run.json')).toThrow(`written by a newer version; this one reads up to ${RUN_FORMAT}`);
  });

  it('that is hostile or broken is refused with the field', () => {
    expect(() => parseRunFile('{', 'run.json')).toThrow('holds no JSON');
    expect(() => parseRunFile('{"format":"1"}', 'run.json')).toThrow('no integer "format"');
    expect(() => parseRunFile(text().replace('"seed": 7', '"seed": "7"'), 'run.json')).toThrow('run.seed');
  });

  it('that is gone is said', () => {
    rmSync(join(folder, 'run.json'));
    expect(() => openRun(folder)).toThrow('is no run: it has no run.json');
  });
});

it('Arrow files that are none are refused', () => {
  writeFileSync(join(folder, 'samples.arrow'), 'no arrow at all, but long enough to be read as some');
  expect(() => openRun(folder)).toThrow('cannot be read');
});
