import { createWriteStream, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileSink } from '../export/index.ts';
import { openResult } from '../result/kept.ts';
import { judgeEntries, LIMITS, type EntryFacts } from './entries.ts';
import { archiveName, packRun } from './pack.ts';
import { unpackRun } from './unpack.ts';

const FIXTURE = join(import.meta.dirname, '../../../tests/fixtures/run-format-1.hsrun');
let home = '';
let run = '';
let runs = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hslab-archive-'));
  run = join(home, 'a-run.hsrun');
  runs = join(home, 'runs');
  cpSync(FIXTURE, run, { recursive: true });
  writeFileSync(join(run, 'wire.json'), JSON.stringify({ format: 1, arms: [] }));
  writeFileSync(join(run, 'report.json'), '{"notes":"mine"}');
  mkdirSync(join(run, 'profiles'));
  writeFileSync(join(run, 'profiles', '0-client-cpu.json'), '{}');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const pack = async (withWire = false): Promise<string> => {
  const path = join(home, archiveName(run));
  await packRun(run, () => fileSink(path), { withWire });
  return path;
};

/** An archive as nobody's program packs it. */
async function made(fill: (zip: ZipFile) => void): Promise<string> {
  const path = join(home, 'made.hsrun.zip');
  const zip = new ZipFile();
  fill(zip);
  zip.end();
  await pipeline(zip.outputStream as Readable, createWriteStream(path));
  return path;
}
const runJson = (): Buffer => readFileSync(join(FIXTURE, 'run.json'));

