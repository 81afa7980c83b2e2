/** Writing as such: whole or not at all, stopped at any moment, refused with a reason. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_IDS, EXPORT_REFUSALS, EXPORTS, exportName } from '../../shared/export.ts';
import { ResultDocument } from '../../shared/result/document.ts';
import { makeRun } from './export.fixture.ts';
import { checkExport, exportsOf, fileSink, streamSink, writeExport, type Sink } from './index.ts';

let run: ReturnType<typeof makeRun>;
beforeAll(() => {
  run = makeRun();
});
afterAll(() => run.remove());

const all = { as: 'csv', arm: null } as const;
const left = (): string[] => readdirSync(join(run.folder, '..')).filter((name) => name !== 'copy.hsrun').sort();

describe('a kept run', () => {
  it('is written in every format that it has something for', async () => {
    for (const { id, refused } of exportsOf(run.folder).formats) {
      const wish = { as: id, arm: null };
      const path = run.at(id);
      if (refused === null) {
        await writeExport(run.folder, wish, () => fileSink(path));
        expect([id, statSync(path).size > 100]).toEqual([id, true]);
      } else {
        await expect(writeExport(run.folder, wish, () => fileSink(path))).rejects.toThrow(EXPORT_REFUSALS[refused].en);
        expect(existsSync(path)).toBe(false);
      }
    }
    expect(Object.fromEntries(exportsOf(run.folder).formats.map(({ id, refused }) => [id, refused]))).toMatchObject({ csv: null, json: null, speedscope: null, pcapng: 'no-wire', 'pprof-profiles': 'no-profiles' });
    expect(left().some((name) => name.endsWith('.new'))).toBe(false);
  });

  it('is a result document in JSON, without the place where it lies', async () => {
    const path = run.at('result.json');
    await writeExport(run.folder, { as: 'json', arm: null }, () => fileSink(path));
    const document = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    expect(ResultDocument.parse(document).run.folder).toBe('copy.hsrun');
    const ajv = new Ajv2020({ strict: false });
    ajv.validate(JSON.parse(readFileSync(new URL('../../../docs/result.schema.json', import.meta.url), 'utf8')) as object, document);
    expect(ajv.errors).toBeNull();
  });

  it('refuses an arm that it does not have, and says which it has', () => {
    const { arms } = ResultDocument.parse(JSON.parse(readFileSync(run.at('result.json'), 'utf8')));
    expect(() => checkExport(run.folder, { as: 'csv', arm: 'nobody' })).toThrow(`"${arms[0]?.id}"`);
    expect(() => checkExport(run.folder, { as: 'json', arm: arms[0]?.id ?? '' })).toThrow('leave the arm out');
  });
});

describe('what was stopped or failed', () => {
  it('leaves what was there before', async () => {
    const path = run.at('kept.csv');
    writeFileSync(path, 'mine');
    const stop = new AbortController();
    stop.abort();
    await expect(writeExport(run.folder, all, () => fileSink(path), { signal: stop.signal })).rejects.toThrow('aborted');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it('is discarded where the disk refuses in the middle', async () => {
    const told: string[] = [];
    const full: Sink = { write: () => Promise.reject(new Error('no space left')), finish: async () => void told.push('finished'), discard: async () => void told.push('discarded') };
    await expect(writeExport(run.folder, all, async () => full)).rejects.toThrow('no space left');
    expect(told).toEqual(['discarded']);
  });

  it('says which file could not be written', async () => {
    await expect(writeExport(run.folder, all, () => fileSink(run.at('no/such/folder.csv')))).rejects.toThrow(/folder\.csv could not be written: ENOENT/);
    mkdirSync(run.at('taken'));
    await expect(writeExport(run.folder, all, () => fileSink(run.at('taken')))).rejects.toThrow(/taken could not be written/);
    expect(existsSync(run.at('taken.new'))).toBe(false);
  });
});

it('a stream is waited for where it is slow, and gets the same bytes', async () => {
  const parts: Buffer[] = [];
  const slow = new Writable({ highWaterMark: 16, write: (chunk: Buffer, _, done) => { parts.push(Buffer.from(chunk)); setTimeout(done, 1); } });
  await writeExport(run.folder, all, async () => streamSink(slow));
  await writeExport(run.folder, all, () => fileSink(run.at('same.csv')));
  expect(Buffer.concat(parts).equals(readFileSync(run.at('same.csv')))).toBe(true);
});

it('secrets are for their owner alone', async () => {
  const sink = await fileSink(run.at('secret'), { secret: true });
  await sink.write(Buffer.from('x'));
  await sink.finish();
  expect(statSync(run.at('secret')).mode & 0o077).toBe(0);
});

it('each format has a name, a purpose and an opener in both languages, and endings differ', () => {
  for (const id of EXPORT_IDS) for (const language of ['en', 'zh'] as const) expect([EXPORTS[id].purpose[language], EXPORTS[id].opener[language]].every((text) => text.length > 3)).toBe(true);
  expect(new Set(EXPORT_IDS.map((id) => EXPORTS[id].ending)).size).toBe(EXPORT_IDS.length);
  expect(exportName('run', 'parquet', 'go1.27→node20 · x25519')).toBe('run.go1.27-to-node20-x25519.parquet');
});
