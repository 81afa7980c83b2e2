// The stages of `npm test`, in order of what fails fastest.
import { existsSync, rmSync, mkdirSync, readdirSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { goEnvironment } from '../setup/go.mjs';
import { goQuicBuild } from '../setup/go-quic.mjs';
import { dotnetEnvironment } from '../setup/dotnet.mjs';
import { inRoot, inTools } from '../setup/paths.mjs';
import { fromGo, fromPlaywright, fromTap, fromTrx, fromVitest, none } from './counts.mjs';
import { declaredTests } from './declared.mjs';
import { startDisplay } from './xvfb.mjs';

const node = process.execPath;
const bin = (name, file) => inRoot('node_modules', name, file);
const reports = inTools('test-reports');

/** Runs a program to its end; everything it writes is kept. Never rejects: a program that fails is a test that failed. */
export function execute(command, args, { cwd = inRoot(), env = {}, timeoutMs = 900_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, FORCE_COLOR: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const timer = setTimeout(() => {
      output += `\nended after ${timeoutMs / 1000} s\n`;
      child.kill('SIGKILL');
      // What it started may hold the pipes open: 'close' would wait for it.
      child.stdout.destroy();
      child.stderr.destroy();
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 1, output: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** One check that passes or fails as a whole. */
const check = (name, command, args, options) => ({
  name,
  async run() {
    const { code, output } = await execute(command, args, options);
    return { ...none(), passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
  },
});

/** A runner with a report: a runner that fails without a failed test still counts as one. */
async function counted(execution, read) {
  const { code, output } = await execution;
  let counts;
  try {
    counts = read(output);
  } catch (error) {
    counts = { ...none(), failed: 1 };
    return { ...counts, output: `${output}\nno report: ${error.message}` };
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return { ...counts, output };
}

function vitest(name, config) {
  const report = `${reports}/${name}.json`;
  return {
    name,
    run: () => counted(execute(node, [bin('vitest', 'vitest.mjs'), 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]), () => fromVitest(report)),
  };
}

/** Files are named: what `node --test FOLDER` means differs between Node 20 and later ones (nodejs/node#50219). */
const nodeTests = (name, folder) => ({
  name,
  run: () => {
    const files = readdirSync(inRoot(folder), { recursive: true }).map(String).filter((file) => file.endsWith('.test.mjs')).sort();
    return counted(execute(node, ['--test', '--test-reporter=tap', ...files.map((file) => inRoot(folder, file))]), fromTap);
  },
});

/** The C worker under AddressSanitizer and UndefinedBehaviorSanitizer, then each program that set-up built. */
const opensslStage = (found) => ({
  name: 'openssl',
  absent: absent(found.opensslWorker),
  declared: () => declaredTests(inRoot('stacks/openssl/test'), /\.test\.mjs$/, /\btest\((?<quote>['"`])(.+?)\k<quote>/g),
  async run() {
    const folder = inTools('openssl-build', 'sanitized');
    const configured = await execute('cmake', ['-S', inRoot('stacks/openssl'), '-B', folder, '-DHSLAB_SANITIZE=ON', '-DCMAKE_BUILD_TYPE=Debug']);
    const made = configured.code === 0 ? await execute('cmake', ['--build', folder, '--parallel']) : configured;
    const all = { ...none(), passed: Number(made.code === 0), failed: Number(made.code !== 0), output: made.code === 0 ? '' : made.output };
    const others = Object.values(found.versions).filter(({ path }) => path?.endsWith('/hslab-openssl')).map(({ path }) => path);
    for (const program of [...(made.code === 0 ? [`${folder}/hslab-openssl`] : []), ...others]) {
      const tests = await counted(execute(node, ['--test', '--test-reporter=tap', inRoot('stacks/openssl/test/worker.test.mjs')], { env: { HSLAB_OPENSSL_WORKER: program } }), fromTap);
      all.passed += tests.passed;
      all.failed += tests.failed;
      all.skipped.push(...tests.skipped);
      all.output += tests.failed > 0 ? `${program}\n${tests.output}` : '';
    }
    return all;
  },
});

/** quic-go's worker, where it was added: its sources have no module, so they are tested in the folder in which it was built. */
function goQuicStages(found) {
  const worker = found.versions['go-quic'];
  if (!worker) return [];
  return [{
    name: 'go-quic',
    absent: worker.path ? null : `${worker.reason} (${worker.remedy})`,
    declared: () => declaredTests(inRoot('stacks/go-quic'), /_test\.go$/, /^func (Test\w+)\(/gm),
    async run() {
      const { cwd, importPath, env } = goQuicBuild({ path: inTools('versions', 'go-quic') });
      const format = await execute(found.go.path.replace(/go$/, 'gofmt'), ['-l', inRoot('stacks/go-quic')], { env });
      const vet = await execute(found.go.path, ['vet', importPath], { cwd, env });
      const tests = await counted(execute(found.go.path, ['test', '-json', importPath], { cwd, env }), fromGo);
      const unformatted = format.code !== 0 || format.output.trim() !== '';
      return { ...tests, passed: tests.passed + Number(!unformatted) + Number(vet.code === 0), failed: tests.failed + Number(unformatted) + Number(vet.code !== 0), output: `${format.output}${vet.output}${tests.output}` };
    },
  }];
}

const absent = (tool) => (tool.ok ? null : `${tool.reason} (${tool.remedy})`);

/** @param {Awaited<ReturnType<typeof import('../setup/index.mjs').setUp>>} found */
export function stages(found) {
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const go = inRoot('stacks/go');
  return [
    check('types', node, [bin('typescript', 'bin/tsc'), '-b']),
    check('lint', node, [bin('oxlint', 'bin/oxlint'), '--type-aware', '--deny-warnings', 'src', 'scripts', 'stacks/node', 'tests']),
    check('imports', node, [inRoot('scripts/check-imports.mjs')]),
    check('schema', node, [inRoot('scripts/result-schema.mjs'), '--check']),
    nodeTests('setup', 'tests/setup'),
    vitest('unit', 'vitest.config.ts'),
    {
      name: 'go',
      absent: absent(found.go),
      declared: () => declaredTests(go, /_test\.go$/, /^func (Test\w+)\(/gm),
      async run() {
        const env = goEnvironment();
        const format = await execute(found.go.path.replace(/go$/, 'gofmt'), ['-l', '.'], { cwd: go, env });
        const vet = await execute(found.go.path, ['vet', './...'], { cwd: go, env });
        const tests = await counted(execute(found.go.path, ['test', '-json', './...'], { cwd: go, env }), fromGo);
        const unformatted = format.code !== 0 || format.output.trim() !== '';
        return {
          ...tests,
          passed: tests.passed + Number(!unformatted) + Number(vet.code === 0),
          failed: tests.failed + Number(unformatted) + Number(vet.code !== 0),
          output: `${unformatted ? `gofmt: ${format.output}` : ''}${vet.output}${tests.output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line).Output ?? ''] : [`${line}\n`])).join('')}`,
        };
      },
    },
    {
      name: 'dotnet',
      absent: absent(found.dotnet),
      declared: () => declaredTests(inRoot('stacks/dotnet/test'), /\.cs$/, /\[(?:Fact|Theory)\b[^\]]*\][\s\S]*?\b(?:void|Task)\s+(\w+)\(/g),
      run: () => counted(execute(found.dotnet.path ?? 'dotnet', ['test', '-c', 'Release', '--logger', 'trx', '--results-directory', `${reports}/dotnet`], { cwd: inRoot('stacks/dotnet'), env: dotnetEnvironment }), () => fromTrx(`${reports}/dotnet`)),
    },
    ...goQuicStages(found),
    nodeTests('node', 'stacks/node/test'),
    opensslStage(found),
    vitest('stacks', 'vitest.stacks.config.ts'),
    {
      name: 'e2e',
      absent: absent(found.electron) ?? (existsSync('/usr/bin/Xvfb') ? null : absent(found.debian) ?? 'Xvfb is not installed'),
      declared: () => declaredTests(inRoot('tests/e2e'), /\.spec\.ts$/, /\btest\(\s*(?<quote>['"`])(.+?)\k<quote>/g),
      async run() {
        const display = await startDisplay();
        const report = `${reports}/e2e.json`;
        const env = { DISPLAY: display.display, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ELECTRON_OVERRIDE_DIST_PATH: found.electron.path.replace(/\/electron$/, ''), ELECTRON_EXEC_PATH: found.electron.path };
        try {
          return await counted(execute(node, [bin('@playwright/test', 'cli.js'), 'test', '--reporter=list,json'], { env }), () => fromPlaywright(report));
        } finally {
          display.stop();
        }
      },
    },
  ];
}
