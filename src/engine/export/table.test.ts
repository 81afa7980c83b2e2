/** The table of handshakes, as CSV and Parquet, each read by an implementation that is not ours. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createDuckDB, NODE_RUNTIME, VoidLogger } from '@duckdb/duckdb-wasm/blocking';
import { tableFromIPC, type Table } from 'apache-arrow';
import { ParquetFile, readParquet } from 'parquet-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun } from '../store/run-reader.ts';
import type { StoredPart } from '../result/measured.ts';
import { COLUMNS } from './columns.ts';
import { csvCell, toCsv } from './csv.ts';
import { makeRun, sourceOf, written } from './export.fixture.ts';
import { toParquet } from './parquet.ts';

type Row = Record<string, unknown>;

let run: ReturnType<typeof makeRun>;
let query: (sql: string) => Row[];
beforeAll(async () => {
  run = makeRun();
  const dist = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs'));
  const bundle = (name: string) => ({ mainModule: join(dist, `duckdb-${name}.wasm`), mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`) });
  const db = await createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, new VoidLogger(), NODE_RUNTIME);
  await db.instantiate(() => undefined);
  db.registerFileBuffer('run.csv', Uint8Array.from(written(toCsv, sourceOf(run.folder))));
  const connection = db.connect();
  query = (sql) => connection.query(sql).toArray().map((row: { toJSON(): Row }) => row.toJSON());
}, 60_000);
afterAll(() => run.remove());

const FROM_CSV = `read_csv('run.csv', header = true, delim = ',', quote = '"', escape = '"', sample_size = -1, strict_mode = true)`;
const handshakes = () => [...openRun(run.folder).rows()].filter(({ quantity }) => quantity === 'ns');

describe('CSV', () => {
  it('quotes what RFC 4180 says is to be quoted, and tells an empty text from what is not known', () => {
    expect([null, '', 'a', 'a,b', 'say "no"', 'two\r\nlines', 0, -1.5, true].map(csvCell)).toEqual(['', '""', 'a', '"a,b"', '"say ""no"""', '"two\r\nlines"', '0', '-1.5', 'true']);
  });

  it('gives DuckDB a row for each handshake, with the instants that the run has', () => {
    const rows = query(`select * from ${FROM_CSV}`);
    const own = handshakes();
    expect(Object.keys(rows[0] ?? {})).toEqual(COLUMNS.map(({ name }) => name));
    expect(rows).toHaveLength(own.length);
    const arms = openRun(run.folder).file.arms;
    for (const [index, row] of rows.entries()) {
      const mine = own[index];
      expect(row).toMatchObject({ arm: arms[mine?.arm ?? -1]?.id, stage: mine?.stage, observe: mine?.observe });
      expect(Number(row['round'])).toBe(mine?.round);
      expect(Number(row['total_ns'])).toBe((mine?.client?.numbers['end'] ?? NaN) - (mine?.client?.numbers['start'] ?? NaN));
      expect(row['server_hs_secret_ns'] === null ? undefined : Number(row['server_hs_secret_ns'])).toBe(mine?.server?.numbers['hsSecret']);
      expect(row['client_tls_version']).toBe(1.3);
    }
  });

  it('gives the arms’ medians in one query', () => {
    const rows = query(`select arm, count(*)::int as n, median(total_ns) as p50 from ${FROM_CSV} where outcome = 'complete' and stage = 'measure' and observe = 'timing' group by arm order by arm`);
    expect(rows.map(({ n }) => n)).toEqual([6, 6]);
    for (const { p50 } of rows) expect(p50).toBeGreaterThan(1_000);
  });
});

describe('Parquet', () => {
  /** By the Rust implementation of Parquet and Arrow. */
  const read = (bytes: Uint8Array): Table => tableFromIPC(readParquet(bytes).intoIPCStream());

  it('holds for another implementation what the CSV holds for DuckDB', () => {
    const table = read(written(toParquet, sourceOf(run.folder)));
    expect(table.schema.fields.map(({ name, type, nullable }) => `${name} ${String(type)} ${nullable}`)).toEqual(COLUMNS.map(({ name, type, nullable }) => `${name} ${{ integer: 'Int32', double: 'Float64', text: 'Utf8', boolean: 'Bool' }[type]} ${nullable}`));
    const rows = table.toArray().map((row: { toJSON(): Row }) => row.toJSON());
    const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
    const csv = query(`select * from ${FROM_CSV}`);
    expect(rows).toHaveLength(csv.length);
    for (const [index, row] of rows.entries()) for (const { name, type } of COLUMNS) {
      const told = plain(csv[index]?.[name] ?? null);
      // DuckDB takes a column of 1.3s for numbers.
      expect([name, row[name] ?? null]).toEqual([name, type === 'text' && typeof told === 'number' ? told.toString() : told]);
    }
  });

  it('is written group by group: more rows than one group holds', async () => {
    const own = openRun(run.folder);
    const some = [...own.parts()].filter(({ rows }) => rows.length > 0);
    const per = some.reduce((sum, { rows }) => sum + rows.filter(({ quantity }) => quantity === 'ns').length, 0);
    const times = Math.ceil(60_000 / per);
    function* again(): Generator<StoredPart, void, void> {
      for (let time = 0; time < times; time++) yield* some;
    }
    const many = { ...own, blocks: Array.from({ length: times }, () => some).flat(), parts: again };
    const bytes = written(toParquet, { ...sourceOf(run.folder), stored: () => many });
    const file = await ParquetFile.fromFile(new Blob([Uint8Array.from(bytes)]));
    const facts = file.metadata().fileMetadata();
    expect([file.metadata().numRowGroups(), facts.numRows(), facts.createdBy()]).toEqual([2, per * times, `Handshake Lab ${own.file.run.appVersion}`]);
    const column = (table: Table): unknown[] => [...(table.getChild('total_ns') ?? [])];
    const [all, once] = [column(read(bytes)), column(read(written(toParquet, sourceOf(run.folder))))];
    expect(all.slice(-per)).toEqual(once.slice(-per));
  });
});

it('an arm alone brings its rows and no others', () => {
  const [first] = openRun(run.folder).file.arms;
  const lines = written(toCsv, sourceOf(run.folder, undefined, first?.id ?? '')).toString().trimEnd().split('\r\n');
  expect(lines.length - 1).toBe(handshakes().filter(({ arm }) => arm === 0).length);
});

it('no column is named twice, and every instant has its unit', () => {
  const names = COLUMNS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['client_hs_secret_ns', 'server_sign_start_ns', 'client_read0_bytes', 'server_allocated_bytes', 'client_cipher_suite']));
});

