// The OpenSSL worker's parts: archives of a newer system made fit for this one, and a build that fails in one line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, describe } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'hslab-test-'));
process.env.HSLAB_TOOLS = join(folder, 'tools');
const { run } = await import('../../scripts/setup/command.mjs');
const { needCompiler } = await import('../../scripts/setup/debian.mjs');
const { arrange, releaseOf } = await import('../../scripts/setup/openssl-archives.mjs');
const { opensslVersionWorker, opensslWorkerStep } = await import('../../scripts/setup/openssl-worker.mjs');
const { onPath } = await import('../../scripts/setup/versions.mjs');
const { perform } = await import('../../scripts/setup/step.mjs');
after(() => rmSync(folder, { recursive: true }));

const noCompiler = onPath('gcc').length === 0 ? 'no gcc' : false;
const put = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

const HEADER = '#pragma once\n# define OPENSSL_VERSION_MAJOR  3\n# define OPENSSL_VERSION_MINOR  5\n# define OPENSSL_VERSION_PATCH  9\n';

describe('archives of a newer system', { skip: noCompiler }, () => {
  /** As libssl-dev is: headers in two places, and code that asks for names of a newer C library. */
  async function unpacked(name) {
    const at = join(folder, name);
    put(join(at, 'usr/include/openssl/opensslv.h'), HEADER);
    put(join(at, 'usr/include/x86_64-linux-gnu/openssl/configuration.h'), '#define CONFIGURED 7\n');
    const lib = join(at, 'usr/lib/x86_64-linux-gnu');
    put(join(lib, 'crypto.c'), 'long __isoc23_strtol(const char *, char **, int); long parsed(const char *text) { return __isoc23_strtol(text, 0, 10); }\n');
    put(join(lib, 'ssl.c'), 'long parsed(const char *); long doubled(const char *text) { return 2 * parsed(text); }\n');
    for (const part of ['crypto', 'ssl']) {
      await run('gcc', ['-c', '-o', join(lib, `${part}.o`), join(lib, `${part}.c`)]);
      await run('ar', ['rc', join(lib, `lib${part}.a`), join(lib, `${part}.o`)]);
    }
    return at;
  }

  test('link on this one, with headers from one folder', async () => {
    const root = join(folder, 'root');
    assert.equal(await arrange(await unpacked('debian'), root), true);
    assert.deepEqual(readdirSync(root).sort(), ['include', 'lib']);
    assert.deepEqual(readdirSync(join(root, 'include/openssl')).sort(), ['configuration.h', 'opensslv.h']);
    const source = put(join(folder, 'main.c'), '#include <openssl/configuration.h>\nlong doubled(const char *); int main(void) { return doubled("21") == 42 ? CONFIGURED : 1; }\n');
    const program = join(folder, 'main');
    await run('gcc', [`-I${root}/include`, '-o', program, source, join(root, 'lib/libssl.a'), join(root, 'lib/libcrypto.a')]);
    assert.equal(spawnSync(program).status, 7);
  });

  test('are told by their headers', async () => {
    const root = join(folder, 'told');
    await arrange(await unpacked('debian2'), root);
    assert.equal(releaseOf(join(root, 'include')), '3.5');
  });

  test('that are not there are not made up', async () => {
    put(join(folder, 'bare/usr/include/openssl/opensslv.h'), HEADER);
    assert.equal(await arrange(join(folder, 'bare'), join(folder, 'nothing')), false);
  });
});

describe('a build of the OpenSSL worker', async () => {
  const lacking = await needCompiler(true, '').then(() => false, (error) => error.message);
  const bin = join(folder, 'path');
  const cmake = (script) => {
    const path = put(join(bin, 'cmake'), `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  };
  const archives = { ok: true, path: '/nowhere/openssl3.5-static' };
  const options = { say: () => undefined, retry: true };
  const worker = () => opensslVersionWorker({ id: 'openssl3.5', family: 'openssl', release: '3.5' }, archives);
  const path = process.env.PATH;
  const withFake = async (then) => {
    process.env.PATH = `${bin}:${path}`;
    try {
      return await then();
    } finally {
      process.env.PATH = path;
    }
  };

  test('that fails says the compiler’s first line of it', { skip: lacking }, async () => {
    cmake('case "$1" in --build) echo "[ 5%] Building C object"; echo "src/main.c:3:1: error: unknown type name" >&2; exit 2;; esac');
    assert.deepEqual(await withFake(() => perform(opensslWorkerStep, options)), { ok: false, reason: 'src/main.c:3:1: error: unknown type name', remedy: opensslWorkerStep.remedy });
  });

  test('that lacks a library says which', { skip: lacking }, async () => {
    cmake('echo "CMake Error at CMakeLists.txt:14 (find_library):" >&2; echo "  Could not find JANSSON using the following names: jansson" >&2; exit 1');
    const { reason } = await withFake(() => perform(worker(), options));
    assert.equal(reason, 'Could not find JANSSON using the following names: jansson');
  });

  test('is given the archives, and is not taken where it is another version', { skip: lacking }, async () => {
    const ready = put(join(folder, 'ready.mjs'), `const text = JSON.stringify({ type: 'ready', version: '3.0.22', library: { name: 'OpenSSL', version: '3.0.22' } }); const head = Buffer.alloc(5); head.writeUInt32LE(text.length + 1, 0); head[4] = 0x4a; process.stdout.write(head + text); process.stdin.resume();`);
    const arguments_ = join(folder, 'arguments');
    cmake(`case "$1" in
--build) mkdir -p "$2/out"; printf '#!/bin/sh\\nexec "${process.execPath}" "${ready}"\\n' > "$2/out/hslab-openssl"; chmod +x "$2/out/hslab-openssl";;
*) echo "$@" > "${arguments_}";; esac`);
    const { reason } = await withFake(() => perform(worker(), options));
    assert.equal(reason, 'its worker says that it is 3.0.22');
    assert.match((await run('cat', [arguments_])), /-DHSLAB_OPENSSL_ROOT=\/nowhere\/openssl3\.5-static/);
  });

  test('without its archives says why they are not there', async () => {
    const result = await perform(opensslVersionWorker({ id: 'openssl3.5', release: '3.5' }, { ok: false, reason: 'no mirror', remedy: 'add one' }), options);
    assert.deepEqual(result, { ok: false, reason: 'no mirror', remedy: 'add one' });
  });
});
