// What must hold when set-up is ended, doubled or refused something in the middle of its work.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, describe } from 'node:test';
import { pathToFileURL } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'hslab-test-'));
process.env.HSLAB_TOOLS = join(folder, 'tools');
const scripts = join(import.meta.dirname, '../../scripts');
const { run } = await import('../../scripts/setup/command.mjs');
const { lock } = await import('../../scripts/setup/lock.mjs');
const { perform } = await import('../../scripts/setup/step.mjs');
const { goStep } = await import('../../scripts/setup/go.mjs');
const { dotnetStep } = await import('../../scripts/setup/dotnet.mjs');
const { onPath } = await import('../../scripts/setup/versions.mjs');
const { presentNames } = await import('../../scripts/setup/debian.mjs');
const { declaredTests } = await import('../../scripts/test/declared.mjs');
after(() => rmSync(folder, { recursive: true }));

/** A process that performs a step writing `text` to `file` the way steps do; `before` runs between .new and the rename. */
function stepProcess(name, file, text, before) {
  const source = `
    import { renameSync, writeFileSync, appendFileSync } from 'node:fs';
    import { perform } from ${JSON.stringify(pathToFileURL(join(scripts, 'setup/step.mjs')).href)};
    const file = ${JSON.stringify(file)};
    await perform({
      name: ${JSON.stringify(name)}, remedy: '', inputs: () => 'same', stands: () => true,
      async make() {
        appendFileSync(file + '.made', 'x');
        writeFileSync(file + '.new', ${JSON.stringify(text)});
        ${before}
        renameSync(file + '.new', file);
        return {};
      },
    }, { say: (line) => console.log(line) });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, output })));
}

test('a step killed between writing and renaming is made again, over what it left', async () => {
  const file = join(folder, 'tool');
  assert.equal((await stepProcess('killed', file, 'half', "process.kill(process.pid, 'SIGKILL');")).signal, 'SIGKILL');
  assert.equal(existsSync(file), false);
  assert.equal(readFileSync(`${file}.new`, 'utf8'), 'half');
  assert.equal((await stepProcess('killed', file, 'whole', '')).code, 0);
  assert.equal(readFileSync(file, 'utf8'), 'whole');
});

test('a step killed after its inputs changed is not taken for done when they change back', async () => {
  const options = { say: () => undefined };
  let made = 0;
  const step = (inputs, make = async () => ({ n: ++made })) => ({ name: 'back', remedy: '', inputs: () => inputs, stands: () => true, make });
  await perform(step('a'), options);
  await assert.rejects(perform(step('b', async () => { throw new TypeError('stands for the end of the process'); }), options));
  assert.equal((await perform(step('a'), options)).n, 2);
});

test('two set-ups at once do a step once; the second says whom it waits for', async () => {
  const file = join(folder, 'shared');
  const pause = 'await new Promise((resolve) => setTimeout(resolve, 600));';
  const both = await Promise.all([stepProcess('twice', file, 'whole', pause), stepProcess('twice', file, 'whole', pause)]);
  assert.deepEqual(both.map(({ code }) => code), [0, 0]);
  assert.equal(readFileSync(`${file}.made`, 'utf8'), 'x');
  assert.match(both.map(({ output }) => output).join(''), /twice: waiting for the set-up that is under way \(process \d+\)/);
});

test('the lock of a process that has ended is taken over', async () => {
  const path = join(folder, 'left.lock');
  const gone = spawn('true');
  await new Promise((resolve) => gone.once('close', resolve));
  writeFileSync(path, String(gone.pid));
  const unlock = await lock(path, () => assert.fail('nobody holds it'));
  assert.equal(readFileSync(path, 'utf8'), String(process.pid));
  unlock();
  assert.equal(existsSync(path), false);
});

test('what the machine refuses ends the step, not set-up', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  const said = [];
  const result = await perform({ name: 'full disk', remedy: 'make room', inputs: () => '', stands: () => true, make: async () => { throw full; } }, { say: (line) => said.push(line) });
  assert.deepEqual(result, { ok: false, reason: full.message, remedy: 'make room' });
  assert.match(said[0], /no space left[^]*remedy: make room/);
});

test('a program over its time is said to be, even when a child of it holds its output', async () => {
  const began = performance.now();
  await assert.rejects(run('sh', ['-c', 'sleep 5 & wait'], { timeoutMs: 100 }), /took longer than 0\.1 s/);
  assert.ok(performance.now() - began < 4_000, 'did not wait for the child');
});

describe('tools on PATH', () => {
  const bin = join(folder, 'path-bin');
  mkdirSync(bin);
  for (const name of ['go', 'dotnet']) {
    writeFileSync(join(bin, name), '#!/bin/sh\n');
    chmodSync(join(bin, name), 0o755);
  }
  const withPath = (path, then) => {
    const before = process.env.PATH;
    process.env.PATH = path;
    try {
      return then();
    } finally {
      process.env.PATH = before;
    }
  };

  test('are what a stamp follows: folders that `npm run` puts in front change nothing', () => {
    for (const step of [goStep, dotnetStep]) {
      const plain = withPath(bin, step.inputs);
      assert.equal(withPath(`${folder}/node_modules/.bin:${bin}:${bin}`, step.inputs), plain);
      assert.notEqual(withPath(folder, step.inputs), plain);
    }
  });

  test('are files: a folder of that name is none', () => {
    mkdirSync(join(folder, 'elsewhere/go'), { recursive: true });
    assert.deepEqual(withPath(`${folder}/elsewhere:${bin}`, () => onPath('go')), [join(bin, 'go')]);
  });
});

test('Ctrl-C at a terminal reaches the program once, and its exit code comes back', async () => {
  const child = "let n = 0; process.on('SIGINT', () => { if (++n === 1) setTimeout(() => { console.log('signals: ' + n); process.exit(130); }, 300); }); console.log('ready'); setInterval(() => {}, 1000);";
  const starter = join(folder, 'starter.mjs');
  writeFileSync(starter, `import { launch } from ${JSON.stringify(pathToFileURL(join(scripts, 'launch.mjs')).href)};\nprocess.exitCode = await launch(process.execPath, ['-e', ${JSON.stringify(child)}]);\n`);
  // script(1) gives it a terminal of its own, and passes on what is typed.
  const terminal = spawn('script', ['--quiet', '--return', '--command', `"${process.execPath}" "${starter}"`, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  terminal.stdout.on('data', (chunk) => {
    if (!output.includes('ready') && `${output}${chunk}`.includes('ready')) terminal.stdin.write('\x03');
    output += chunk;
  });
  const code = await new Promise((resolve) => terminal.once('close', resolve));
  assert.match(output, /signals: 1\b/);
  assert.equal(code, 130);
});

test('packages are asked for by the name that the system has', () => {
  assert.deepEqual(presentNames(['libgtk-3-0', 'xvfb'], new Set(['libgtk-3-0t64', 'xvfb'])), ['libgtk-3-0t64', 'xvfb']);
  assert.deepEqual(presentNames(['libgtk-3-0', 'xvfb'], new Set(['libgtk-3-0', 'xvfb'])), ['libgtk-3-0', 'xvfb']);
});

test('tests that cannot run are named from their sources', () => {
  const sources = join(folder, 'declared');
  mkdirSync(join(sources, 'obj'), { recursive: true });
  writeFileSync(join(sources, 'a_test.go'), 'func TestOne(t *testing.T) {}\nfunc helper() {}\nfunc TestTwo(t *testing.T) {}\n');
  writeFileSync(join(sources, 'obj/b_test.go'), 'func TestBuilt(t *testing.T) {}\n');
  assert.deepEqual(declaredTests(sources, /_test\.go$/, /^func (Test\w+)\(/gm), ['TestOne', 'TestTwo']);
});
