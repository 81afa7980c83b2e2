/** What a real run is exported as, read by the tools it is meant for. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createDuckDB, NODE_RUNTIME, VoidLogger } from '@duckdb/duckdb-wasm/blocking';
import { readParquet } from 'parquet-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSink } from '../../src/engine/index.ts';
import { readProfile } from '../../src/engine/profiles/index.ts';
import { PHASE_NAMES } from '../../src/shared/phases/names.ts';
import { topFunctions } from '../../src/shared/profile/functions.ts';
import { callNodes } from '../../src/shared/profile/nodes.ts';
import type { ArmResult, ProfileEntry, ResultDocument } from '../../src/shared/result/document.ts';
import type { ExportId } from '../../src/shared/export.ts';
import { makeWorld, projectRoot, type World } from './world.ts';

let world: World;
let result: ResultDocument;
beforeAll(async () => {
  world = makeWorld();
  // Go shows messages and most phases; Node is always there.
  const stack = (await world.engine.stacks.list()).some(({ family, available }) => family === 'go' && available) ? 'go' : 'node';
  result = await world.run({ stacks: { client: stack, server: stack }, load: { connections: [1, 2] }, length: { handshakes: 60 }, observe: ['timing', 'allocations', 'cpu-profile'], longBlocks: false, seed: 3 });
}, 120_000);
afterAll(() => world.close());

async function exported(as: ExportId, arm: string | null = null): Promise<string> {
  const path = join(world.folder, world.engine.exportName(result.run.id, { as, arm }));
  await world.engine.export(result.run.id, { as, arm }, () => fileSink(path));
  return path;
}
const rootNs = (arm: ArmResult, side: 'client' | 'server'): number => arm.phases[side].find(({ id }) => id === side[0])?.meanNs ?? NaN;

/** Go builds pprof when it is first used; with the worker's own flags the standard library is there already. */
const BUILD_MS = 300_000;

describe('go tool pprof', () => {
  const tools = JSON.parse(readFileSync(join(projectRoot, '.tools/tools.json'), 'utf8')) as { go?: { path?: string } };
  const go = tools.go?.path;
  const pprof = (...args: string[]): string => execFileSync(go as string, ['tool', 'pprof', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-trimpath', GOCACHE: join(projectRoot, '.tools/go-build'), PPROF_TMPDIR: world.folder } });

  it('adds up each arm’s client by its labels', async (context) => {
    if (go === undefined) return context.skip('Go is not installed');
    const path = await exported('pprof');
    for (const arm of result.arms) {
      // A tag's focus is a regular expression over its values.
      const exact = `arm=^${arm.id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
      const top = pprof('-top', '-nodecount=0', '-nodefraction=0', '-unit=ns', '-tagfocus', exact, '-focus', '^client handshake$', path);
      const ns = Number(/^\s*[\d.]+(?:ns)?\s+[\d.]+%\s+[\d.]+%\s+([\d.]+)ns\s+[\d.]+%\s+client handshake$/m.exec(top)?.[1] ?? NaN);
      expect(ns / rootNs(arm, 'client')).toBeCloseTo(1, 3);
    }
  }, BUILD_MS);

  it('shows the runtimes’ own call stacks', async (context) => {
    if (go === undefined) return context.skip('Go is not installed');
    const path = await exported('pprof-profiles');
    expect(pprof('-raw', path)).toContain('cpu/nanoseconds');
    const tags = pprof('-tags', path);
    for (const { arm } of result.profiles) expect(tags).toContain(arm);
    expect(pprof('-top', '-nodecount=400', path)).toMatch(/\d+(\.\d+)?m?s .*\d%/);
  }, BUILD_MS);
});

describe('the Firefox Profiler’s own loader', () => {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@firefox-devtools/profiler-cli/package.json')), 'dist/profiler-cli.js');
  const ask = (...args: string[]): string => execFileSync(process.execPath, [cli, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000, env: { ...process.env, PROFILER_CLI_SESSION_DIR: join(world.folder, 'profiler'), PROFILER_CLI_NO_SYMBOLICATE: '1' } });

  it('brings the file up to its version and shows phases, messages and call stacks', async () => {
    const path = await exported('firefox');
    try {
      ask('load', path);
      const info = ask('profile', 'info', '--all');
      for (const { id } of result.arms) for (const side of ['client', 'server']) expect(info).toContain(`${id} · ${side}`);
      ask('thread', 'select', 't-0');
      const tree = ask('thread', 'samples-top-down', '--max-lines', '200');
      const [{ phases, messages }] = result.arms as [ArmResult];
      for (const { id, meanNs } of phases.client) if (meanNs > 0) expect(tree).toContain(PHASE_NAMES[id]);
      const markers = ask('thread', 'markers');
      for (const { name, from } of messages) if (from === 'client') expect(markers).toMatch(new RegExp(`${name}\\s+1 markers`));
      const { arm, side, file } = result.profiles.find(({ kind }) => kind === 'cpu') as ProfileEntry;
      const process = info.slice(info.indexOf(`${arm} · ${side} [pid`));
      ask('thread', 'select', /(t-\d+): CPU profile/.exec(process)?.[1] as string);
      const [costliest] = topFunctions(callNodes(readProfile(result.run.folder, file)));
      expect(ask('thread', 'samples')).toContain(costliest?.frame.name);
    } finally {
      ask('stop');
    }
  });
});

it('the table gives the arms’ p50 by the query of docs/exports.md', async () => {
  const [sql = ''] = /(?<=```sql\n)select[^`]*/.exec(readFileSync(join(projectRoot, 'docs/exports.md'), 'utf8')) ?? [];
  const dist = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs'));
  const bundle = (name: string) => ({ mainModule: join(dist, `duckdb-${name}.wasm`), mainWorker: join(dist, `duckdb-node-${name}.worker.cjs`) });
  const db = await createDuckDB({ mvp: bundle('mvp'), eh: bundle('eh') }, new VoidLogger(), NODE_RUNTIME);
  await db.instantiate(() => undefined);
  const connection = db.connect();
  // DuckDB in WebAssembly would fetch its own reader of Parquet from elsewhere.
  connection.insertArrowFromIPCStream(readParquet(readFileSync(await exported('parquet'))).intoIPCStream(), { name: 'run', create: true });
  const asked = sql.replace("'run.parquet'", 'run').replace(result.noise.leftOut ? '' : ' and not noise_marked', '');
  const rows = connection.query(asked).toArray().map((row: { toJSON(): { arm: string; p50_ns: number } }) => row.toJSON());
  expect(rows.map(({ arm }) => arm).sort()).toEqual(result.arms.map(({ id }) => id).sort());
  for (const { arm, p50_ns: p50Ns } of rows) {
    const ours = result.arms.find(({ id }) => id === arm)?.handshake.p50Ns ?? NaN;
    // The result tells quantiles from a sketch, and between two handshakes where DuckDB interpolates.
    expect(p50Ns / ours).toBeGreaterThan(0.97);
    expect(p50Ns / ours).toBeLessThan(1.03);
  }
});

it('an arm alone is named in the file’s name, and one that is not there is refused with those that are', async () => {
  const [arm] = result.arms as [ArmResult];
  expect(await exported('csv', arm.id)).not.toContain('→');
  expect(() => world.engine.exportName(result.run.id, { as: 'csv', arm: 'nobody' })).toThrow(`has no arm "nobody"; it has "${arm.id}"`);
  expect(() => world.engine.exportName(result.run.id, { as: 'json', arm: arm.id })).toThrow('holds the whole run: leave the arm out');
});
