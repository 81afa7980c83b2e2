// The OpenSSL worker: stacks/openssl on the system's own library, or on the static archives of another version.
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asCalled, building } from './built-worker.mjs';
import { run } from './command.mjs';
import { compilerMarks, needCompiler } from './debian.mjs';
import { bin, inRoot, inTools } from './paths.mjs';
import { fingerprint, hash } from './stamp.mjs';
import { commandFor } from './stack-versions.mjs';
import { Unavailable } from './step.mjs';
import { onPath, parseVersion } from './versions.mjs';

const NAME = 'hslab-openssl';
const sources = inRoot('stacks/openssl');
/** What it is built from; its tests are not part of it. */
const sourceMarks = () => fingerprint([join(sources, 'CMakeLists.txt'), join(sources, 'src')]);

/** Builds it anew and resolves with the program; `root` holds include/ and lib/ of another OpenSSL, null for the system's. */
async function build(id, root, remedy) {
  const lacking = ['gcc', 'cmake'].filter((name) => onPath(name).length === 0);
  if (lacking.length > 0) throw new Unavailable(`${lacking.join(' and ')} not on PATH`, `install ${lacking.join(' and ')}, then: ${remedy}`);
  const folder = inTools('openssl-build', id);
  // What CMake remembers holds paths and findings of another time.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const isTelling = (line) => /error|could not find/i.test(line) && !line.startsWith('CMake Error at');
  await building(remedy, isTelling, async () => {
    await run('cmake', ['-S', sources, '-B', folder, '-DCMAKE_BUILD_TYPE=Release', `-DCMAKE_RUNTIME_OUTPUT_DIRECTORY=${join(folder, 'out')}`, ...(root === null ? [] : [`-DHSLAB_OPENSSL_ROOT=${root}`])]);
    await run('cmake', ['--build', folder, '--target', NAME, '--parallel']);
  });
  return { folder, program: join(folder, 'out', NAME) };
}

/** Its place is named for what it says that it is: `openssl3.0`. */
async function put(wanted, built, remedy) {
  const called = await asCalled(wanted, { path: built.program, remedy });
  const [major, minor] = parseVersion(called.version);
  const folder = join(bin, `openssl${major}.${minor}`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(built.program, join(folder, `${NAME}.new`));
  renameSync(join(folder, `${NAME}.new`), join(folder, NAME));
  rmSync(built.folder, { recursive: true });
  return { path: join(folder, NAME), ...called };
}

const stands = ({ path }) => existsSync(path);

export const opensslWorkerStep = {
  name: 'OpenSSL worker',
  remedy: 'see what cmake says of stacks/openssl, then: npm run setup',
  inputs: () => hash(compilerMarks(true), sourceMarks()),
  stands,
  async make() {
    const { remedy } = opensslWorkerStep;
    await needCompiler(true, 'npm run setup');
    return put({ id: 'openssl' }, await build('own', null, remedy), remedy);
  },
};

/** @param {import('./stack-versions.mjs').Version} version @param {object} archives what its archives came to */
export const opensslVersionWorker = (version, archives) => {
  const { id } = version;
  const remedy = `see what cmake -DHSLAB_OPENSSL_ROOT=${archives.ok ? archives.path : '…'} says of stacks/openssl, then: ${commandFor(id)}`;
  return {
    name: `${id} worker`,
    doing: 'building',
    remedy,
    inputs: () => hash(archives.ok ? archives.path : archives.reason, compilerMarks(false), sourceMarks()),
    stands,
    async make() {
      if (!archives.ok) throw new Unavailable(archives.reason, archives.remedy);
      await needCompiler(false, commandFor(id));
      return put(version, await build(id, archives.path, remedy), remedy);
    },
  };
};
