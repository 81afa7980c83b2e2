// Further versions of the stacks: which are meant, what is made of them, and what stays when set-up runs again.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, beforeEach, describe } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'hslab-test-'));
process.env.HSLAB_TOOLS = join(folder, 'tools');
const { perform, recall, Unavailable } = await import('../../scripts/setup/step.mjs');
const { parseIds, VERSIONS, CI_VERSIONS, DEFAULT_VERSIONS } = await import('../../scripts/setup/stack-versions.mjs');
const { makeVersions, ownId } = await import('../../scripts/setup/versions-of-stacks.mjs');
const { addedIds, writeTools } = await import('../../scripts/setup/tools-file.mjs');
const { stepsOf } = await import('../../scripts/setup/version-steps.mjs');
const { versionInChangelog } = await import('../../scripts/setup/go-quic.mjs');
const { workerSays } = await import('../../scripts/setup/worker-says.mjs');
const { closeSuites } = await import('../../scripts/setup/apt-private.mjs');
after(() => rmSync(folder, { recursive: true }));

const setupScript = join(import.meta.dirname, '../../scripts/setup.mjs');
const toolsFile = () => JSON.parse(readFileSync(join(process.env.HSLAB_TOOLS, 'tools.json'), 'utf8'));

/** Runs set-up's own program to its end. */
function setup(...args) {
  const child = spawn(process.execPath, [setupScript, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

describe('npm run setup', () => {
  test('with a version that nobody knows ends with 2 and lists those that are known', async () => {
    const { code, output } = await setup('--with', 'go1.22,go1.2,node99');
    assert.equal(code, 2);
    assert.match(output, /no version is called "go1\.2", "node99"/);
    for (const { id } of VERSIONS) assert.ok(output.includes(id), id);
    assert.equal(existsSync(process.env.HSLAB_TOOLS), false, 'and it does nothing');
  });

  test('with options that make no sense ends with 2', async () => {
    for (const args of [['--with'], ['--with', ','], ['--wiht', 'go1.22'], ['--with', 'go1.22', '--add', 'go1.22']]) assert.equal((await setup(...args)).code, 2, args.join(' '));
  });
});

describe('a list of versions', () => {
  test('names each once, in any order', () => assert.deepEqual(parseIds(' node24,go1.22 ,,node24').versions.map(({ id }) => id), ['node24', 'go1.22']));
  test('may be all of them', () => assert.deepEqual(parseIds('all').versions, [...VERSIONS]));
  test('holds what CI needs, and what every set-up makes', () => assert.deepEqual(parseIds([...CI_VERSIONS, ...DEFAULT_VERSIONS].join(',')).unknown, []));
});

test('every version that is known has its steps, each with a name of its own', () => {
  const missing = { ok: false, reason: 'none', remedy: 'get it' };
  const names = VERSIONS.flatMap((version) => {
    const { fetch, worker } = stepsOf(version);
    return [...(fetch ? [fetch] : []), worker(missing, { go: missing, dotnet: missing, dotnetWorker: missing })].map(({ name }) => name);
  });
  assert.equal(new Set(names).size, names.length);
});

/** A program that says what a worker says first, and ends with its input. */
function worker(name, ready, before = '') {
  const path = join(folder, name);
  const source = `const text = Buffer.from(${JSON.stringify(JSON.stringify(ready))}); const head = Buffer.alloc(5); head.writeUInt32LE(text.length + 1, 0); head[4] = 0x4a;
${before}
process.stdout.write(Buffer.concat([head, text])); process.stdin.resume();`;
  writeFileSync(path, `#!${process.execPath}\n${source}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('a worker', () => {
  test('says what it is', async () => {
    const ready = { type: 'ready', version: '8.0.31', library: { name: 'OpenSSL', version: '3.0.19' } };
    assert.deepEqual(await workerSays({ path: worker('good', ready), remedy: '' }), ready);
  });

  test('that ends first is told by its last line', async () => {
    await assert.rejects(workerSays({ path: worker('bad', {}, "console.error('first'); console.error('libssl.so.3: not found'); process.exit(3);"), remedy: 'do this' }), (error) => {
      assert.ok(error instanceof Unavailable);
      assert.equal(error.message, 'its worker ended with code 3: libssl.so.3: not found');
      assert.equal(error.remedy, 'do this');
      return true;
    });
  });

  test('that is not there is told', async () => {
    await assert.rejects(workerSays({ path: join(folder, 'nowhere'), remedy: '' }), /could not be started/);
  });
});

describe('versions', () => {
  const node24 = VERSIONS.find(({ id }) => id === 'node24');
  const missing = { ok: false, reason: 'none here', remedy: 'get one' };
  const own = { go: { ok: true, version: '1.27.3' }, dotnet: missing, dotnetWorker: missing, node: { ok: true, path: process.execPath, version: '20.20.2' } };
  let said;
  let options;
  beforeEach(() => {
    rmSync(process.env.HSLAB_TOOLS, { recursive: true, force: true });
    said = [];
    options = { asked: [], added: [], own, say: (line) => said.push(line), retry: false };
  });
  /** As if it had been fetched: a program in its place, and the stamp of the step. */
  async function fetched(version = '24.21.0') {
    const path = worker('node24', { type: 'ready', version, library: { name: 'OpenSSL', version: '3.5.8' } });
    await perform({ ...stepsOf(node24).fetch, make: async () => ({ path, version }) }, { say: () => undefined });
    return path;
  }

  test('that this machine has as its own are not made again', async () => {
    assert.deepEqual(['go', 'dotnet', 'node'].map((family) => ownId(family, own)), ['go1.27', null, 'node20']);
    assert.deepEqual(await makeVersions('go', { ...options, asked: ['go1.27'] }), {});
    assert.match(said[0], /^go1\.27: this machine's own already/);
  });

  test('of OpenSSL are told by their minor version, too', () => assert.equal(ownId('openssl', { openssl: { ok: true, version: '3.0.22' } }), 'openssl3.0'));

  test('that every set-up makes are made unasked, and in silence where they are the machine’s own', async () => {
    const path = await fetched();
    assert.equal((await makeVersions('node', { ...options, byDefault: ['node24'] })).node24.path, path);
    said = [];
    assert.deepEqual(await makeVersions('node', { ...options, byDefault: ['node24'], own: { node: { ok: true, version: '24.1.0' } } }), {});
    assert.deepEqual(said, []);
  });

  test('that were fetched and asked for are started and told', async () => {
    const path = await fetched();
    assert.deepEqual(await makeVersions('node', { ...options, asked: ['node24'] }), { node24: { family: 'node', path, version: '24.21.0', libraryPath: undefined } });
    assert.match(said.at(-1), /^node24 worker: 24\.21\.0 on OpenSSL 3\.5\.8 \(/);
  });

  test('that were added before stay, without a word and without fetching', async () => {
    await fetched();
    await makeVersions('node', { ...options, asked: ['node24'] });
    said = [];
    assert.equal((await makeVersions('node', { ...options, added: ['node24'] })).node24.version, '24.21.0');
    assert.deepEqual(said, []);
  });

  test('that were added and have gone are said to be, and are not fetched by an ordinary set-up', async () => {
    const path = await fetched();
    rmSync(path);
    const { node24: told } = await makeVersions('node', { ...options, added: ['node24'] });
    assert.deepEqual(told, { family: 'node', reason: 'it was fetched once and is gone', remedy: 'run: npm run setup -- --with node24' });
  });

  test('that are not what they are called are not taken', async () => {
    await fetched('22.1.0');
    const { node24: told } = await makeVersions('node', { ...options, asked: ['node24'] });
    assert.equal(told.reason, 'its worker says that it is 22.1.0');
  });

  test('whose tool is missing say so', async () => {
    const { dotnet8 } = await makeVersions('dotnet', { ...options, asked: ['dotnet8'] });
    assert.deepEqual(dotnet8, { family: 'dotnet', reason: '.NET is not available: none here', remedy: 'get one' });
  });

  test('of Go that do not compile say the compiler’s first line', async () => {
    const go = join(folder, 'go');
    writeFileSync(go, '#!/bin/sh\necho "# handshakelab/go/internal/stack" >&2\necho "internal/stack/groups.go:20:59: undefined: tls.X25519MLKEM768" >&2\necho "more" >&2\nexit 1\n');
    chmodSync(go, 0o755);
    const version = VERSIONS.find(({ id }) => id === 'go1.22');
    const result = await perform(stepsOf(version).worker({ ok: true, path: go, version: '1.22.12' }, own), options);
    assert.equal(result.reason, 'internal/stack/groups.go:20:59: undefined: tls.X25519MLKEM768');
    assert.match(result.remedy, /npm run setup -- --with go1\.22$/);
  });

  test('that failed are not tried again by ordinary set-ups until their sources change', async () => {
    let made = 0;
    let inputs = 'a';
    const step = { name: 'failing', remedy: '', inputs: () => inputs, stands: () => true, make: async () => { made++; throw new Unavailable('no', 'yes'); } };
    const patient = { say: () => undefined, retryMs: Infinity };
    await perform(step, patient);
    await perform(step, patient);
    assert.equal(made, 1);
    inputs = 'b';
    await perform(step, patient);
    assert.equal(made, 2);
  });

  test('are recalled only while their result stands', async () => {
    let there = true;
    const step = { name: 'recalled', remedy: '', inputs: () => `${Math.random()}`, stands: () => there, make: async () => ({ path: '/x' }) };
    assert.equal(recall(step), null);
    await perform(step, { say: () => undefined });
    assert.equal(recall(step).path, '/x');
    there = false;
    assert.equal(recall(step), null);
  });
});

describe('quic-go', () => {
  const version = VERSIONS.find(({ id }) => id === 'go-quic');
  const none = { ok: false, reason: 'none here', remedy: 'get one' };
  const step = (go) => perform(stepsOf(version).worker({ ok: true, path: join(folder, 'debian'), version: '0.59.0' }, { go }), { say: () => undefined, retry: true });

  test('says its version in Debian’s changelog', () => {
    assert.equal(versionInChangelog('golang-github-lucas-clemente-quic-go (0.59.0-2) unstable; urgency=medium\n'), '0.59.0');
    assert.equal(versionInChangelog('source (1:0.60.1+ds-1) unstable\n'), '0.60.1');
    assert.equal(versionInChangelog(''), null);
  });

  test('is built without modules from links to our sources and Debian’s, and told its version', async () => {
    const go = join(folder, 'gopath-go');
    writeFileSync(go, '#!/bin/sh\necho "$GO111MODULE in $PWD with $GOPATH: $@" >&2\nexit 1\n');
    chmodSync(go, 0o755);
    const { reason, remedy } = await step({ ok: true, path: go, version: '1.27.3' });
    assert.match(reason, /^off in \S+\/go-quic with \S+\/go-quic:\S+\/debian\/usr\/share\/gocode: build -ldflags -X main\.quicGoVersion=0\.59\.0 -o \S+ handshakelab\/go\/cmd\/hslab-go-quic$/);
    assert.match(remedy, /npm run setup -- --with go-quic$/);
    const links = join(process.env.HSLAB_TOOLS, 'go-quic/src/handshakelab/go');
    assert.ok(existsSync(join(links, 'internal/protocol')));
    assert.match(readlinkSync(join(links, 'cmd/hslab-go-quic')), /stacks\/go-quic$/);
  });

  test('says what is missing where there is no Go', async () => assert.deepEqual(await step(none), { ok: false, reason: 'Go is not available: none here', remedy: 'get one' }));
});

describe('tools.json', () => {
  beforeEach(() => rmSync(process.env.HSLAB_TOOLS, { recursive: true, force: true }));

  test('keeps versions that another set-up added meanwhile', async () => {
    await writeTools({ go: { path: 'go' } }, { 'go1.22': { family: 'go', path: 'a' } });
    await Promise.all([writeTools({ go: { path: 'other' } }, {}), writeTools(null, { node24: { family: 'node', path: 'b' } })]);
    assert.deepEqual(toolsFile(), { go: { path: 'other' }, versions: { 'go1.22': { family: 'go', path: 'a' }, node24: { family: 'node', path: 'b' } } });
    assert.deepEqual(addedIds(), ['go1.22', 'node24']);
  });

  test('forgets versions that are no longer known', async () => {
    await writeTools({}, { 'go1.0': { family: 'go', path: 'a' } });
    assert.deepEqual(toolsFile().versions, {});
  });
});

test('package lists do not stay behind', () => {
  mkdirSync(join(process.env.HSLAB_TOOLS, `apt-${process.pid}`, 'sid'), { recursive: true });
  closeSuites();
  assert.deepEqual(readdirSync(process.env.HSLAB_TOOLS).filter((name) => name.startsWith('apt-')), []);
});
