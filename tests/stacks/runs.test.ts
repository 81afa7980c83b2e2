/** Runs as people meet them: kept, cut short, replayed, interrupted, refused; by the command line, with real processes. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRun } from '../../src/engine/store/run-reader.ts';
import { ResultDocument } from '../../src/shared/result/document.ts';
import { eventually, makeWorld, processesWith, projectRoot, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.close());

const cli = join(projectRoot, 'out/main/cli.js');
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, HSLAB_RUNS_DIR: join(world.folder, 'runs'), HSLAB_SCENARIOS_DIR: join(world.folder, 'scenarios') });

function lab(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { env: environment(), maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
  });
}

const runFolders = (): string[] => (existsSync(join(world.folder, 'runs')) ? readdirSync(join(world.folder, 'runs')).filter((name) => name.endsWith('.hsrun')).map((name) => join(world.folder, 'runs', name)) : []);
const keyFolders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('hslab-') && !name.startsWith('hslab-test-'));

/** Two Node workers on one arm: the stack that every machine has. */
const NODE = ['--set', 'client=node', '--set', 'server=node'];

describe('lab run', () => {
  it('prints the result document, equal to show --json, and exits with 0', async () => {
    const ran = await lab('run', 'quick', ...NODE, '--for', '1s', '--seed', '7', '--json');
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
    const result = ResultDocument.parse(JSON.parse(ran.stdout));
    expect(result.run).toMatchObject({ seed: 7, complete: true, ended: 'finished' });
    expect(result.arms[0]?.handshakes).toBeGreaterThan(20);
    const shown = await lab('show', result.run.id, '--json');
    expect(JSON.parse(shown.stdout)).toEqual(JSON.parse(ran.stdout));
  });

  it('puts the run where --out says and prints a table', async () => {
    const out = join(world.folder, 'else where');
    const ran = await lab('run', 'quick', ...NODE, '--for', '500ms', '--out', out);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('node20 → node20');
    expect(readdirSync(out)).toHaveLength(1);
  });

  it.each([
    [['run', 'nothing'], '"nothing" is neither a file nor a sample'],
    [['run', 'quick', '--set', 'keyExchange.groups=x448'], 'keyExchange.groups: "x448" is not allowed here; give one of x25519'],
    [['run', 'quick', '--for', 'long'], 'length'],
    [['run', 'quick', '--set', 'stacks.client=rustls', '--set', 'stacks.server=rustls'], 'No stack "rustls" is known'],
    [['run'], "missing required argument 'scenario'"],
    [['walk'], "unknown command 'walk'"],
    [['show', 'no-such-run'], 'No run "no-such-run"'],
  ])('refuses %j with exit code 2', async (args, said) => {
    const { code, stderr, stdout } = await lab(...args);
    expect(stderr).toContain(said);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });

  it('exits with 3 when an arm failed, and keeps the run', async () => {
    const file = join(world.folder, 'bad.hslab.yaml');
    writeFileSync(file, 'stacks: { client: node, server: node }\nalpn: { offer: [h2], serve: [http/1.1] }\nlength: { handshakes: 6 }\n');
    const { code, stderr } = await lab('run', file);
    expect(code).toBe(3);
    expect(stderr).toContain('failed: node20→node20');
    expect(openRun(runFolders()[0] as string).file.run.ended).toBe('failed');
  });

  it('keeps what was measured when it is interrupted, and exits with 130', async () => {
    const child = spawn(process.execPath, [cli, 'run', 'quick', ...NODE, '--for', '60s'], { env: environment(), stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    await eventually(() => runFolders().some((folder) => openRun(folder).blocks.length > 20), 20_000);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    const stored = openRun(runFolders()[0] as string);
    expect(stored.file.run).toMatchObject({ ended: 'interrupted', complete: false });
    expect([...stored.rows()].length).toBeGreaterThan(20);
    expect(processesWith(world.folder)).toEqual([]);
  });

  it('says so when the folder cannot be written', async () => {
    mkdirSync(join(world.folder, 'runs'));
    writeFileSync(join(world.folder, 'file'), '');
    const { code, stderr } = await lab('run', 'quick', ...NODE, '--for', '500ms', '--out', join(world.folder, 'file'));
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be made');
  });
});

it('a run killed with -9 opens with all its finished blocks, and leaves no process and no key', async () => {
  const before = new Set(keyFolders());
  const workers = new Set(processesWith('stacks/node/worker.mjs'));
  const child = spawn(process.execPath, [cli, 'run', 'quick', ...NODE, '--for', '60s'], { env: environment(), stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // The figures of a run that is cut short need rounds after its warm-up.
  await eventually(() => runFolders().some((folder) => openRun(folder).blocks.filter(({ stage }) => stage === 'measure').length > 10), 40_000);
  const seen = openRun(runFolders()[0] as string).blocks.length;
  child.kill('SIGKILL');
  await ended;
  const stored = openRun(runFolders()[0] as string);
  expect(stored.file.run.ended).toBe('cut short');
  expect(stored.blocks.length).toBeGreaterThanOrEqual(seen);
  expect(stored.blocks.map(({ block }) => block)).toEqual(stored.blocks.map((_, index) => index));
  expect(new Set([...stored.rows()].map(({ block }) => block)).size).toBe(stored.blocks.length);
  const shown = await lab('show', runFolders()[0] as string, '--json');
  expect(ResultDocument.parse(JSON.parse(shown.stdout)).arms[0]?.handshakes).toBeGreaterThan(0);
  await eventually(() => processesWith('stacks/node/worker.mjs').every((pid) => workers.has(pid)));
  expect(keyFolders().filter((name) => !before.has(name))).toEqual([]);
});

describe('replay', () => {
  it('again: the same scenario with fresh keys; exactly: the same blocks in the same order', async () => {
    const first = await world.run({ stacks: { client: 'node', server: 'node' }, load: { connections: [1, 2] }, length: { handshakes: 24 }, seed: 99 });
    const order = (folder: string) => openRun(folder).blocks.map(({ arm, round, stage, observe }) => [arm, round, stage, observe]);
    const exact = await lab('replay', first.run.folder, '--exact', '--json');
    expect(exact.stderr).toBe('');
    const again = ResultDocument.parse(JSON.parse(exact.stdout));
    expect(again.run).toMatchObject({ seed: 99, replayOf: { id: first.run.id, exact: true } });
    expect(order(again.run.folder)).toEqual(order(first.run.folder));
    expect(again.certificates[0]?.chain[0]?.sha256).not.toBe(first.certificates[0]?.chain[0]?.sha256);
    const loose = ResultDocument.parse(JSON.parse((await lab('replay', first.run.folder, '--json')).stdout));
    expect(loose.run.replayOf).toEqual({ id: first.run.id, exact: false });
  });
});

it('a worker that dies ends its arms with its last words and spares the others', async () => {
  const result = await world.run(
    { stacks: { client: ['node'], server: ['node'] }, load: { connections: [1, 2] }, length: { for: '3s' }, observe: ['timing'] },
    {
      betweenBlocks: (() => {
        let blocks = 0;
        return () => {
          if (++blocks === 20) for (const pid of processesWith('worker.mjs\0--role\0client')) if (parentOf(pid) === process.pid) process.kill(pid, 'SIGKILL');
          return undefined;
        };
      })(),
    },
  );
  expect(result.run.ended).toBe('failed');
  for (const arm of result.arms) {
    expect(arm.state).toBe('failed');
    expect(arm.reason).toContain('ended with signal SIGKILL');
    expect(arm.handshakes + arm.warmupHandshakes).toBeGreaterThan(0);
  }
});

function parentOf(pid: number): number {
  const path = `/proc/${pid}/status`;
  return existsSync(path) ? Number(/PPid:\s*(\d+)/.exec(readFileSync(path, 'utf8'))?.[1]) : 0;
}
