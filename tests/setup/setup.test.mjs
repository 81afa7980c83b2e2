import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, beforeEach, describe } from 'node:test';
import { deflateRawSync } from 'node:zlib';

const folder = mkdtempSync(join(tmpdir(), 'hslab-test-'));
process.env.HSLAB_TOOLS = join(folder, 'tools');
const { perform, Unavailable } = await import('../../scripts/setup/step.mjs');
const { CommandError, run } = await import('../../scripts/setup/command.mjs');
const { fingerprint, writeWhole } = await import('../../scripts/setup/stamp.mjs');
const { atLeast, parseVersion } = await import('../../scripts/setup/versions.mjs');
const { setFuses } = await import('../../scripts/setup/electron.mjs');
const { unzip } = await import('../../scripts/setup/unzip.mjs');
const { breaches } = await import('../../scripts/check-imports.mjs');
const counts = await import('../../scripts/test/counts.mjs');
after(() => rmSync(folder, { recursive: true }));

describe('a step', () => {
  let made;
  let said;
  const step = (over = {}) => ({ name: `step ${Math.random()}`, remedy: 'do it by hand', inputs: () => 'a', stands: () => true, make: async () => ({ path: '/x', n: ++made }), ...over });
  const options = { say: (line) => said.push(line) };
  beforeEach(() => {
    made = 0;
    said = [];
  });

  test('is made once and skipped in silence while its inputs are the same', async () => {
    const own = step();
    assert.equal((await perform(own, options)).n, 1);
    assert.equal((await perform(own, options)).n, 1);
    assert.equal(said.length, 1);
    assert.match(said[0], /^step .*: done \(\d+\.\d s\)$/);
  });

  test('is made again when its inputs change, or when its result is gone', async () => {
    const own = step();
    await perform(own, options);
    assert.equal((await perform({ ...own, inputs: () => 'b' }, options)).n, 2);
    assert.equal((await perform({ ...own, inputs: () => 'b', stands: () => false }, options)).n, 3);
  });

  test('that fails says why and what to do, and goes on', async () => {
    const result = await perform(step({ make: async () => { throw new Unavailable('no such tool', 'install it'); } }), options);
    assert.deepEqual(result, { ok: false, reason: 'no such tool', remedy: 'install it' });
    assert.match(said[0], /not available .*no such tool\n {2}remedy: install it/);
  });

  test('whose program fails gives the step’s own remedy and the end of its output', async () => {
    const result = await perform(step({ make: () => run('sh', ['-c', 'echo broken >&2; exit 3']) }), options);
    assert.equal(result.remedy, 'do it by hand');
    assert.match(result.reason, /code 3:\nbroken/);
  });

  test('that failed is not tried at once again, unless asked to', async () => {
    const own = step({ make: async () => { made++; throw new Unavailable('no', 'yes'); } });
    await perform(own, options);
    await perform(own, options);
    assert.equal(made, 1);
    await perform(own, { ...options, retry: true });
    assert.equal(made, 2);
  });

  test('that was interrupted is made again: nothing is stamped before it has finished', async () => {
    const own = step({ make: async () => { throw new TypeError('a bug, or the end of the process'); } });
    await assert.rejects(perform(own, options), TypeError);
    assert.equal((await perform({ ...own, make: async () => ({ n: 1 }) }, options)).n, 1);
  });
});

test('a program that hangs is ended', async () => {
  await assert.rejects(run('sleep', ['20'], { timeoutMs: 50 }), CommandError);
});

test('a file is written whole or not at all', () => {
  const path = join(folder, 'deep/er/file.json');
  writeWhole(path, 'text');
  assert.equal(readFileSync(path, 'utf8'), 'text');
  assert.equal(existsSync(`${path}.new`), false);
});

test('a fingerprint changes with sizes, times and names, not with what is built', () => {
  const sources = join(folder, 'sources');
  mkdirSync(join(sources, 'bin'), { recursive: true });
  writeFileSync(join(sources, 'a'), '1');
  const before = fingerprint([sources]);
  writeFileSync(join(sources, 'bin/out'), 'built');
  assert.equal(fingerprint([sources]), before);
  utimesSync(join(sources, 'a'), 1, 1);
  assert.notEqual(fingerprint([sources]), before);
});

test('versions are compared number by number', () => {
  assert.deepEqual(parseVersion('go version go1.27.3 linux/amd64'), [1, 27, 3]);
  assert.equal(atLeast('1.9', '1.24'), false);
  assert.equal(atLeast('v20.19.0', '20.19'), true);
  assert.equal(atLeast('10.0.401', '10.0'), true);
  assert.equal(atLeast('nonsense', '1.0'), false);
});

describe('fuses', () => {
  const wire = (version, states) => Buffer.concat([Buffer.from('…'), Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([version, states.length]), Buffer.from(states)]);

  test('are set at their places and nowhere else', () => {
    const bytes = wire(1, '01101110');
    setFuses(bytes);
    assert.equal(bytes.subarray(-8).toString(), '11111000');
  });

  test('of another version are refused', () => assert.throws(() => setFuses(wire(2, '00000000')), /version 2/));
  test('that are missing are refused', () => assert.throws(() => setFuses(Buffer.from('no wire')), /no fuse wire/));
});

describe('unzip', () => {
  /** A zip of one entry, written by hand. */
  function zipOf(name, content, mode = 0o100644) {
    const data = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(central.length + name.length, 12);
    end.writeUInt32LE(local.length + name.length + data.length, 16);
    const path = join(folder, `${Math.random()}.zip`);
    writeFileSync(path, Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]));
    return path;
  }

  test('writes what is wanted under the name that is given', () => {
    const out = join(folder, 'unzipped');
    unzip(zipOf('Top/Program', 'text'), out, (name) => name.replace('Top/', ''));
    assert.equal(readFileSync(join(out, 'Program'), 'utf8'), 'text');
  });

  test('refuses an entry that leaves its folder', () => {
    assert.throws(() => unzip(zipOf('../evil', 'x'), join(folder, 'safe'), (name) => name), /leaves its folder/);
    assert.equal(existsSync(join(folder, 'evil')), false);
  });

  test('refuses what is no zip', () => {
    writeFileSync(join(folder, 'not.zip'), 'text');
    assert.throws(() => unzip(join(folder, 'not.zip'), folder, (name) => name), /no zip archive/);
  });
});

test('the import walls stand', () => assert.deepEqual(breaches(), []));

describe('counts', () => {
  test('of go test are its leaves', () => {
    const line = (Action, Test) => JSON.stringify({ Action, Package: 'p', ...(Test ? { Test } : {}) });
    assert.deepEqual(counts.fromGo([line('pass', 'A/one'), line('fail', 'A/two'), line('fail', 'A'), line('skip', 'B'), line('fail')].join('\n')), { passed: 1, failed: 1, skipped: ['p B'] });
  });
  test('of a package that does not compile are one failure', () => {
    assert.equal(counts.fromGo(JSON.stringify({ Action: 'fail', Package: 'p' })).failed, 1);
  });
  test('of TAP are its summary', () => {
    assert.deepEqual(counts.fromTap('ok 1 - a # SKIP no tool\n# pass 3\n# fail 1\n# cancelled 1\n'), { passed: 3, failed: 2, skipped: ['a'] });
  });
});