describe('there and back', () => {
  it('brings the same run under its own name, without secrets and what was typed', async () => {
    const { id, folder, ignored } = await unpackRun(await pack(), runs);
    expect({ id, ignored }).toEqual({ id: 'a-run', ignored: [] });
    expect(existsSync(join(folder, 'wire.json')) || existsSync(join(folder, 'report.json'))).toBe(false);
    expect(readFileSync(join(folder, 'profiles', '0-client-cpu.json'), 'utf8')).toBe('{}');
    // The run that was packed, not the fixture: opening keeps the result in the folder.
    expect(openResult(folder).arms.map((arm) => arm.handshake)).toEqual(openResult(run).arms.map((arm) => arm.handshake));
    expect(readdirSync(runs)).toEqual(['a-run.hsrun']);
  });
  it('takes a free name', async () => {
    const path = await pack();
    expect([(await unpackRun(path, runs)).id, (await unpackRun(path, runs)).id]).toEqual(['a-run', 'a-run-2']);
  });
  it('packs the recorded bytes only when asked to, and unpacks them for their owner alone', async () => {
    const { folder } = await unpackRun(await pack(true), runs);
    expect(statSync(join(folder, 'wire.json')).mode & 0o077).toBe(0);
  });
  it('leaves nothing of a file whose packing was stopped', async () => {
    const path = join(home, 'out.zip');
    await expect(packRun(run, () => fileSink(path), { withWire: false, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(readdirSync(home).filter((name) => name.startsWith('out'))).toEqual([]);
  });
});

describe('whole archives that are refused', () => {
  const refused = async (path: string, message: RegExp): Promise<void> => {
    await expect(unpackRun(path, runs)).rejects.toThrow(message);
    expect(existsSync(runs) ? readdirSync(runs) : []).toEqual([]);
  };
  it('no archive', async () => {
    const path = join(home, 'x.hsrun.zip');
    writeFileSync(path, 'no zip');
    await refused(path, /not unpacked/);
  });
  it('one without a run', async () => refused(await made((zip) => zip.addBuffer(Buffer.from('x'), 'a.hsrun/readme.txt')), /no run\.json/));
  it('a run.json that is none', async () => refused(await made((zip) => zip.addBuffer(Buffer.from('{}'), 'run.json')), /no integer "format"/));
  it('a symbolic link', async () => refused(await made((zip) => {
    zip.addBuffer(runJson(), 'run.json');
    zip.addBuffer(Buffer.from('/etc/passwd'), 'samples.arrow', { mode: 0o120_777 });
  }), /"samples\.arrow" is a symbolic link/));
  it('a path that leads out', async () => {
    const path = await made((zip) => zip.addBuffer(runJson(), 'xx/run.json'));
    // yazl packs no such name, so it is written over: twice, as zip has it.
    const bytes = readFileSync(path);
    for (let at = bytes.indexOf('xx/'); at >= 0; at = bytes.indexOf('xx/')) bytes.write('../', at, 'latin1');
    writeFileSync(path, bytes);
    await refused(path, /\.\.\/run\.json/);
  });
  it('damaged bytes', async () => {
    const path = await made((zip) => zip.addBuffer(runJson(), 'run.json', { compress: false }));
    const bytes = readFileSync(path);
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    writeFileSync(path, bytes);
    await refused(path, /"run\.json" is damaged/);
  });
});

describe('entries', () => {
  const entry = (fileName: string, more: Partial<EntryFacts> = {}): EntryFacts => ({ fileName, compressedSize: 10, uncompressedSize: 20, compressionMethod: 8, encrypted: false, externalFileAttributes: 0, ...more });
  const RUN = entry('a.hsrun/run.json');
  it('takes a run’s files, and leaves others alone', () => {
    const { root, taken, ignored } = judgeEntries([RUN, entry('a.hsrun/'), entry('a.hsrun/profiles/0-client-cpu-block3-base.pb.gz'), entry('a.hsrun/profiles/x.sh'), entry('a.hsrun/result.json'), entry('__MACOSX/._run.json')]);
    expect(root).toBe('a.hsrun');
    expect(taken.map(({ place }) => place)).toEqual(['run.json', 'profiles/0-client-cpu-block3-base.pb.gz']);
    expect(ignored).toEqual(['a.hsrun/profiles/x.sh', 'a.hsrun/result.json', '__MACOSX/._run.json']);
  });
  it.each([
    ['../run.json', /"\.\.\/run\.json" leads out/],
    ['a.hsrun/../../run.json', /leads out/],
    ['a.hsrun//run.json', /leads out/],
    ['/etc/run.json', /"\/etc\/run\.json" has an absolute path/],
    ['C:/run.json', /absolute/],
    ['a.hsrun\\run.json', /backslash/],
    ['run.json\0.png', /NUL/],
  ])('refuses the name %j', (name, message) => expect(() => judgeEntries([RUN, entry(name)])).toThrow(message));
  it.each([
    ['twice', [RUN, RUN], /"a\.hsrun\/run\.json" is there twice/],
    ['twice but for case', [RUN, entry('a.hsrun/RUN.json')], /twice/],
    ['a device', [RUN, entry('a.hsrun/samples.arrow', { externalFileAttributes: (0o020_666 << 16) >>> 0 })], /no plain file/],
    ['encrypted', [entry('a.hsrun/run.json', { encrypted: true })], /encrypted/],
    ['another method', [entry('a.hsrun/run.json', { compressionMethod: 93 })], /method 93/],
    ['two runs', [RUN, entry('b.hsrun/samples.arrow')], /second run/],
    ['a file too large', [RUN, entry('a.hsrun/samples.arrow', { uncompressedSize: LIMITS.fileBytes + 1, compressedSize: LIMITS.fileBytes })], /"a\.hsrun\/samples\.arrow" would take/],
    ['a bomb', [RUN, entry('a.hsrun/samples.arrow', { uncompressedSize: 1e9, compressedSize: 1e6 })], /grow more than 250 times/],
  ] as const)('refuses %s', (_what, entries, message) => expect(() => judgeEntries(entries)).toThrow(message));
  it('refuses too many entries and too much in all', () => {
    expect(() => judgeEntries([RUN, entry('x')], { ...LIMITS, entries: 1 })).toThrow(/2 entries/);
    expect(() => judgeEntries([RUN, entry('a.hsrun/samples.arrow')], { ...LIMITS, totalBytes: 30 })).toThrow(/brings the archive above/);
  });
});
