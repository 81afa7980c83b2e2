// QUIC: quic-go as Debian packages its sources, and the worker that stacks/go-quic makes of it. Without a module proxy, so without modules:
// a GOPATH of those sources and of links to ours.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpackDebian } from './apt-private.mjs';
import { asCalled, building } from './built-worker.mjs';
import { run } from './command.mjs';
import { goEnvironment } from './go.mjs';
import { bin, inRoot, inTools } from './paths.mjs';
import { fingerprint, hash } from './stamp.mjs';
import { commandFor } from './stack-versions.mjs';
import { Unavailable } from './step.mjs';

const QUIC_GO = 'golang-github-lucas-clemente-quic-go-dev';
/** quic-go and what it imports, but not what only its tests and metrics do. */
const PACKAGES = [QUIC_GO, 'golang-github-quic-go-qpack-dev', 'golang-golang-x-crypto-dev', 'golang-golang-x-net-dev', 'golang-golang-x-sys-dev', 'golang-golang-x-text-dev'];

const PROGRAM = 'hslab-go-quic';
const IMPORT_PATH = `handshakelab/go/cmd/${PROGRAM}`;
const SOURCES = 'usr/share/gocode';

/** A Debian changelog's newest entry comes first: `source (0.59.0-2) unstable; …`. */
export const versionInChangelog = (text) => /^\S+ \((?:\d+:)?([0-9.]+)/.exec(text)?.[1] ?? null;

export const goQuicFetch = ({ id, suite }) => {
  const folder = inTools('versions', id);
  const remedy = `check that the machine's Debian mirror can be reached, then: ${commandFor(id)}`;
  return {
    name: id,
    doing: 'fetching quic-go from Debian',
    remedy,
    inputs: () => hash(suite, ...PACKAGES),
    stands: ({ path }) => existsSync(join(path, SOURCES, 'src/github.com/quic-go/quic-go')),
    async make() {
      const fresh = `${folder}.new`;
      rmSync(fresh, { recursive: true, force: true });
      mkdirSync(fresh, { recursive: true });
      await unpackDebian(suite, PACKAGES, fresh);
      const version = versionInChangelog(gunzipSync(readFileSync(join(fresh, 'usr/share/doc', QUIC_GO, 'changelog.Debian.gz'))).toString('utf8'));
      if (version === null) throw new Unavailable(`${QUIC_GO} of Debian ${suite} does not say its version`, remedy);
      rmSync(folder, { recursive: true, force: true });
      renameSync(fresh, folder);
      return { path: folder, version, said: `quic-go ${version} from Debian ${suite}` };
    },
  };
};

/** Ours as a GOPATH has it: one import path, so that the worker may import the Go worker's internal packages. */
function linkSources(folder) {
  rmSync(folder, { recursive: true, force: true });
  const link = (from, to) => {
    mkdirSync(dirname(join(folder, 'src', to)), { recursive: true });
    symlinkSync(inRoot(from), join(folder, 'src', to));
  };
  link('stacks/go/internal', 'handshakelab/go/internal');
  link('stacks/go-quic', IMPORT_PATH);
}

/** For building and testing it: `go build` and `go test` with its import path, in the folder `cwd`. */
export const goQuicBuild = (fetched) => {
  const folder = inTools('go-quic');
  linkSources(folder);
  return { cwd: folder, importPath: IMPORT_PATH, env: { ...goEnvironment(), GO111MODULE: 'off', GOPATH: `${folder}:${join(fetched.path, SOURCES)}` } };
};

/** @param {object} fetched what its sources came to @param {object} go this machine's own Go */
export const goQuicWorker = (version, fetched, go) => {
  const { id } = version;
  const remedy = `see what "go build" says in stacks/go-quic, then: ${commandFor(id)}`;
  return {
    name: `${id} worker`,
    doing: 'building',
    remedy,
    inputs: () => hash(fetched.ok ? `${fetched.path} ${fetched.version}` : fetched.reason, go.ok ? `${go.path} ${go.version}` : go.reason, fingerprint([inRoot('stacks/go-quic'), inRoot('stacks/go/internal')])),
    stands: ({ path }) => existsSync(path),
    async make() {
      if (!go.ok) throw new Unavailable(`Go is not available: ${go.reason}`, go.remedy);
      if (!fetched.ok) throw new Unavailable(fetched.reason, fetched.remedy);
      const path = join(bin, id, PROGRAM);
      mkdirSync(dirname(path), { recursive: true });
      const { cwd, importPath, env } = goQuicBuild(fetched);
      // Sources without modules bring no versions: the linker writes quic-go's into the program.
      const args = ['build', '-ldflags', `-X main.quicGoVersion=${fetched.version}`, '-o', `${path}.new`, importPath];
      await building(remedy, (line) => line.trim() !== '' && !line.startsWith('#'), () => run(go.path, args, { cwd, env }));
      const called = await asCalled({ ...version, release: fetched.version }, { path: `${path}.new`, remedy });
      renameSync(`${path}.new`, path);
      return { path, ...called };
    },
  };
};
