// The steps that make a further version of a stack: what is fetched (kept for good), and its worker (built anew when its sources change).
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asCalled, building, sameRelease } from './built-worker.mjs';
import { run } from './command.mjs';
import { DEFAULT_RELEASE, dotnetEnvironment } from './dotnet.mjs';
import { goEnvironment, goVersion, unpackedGo, unpackGo } from './go.mjs';
import { goQuicFetch, goQuicWorker } from './go-quic.mjs';
import { opensslStep } from './openssl.mjs';
import { archivesStep } from './openssl-archives.mjs';
import { opensslVersionWorker } from './openssl-worker.mjs';
import { bin, inRoot, inTools } from './paths.mjs';
import { fingerprint, hash } from './stamp.mjs';
import { commandFor } from './stack-versions.mjs';
import { Unavailable } from './step.mjs';
import { onPath, programMarks } from './versions.mjs';

const folderOf = (id) => inTools('versions', id);
const isThere = ({ path }) => existsSync(path);

const goFetch = ({ id, release, suite }) => {
  const remedy = `check that the machine's Debian mirror can be reached, then: ${commandFor(id)}; or install Go ${release} as a program go${release} on PATH`;
  const installed = () => [...onPath(`go${release}`), `/usr/lib/go-${release}/bin/go`, ...onPath('go')].filter((path) => existsSync(path));
  return {
    name: id,
    doing: 'fetching it from Debian',
    remedy,
    inputs: () => hash(release, suite, programMarks(installed())),
    stands: isThere,
    async make() {
      for (const path of installed()) {
        const version = await goVersion(path);
        if (version && sameRelease(version, release)) return { path, version, said: `${version} from ${path}` };
      }
      const unpacked = unpackedGo(folderOf(id), release);
      const kept = existsSync(unpacked) ? await goVersion(unpacked) : null;
      if (kept) return { path: unpacked, version: kept, said: `${kept}, fetched before` };
      const version = await unpackGo(suite, release, folderOf(id), remedy);
      return { path: unpacked, version, said: `${version} from Debian ${suite}` };
    },
  };
};

const goWorker = (version, go) => {
  const { id } = version;
  const remedy = `see what "go build" of Go ${version.release} says in stacks/go, then: ${commandFor(id)}`;
  return {
    name: `${id} worker`,
    doing: 'building',
    remedy,
    inputs: () => hash(go.ok ? `${go.path} ${go.version}` : go.reason, fingerprint([inRoot('stacks/go')])),
    stands: isThere,
    async make() {
      if (!go.ok) throw new Unavailable(go.reason, go.remedy);
      const path = join(bin, id, 'hslab-go');
      mkdirSync(join(bin, id), { recursive: true });
      // `# package` is a heading of the compiler's.
      await building(remedy, (line) => line.trim() !== '' && !line.startsWith('#'), () => run(go.path, ['build', '-o', `${path}.new`, './cmd/hslab-go'], { cwd: inRoot('stacks/go'), env: goEnvironment() }));
      const called = await asCalled(version, { path: `${path}.new`, remedy });
      renameSync(`${path}.new`, path);
      return { path, ...called };
    },
  };
};

/** Self-contained: the runtime comes from NuGet, and nothing of it is installed. */
const dotnetWorker = (version, dotnet) => {
  const { id, release } = version;
  const remedy = `check that NuGet can be reached and see what "dotnet publish -p:HslabFramework=net${release}" says in stacks/dotnet, then: ${commandFor(id)}`;
  return {
    name: `${id} worker`,
    doing: 'publishing it with its runtime',
    remedy,
    inputs: () => hash(dotnet.ok ? `${dotnet.path} ${dotnet.version}` : dotnet.reason, fingerprint([inRoot('stacks/dotnet')])),
    stands: isThere,
    async make() {
      if (!dotnet.ok) throw new Unavailable(`.NET is not available: ${dotnet.reason}`, dotnet.remedy);
      const folder = join(bin, id);
      // Intermediate files of its own: those in stacks/dotnet are the default framework's.
      const build = inTools('dotnet-build', id);
      for (const path of [`${folder}.new`, build]) rmSync(path, { recursive: true, force: true });
      mkdirSync(bin, { recursive: true });
      await building(remedy, (line) => / error /.test(line), () =>
        run(dotnet.path, [
          'publish', 'src/HandshakeLab.Worker', '-c', 'Release', `-p:HslabFramework=net${release}`, '-r', `${process.platform}-${process.arch}`, '--self-contained', '--artifacts-path', build, '-o', `${folder}.new`,
        ], { cwd: inRoot('stacks/dotnet'), env: dotnetEnvironment }));
      rmSync(build, { recursive: true, force: true });
      const called = await asCalled(version, { path: join(`${folder}.new`, 'hslab-dotnet'), remedy });
      rmSync(folder, { recursive: true, force: true });
      renameSync(`${folder}.new`, folder);
      return { path: join(folder, 'hslab-dotnet'), ...called };
    },
  };
};

