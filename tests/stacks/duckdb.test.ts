/** A run's files are read by other people's tools: here DuckDB, from the Arrow stream alone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createDuckDB, NODE_RUNTIME, VoidLogger } from '@duckdb/duckdb-wasm/blocking';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ResultDocument } from '../../src/shared/result/document.ts';
import { makeWorld, measuredBy, type World } from './world.ts';

let world: World;
let result: ResultDocument;
let query: (sql: string) => Record<string, unknown>[];
beforeAll(async () => {
  world = makeWorld();
  result = await world.run({ stacks: { client: 'node', server: 'node' }, load: { connections: [1, 2] }, length: { handshakes: 60 }, seed: 3 });
  const dist = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs'));
  const bundle = (name: string) => ({ mainModule: join(dist, `duckdb-${name}.wasm`), mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`) });
  const db = await createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, new VoidLogger(), NODE_RUNTIME);
  await db.instantiate(() => undefined);
  const connection = db.connect();
  for (const name of ['samples', 'blocks', 'sketches']) connection.insertArrowFromIPCStream(readFileSync(join(result.run.folder, `${name}.arrow`)), { name, create: true });
  query = (sql) => connection.query(sql).toArray().map((row: { toJSON(): Record<string, unknown> }) => row.toJSON());
}, 120_000);
afterAll(() => world.close());

it('counts and times as the result does', () => {
  const rows = query(`select arm, count(*)::int as n, quantile_cont(c_end - c_start, 0.45) as low, quantile_cont(c_end - c_start, 0.55) as high from samples
    where observe = 0 and quantity = 0 and stage in (2, 3) and c_error is null group by arm order by arm`);
  expect(rows).toHaveLength(2);
  for (const [index, arm] of result.arms.entries()) {
    expect(rows[index]?.['n']).toBe(measuredBy(arm));
    const p50 = arm.withMarked?.p50.value ?? arm.handshake.p50Ns;
    // Of so few handshakes two neighbours may lie some per cent apart, and the result takes one where DuckDB interpolates: its median lies between DuckDB's next ones.
    expect(p50).toBeGreaterThan((rows[index]?.['low'] as number) * 0.999);
    expect(p50).toBeLessThan((rows[index]?.['high'] as number) * 1.001);
  }
});

it('joins handshakes with their blocks, and reads the sketches', () => {
  const [joined] = query('select count(*)::int as n from samples join blocks using (block) where samples.arm = blocks.arm and samples.stage = blocks.stage');
  const [all] = query('select count(*)::int as n from samples');
  expect(joined?.['n']).toBe(all?.['n']);
  const [sketch] = query("select sum(count)::int as n, max(to_ns / from_ns) as ratio from sketches where phase = '' and arm = 0 and from_ns > 0");
  expect(sketch?.['n']).toBe(result.arms[0]?.withMarked ? result.arms[0].handshakes : sketch?.['n']);
  // Where a busy machine had every round marked, there is no clean handshake for a sketch to hold.
  expect(sketch?.['ratio'] ?? (sketch?.['n'] === null ? 1.001 : null)).toBeCloseTo(1.001, 6);
});
