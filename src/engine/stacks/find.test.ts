import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StackAnswer } from './answers.ts';
import { severalAtATime, StackFinder } from './find.ts';
import { makeProject, type Project } from './project.fixture.ts';
import type { Program } from './programs.ts';

let project: Project;
let asked: string[];
/** What each program says it is. */
let versions: Record<string, string>;

const ask = async ({ command, env }: Program): Promise<StackAnswer> => {
  asked.push(command);
  const version = versions[command];
  if (version === undefined) throw new Error(`${command} does not start`);
  return { version, library: { name: 'OpenSSL', version: env['LD_LIBRARY_PATH'] === undefined ? '3.0.19' : '3.5.9' }, offers: ['role:client'], observes: [], not: [] };
};
const finder = (): StackFinder => new StackFinder(project.root, ask, async () => []);
const listed = async (): Promise<string[]> => (await finder().list()).map(({ id, available }) => (available ? id : `-${id}`));

beforeEach(() => {
  project = makeProject();
  asked = [];
  const [go, oldGo, dotnet] = [project.put('bin/hslab-go'), project.put('bin/go1.22/hslab-go'), project.put('bin/dotnet/hslab-dotnet')];
  const openssl = project.put('bin/openssl3.0/hslab-openssl');
  const library = project.put('openssl/libssl.so.3').replace(/\/libssl.*/, '');
  const node = project.put('node/bin/node');
  vi.stubEnv('HSLAB_NODE', node);
  versions = { [go]: '1.27.3', [oldGo]: '1.22.12', [dotnet]: '10.0.12', [node]: '20.20.2', [openssl]: '3.0.22' };
  project.tools({
    go: { path: 'go', version: '1.27.3' },
    electron: { reason: 'no window here', remedy: 'set HSLAB_ELECTRON' },
    workers: { go: { path: go, version: '1.27.3' }, dotnet: { path: dotnet, version: '10.0' }, openssl: { path: openssl, version: '3.0.22' } },
    versions: {
      'go1.22': { family: 'go', path: oldGo, version: '1.22.12' },
      'dotnet8': { family: 'dotnet', reason: 'NuGet is out of reach', remedy: 'reach it' },
      'dotnet10-openssl3.5': { family: 'dotnet', path: dotnet, version: '10.0.12', libraryPath: library },
    },
  });
});
afterEach(() => {
  project.remove();
  vi.unstubAllEnvs();
});

describe('the stacks of a machine', () => {
  it('are its own, what was added, and what could be added, each once', async () => {
    expect(await listed()).toEqual(['go1.27', '-go1.26', 'go1.22', 'dotnet10', '-dotnet8', 'dotnet10-openssl3.5', 'node20', '-node24', '-electron', 'openssl3.0', '-openssl3.5', '-go-quic']);
  });

  it('say why one is absent and what to do', async () => {
    const stacks = await finder().list();
    expect(stacks.find(({ id }) => id === 'go1.26')).toMatchObject({ reason: 'this version has not been added', remedy: 'npm run setup -- --with go1.26' });
    expect(stacks.find(({ id }) => id === 'dotnet8')).toMatchObject({ reason: 'NuGet is out of reach', remedy: 'reach it' });
  });

  it('can be added where there is a set-up to do it, and only those', async () => {
    const addable = async (): Promise<string[]> => (await finder().list()).flatMap(({ id, addable: can }) => (can ? [id] : []));
    expect(await addable()).toEqual([]);
    project.put('scripts/setup.mjs');
    expect(await addable()).toEqual(['go1.26', 'dotnet8', 'node24', 'openssl3.5', 'go-quic']);
  });

  it('are known by their library, too', async () => {
    const variant = (await finder().list()).find(({ id }) => id === 'dotnet10-openssl3.5');
    expect(variant).toMatchObject({ family: 'dotnet', library: { version: '3.5.9' } });
  });

  it('may be of a family that is only ever added', async () => {
    const path = project.put('bin/go-quic/hslab-go-quic');
    versions[path] = '0.59.0';
    project.tools({ versions: { 'go-quic': { family: 'go-quic', path, version: '0.59.0' } } });
    project.put('scripts/setup.mjs');
    expect((await finder().list()).filter(({ family }) => family === 'go-quic')).toMatchObject([{ id: 'go-quic0.59', available: true }]);
  });

  it('do not pass for what they are not', async () => {
    versions[join(project.root, 'bin/go1.22/hslab-go')] = '1.24.4';
    expect((await finder().list()).find(({ id }) => id === 'go1.22')).toMatchObject({ available: false, reason: expect.stringContaining('says that it is 1.24.4') as unknown });
  });

  it('do not hide each other: one that does not start is said to be', async () => {
    delete versions[join(project.root, 'bin/hslab-go')];
    expect(await listed()).toEqual(['-go', '-go1.26', 'go1.22', 'dotnet10', '-dotnet8', 'dotnet10-openssl3.5', 'node20', '-node24', '-electron', 'openssl3.0', '-openssl3.5', '-go-quic']);
  });
});

describe('a worker', () => {
  it('is asked once for as long as it is the same', async () => {
    const first = await listed();
    expect(asked).toHaveLength(6);
    expect(await listed()).toEqual(first);
    expect(asked).toHaveLength(6);
  });

  it.each([
    ['its program', 'bin/hslab-go', ['bin/hslab-go']],
    ['its modules', 'stacks/node/lib/client.mjs', ['node/bin/node']],
    ['its library', 'openssl/libssl.so.3', ['bin/dotnet/hslab-dotnet']],
  ])('is asked again when %s changed', async (_what, changed, again) => {
    await listed();
    asked = [];
    writeFileSync(join(project.root, changed), 'other');
    await listed();
    expect(asked).toEqual(again.map((name) => join(project.root, name)));
  });

  it('is asked again when its program was built again to the same bytes', async () => {
    await listed();
    asked = [];
    utimesSync(join(project.root, 'bin/hslab-go'), 1, 1);
    await listed();
    expect(asked).toEqual([join(project.root, 'bin/hslab-go')]);
  });

  it('is asked again on refresh, whatever was kept', async () => {
    await listed();
    asked = [];
    await finder().list(true);
    expect(asked).toHaveLength(6);
  });

  it('that failed is asked again: it may have been mended by what no key holds', async () => {
    const go = join(project.root, 'bin/hslab-go');
    delete versions[go];
    await listed();
    versions[go] = '1.27.3';
    expect(await listed()).toContain('go1.27');
  });

  it('is asked where the answers cannot be read', async () => {
    await listed();
    expect(existsSync(join(project.root, '.tools/stack-answers.json'))).toBe(true);
    project.put('.tools/stack-answers.json', '{"a": 1');
    asked = [];
    expect(await listed()).toContain('go1.22');
    expect(asked).toHaveLength(6);
  });
});

it('remembers what it found until it is told to forget', async () => {
  const stacks = finder();
  const before = await stacks.list();
  expect(await stacks.list()).toBe(before);
  stacks.forget();
  expect(await stacks.list()).not.toBe(before);
});

it('works on a few at a time, and keeps the order', async () => {
  let running = 0;
  let most = 0;
  const results = await severalAtATime([50, 10, 30, 20, 5, 1], 3, async (ms) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, ms));
    running--;
    return ms;
  });
  expect(results).toEqual([50, 10, 30, 20, 5, 1]);
  expect(most).toBe(3);
});