/** This machine's own .NET worker on another library: nothing of .NET is built again. */
const dotnetOnOpenssl = (version, openssl, worker) => {
  const remedy = `${commandFor(version.id)}`;
  return {
    name: `${version.id} worker`,
    doing: 'starting it',
    remedy,
    inputs: () => hash(openssl.ok ? openssl.path : openssl.reason, worker.ok ? programMarks([worker.path, `${worker.path}.dll`]) : worker.reason),
    stands: ({ path, libraryPath }) => existsSync(path) && existsSync(libraryPath),
    async make() {
      if (!openssl.ok) throw new Unavailable(openssl.reason, openssl.remedy);
      if (!worker.ok) throw new Unavailable(worker.reason, worker.remedy);
      return { path: worker.path, libraryPath: openssl.path, ...(await asCalled(version, { path: worker.path, libraryPath: openssl.path, remedy })) };
    },
  };
};

const NODE_PLATFORMS = ['linux-x64', 'linux-arm64'];

/** Node's own builds, as npm packages carry them. */
const nodeFetch = ({ id, release }) => {
  const remedy = `check that the npm registry can be reached, then: ${commandFor(id)}`;
  const platform = `${process.platform}-${process.arch}`;
  return {
    name: id,
    doing: 'fetching it from the npm registry',
    remedy,
    inputs: () => hash(release, platform),
    stands: isThere,
    async make() {
      if (!NODE_PLATFORMS.includes(platform)) throw new Unavailable(`no npm package carries Node for ${platform}`, `set HSLAB_NODE to a Node of that version`);
      const folder = folderOf(id);
      const fresh = `${folder}.new`;
      rmSync(fresh, { recursive: true, force: true });
      mkdirSync(fresh, { recursive: true });
      const [archive] = JSON.parse(await run('npm', ['pack', `node-${platform}@${release}`, '--json', '--pack-destination', fresh], { timeoutMs: 600_000 }));
      // Headers and manuals are most of its files and of no use here.
      await run('tar', ['-xzf', join(fresh, archive.filename), '-C', fresh, '--strip-components=1', 'package/bin/node', 'package/LICENSE']);
      rmSync(join(fresh, archive.filename));
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
      return { path: join(folder, 'bin/node'), version: release, said: 'from the npm registry' };
    },
  };
};

const nodeWorker = (version, node) => {
  const remedy = `see what ${node.ok ? node.path : 'that Node'} says to stacks/node/worker.mjs, then: ${commandFor(version.id)}`;
  return {
    name: `${version.id} worker`,
    doing: 'starting it',
    remedy,
    inputs: () => hash(node.ok ? `${node.path} ${node.version}` : node.reason, fingerprint([inRoot('stacks/node')])),
    stands: isThere,
    async make() {
      if (!node.ok) throw new Unavailable(node.reason, node.remedy);
      return { path: node.path, ...(await asCalled(version, { path: node.path, args: [inRoot('stacks/node/worker.mjs')], remedy })) };
    },
  };
};

/**
 * @param {import('./stack-versions.mjs').Version} version
 * @param {(line: string) => void} say told of what `fetch` has made beside itself
 * @returns {{fetch: object | null, worker: (fetched: object, own: {go: object, dotnet: object, dotnetWorker: object}) => object}}
 *   `worker` makes its step from what `fetch` came to and from this machine's own parts.
 */
export function stepsOf(version, say) {
  if (version.openssl) {
    // On the framework's own default there is a worker already; no other is known so far.
    if (version.release !== DEFAULT_RELEASE) throw new TypeError(`${version.id}: only .NET ${DEFAULT_RELEASE} runs on another OpenSSL here`);
    return { fetch: opensslStep(version, say), worker: (fetched, { dotnetWorker: own }) => dotnetOnOpenssl(version, fetched, own) };
  }
  switch (version.family) {
    case 'go':
      return { fetch: goFetch(version), worker: (fetched) => goWorker(version, fetched) };
    case 'dotnet':
      return { fetch: null, worker: (_fetched, { dotnet }) => dotnetWorker(version, dotnet) };
    case 'node':
      return { fetch: nodeFetch(version), worker: (fetched) => nodeWorker(version, fetched) };
    case 'openssl':
      return { fetch: archivesStep(version), worker: (fetched) => opensslVersionWorker(version, fetched) };
    case 'go-quic':
      return { fetch: goQuicFetch(version), worker: (fetched, { go }) => goQuicWorker(version, fetched, go) };
    default:
      throw new TypeError(`${version.id} is of no family that set-up knows`);
  }
}
