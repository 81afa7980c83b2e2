// The Go toolchain: an override, the one on PATH, or Debian's packages unpacked into .tools.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unpackDebian } from './apt-private.mjs';
import { run } from './command.mjs';
import { bin, inRoot, inTools } from './paths.mjs';
import { fingerprint, hash } from './stamp.mjs';
import { Unavailable } from './step.mjs';
import { atLeast, onPath, programMarks } from './versions.mjs';

/** For this machine's own Go; older ones show less of a handshake, and are versions to be added (stack-versions.mjs). */
const MIN = '1.24';
const SUITE = 'sid';
const RELEASE = '1.27';

const REMEDY = `install Go ${MIN} or newer on PATH, or set HSLAB_GO to its program`;

/** Constant, so that the build cache is good for ever; GOROOT is left to the program that is run. */
export const goEnvironment = () => ({ GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-trimpath', GOCACHE: inTools('go-build'), GOPATH: inTools('go-path') });

export async function goVersion(program) {
  try {
    return /go(\d+\.\d+(?:\.\d+)?)/.exec(await run(program, ['version'], { env: goEnvironment() }))?.[1] ?? null;
  } catch {
    return null;
  }
}

export const unpackedGo = (folder, release) => join(folder, 'usr/lib', `go-${release}`, 'bin/go');

/** Fetches Debian's Go of a release into `folder`, whole or not at all; resolves with its version. */
export async function unpackGo(suite, release, folder, remedy) {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await unpackDebian(suite, [`golang-${release}-go`, `golang-${release}-src`], fresh);
  // Debian splits GOROOT over two folders and links them absolutely; one folder is simpler and may be moved.
  const goroot = join(fresh, 'usr/lib', `go-${release}`);
  for (const part of ['src', 'test', 'api', 'misc']) {
    const shared = join(fresh, 'usr/share', `go-${release}`, part);
    if (!existsSync(shared)) continue;
    rmSync(join(goroot, part), { force: true });
    renameSync(shared, join(goroot, part));
  }
  const version = await goVersion(unpackedGo(fresh, release));
  if (!version) throw new Unavailable('the unpacked Go does not start', remedy);
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return version;
}

export const goStep = {
  name: 'Go',
  remedy: REMEDY,
  inputs: () => hash(process.env.HSLAB_GO ?? '', programMarks(onPath('go')), RELEASE),
  stands: ({ path }) => existsSync(path),
  async make() {
    if (process.env.HSLAB_GO) {
      const version = await goVersion(process.env.HSLAB_GO);
      if (!version || !atLeast(version, MIN)) throw new Unavailable(`HSLAB_GO is ${process.env.HSLAB_GO}, which is ${version ? `Go ${version}` : 'no Go'}`, REMEDY);
      return { path: process.env.HSLAB_GO, version, said: `${version} from HSLAB_GO` };
    }
    for (const program of onPath('go')) {
      const version = await goVersion(program);
      if (version && atLeast(version, MIN)) return { path: program, version, said: `${version} from PATH` };
    }
    const folder = inTools('go');
    const unpacked = unpackedGo(folder, RELEASE);
    const kept = existsSync(unpacked) ? await goVersion(unpacked) : null;
    if (kept) return { path: unpacked, version: kept, said: `${kept} from Debian ${SUITE}, fetched before` };
    const version = await unpackGo(SUITE, RELEASE, folder, REMEDY);
    return { path: unpacked, version, said: `${version} from Debian ${SUITE}` };
  },
};

/** The worker; beside it what reads packets, and what stands between client and server. */
const PROGRAMS = ['hslab-go', 'hslab-capture', 'hslab-relay'];

export const goWorkerStep = (go) => ({
  name: 'Go worker',
  remedy: 'see what "go build" says in stacks/go',
  inputs: () => hash(go.ok ? `${go.path} ${go.version}` : go.reason, fingerprint([inRoot('stacks/go')])),
  stands: () => PROGRAMS.every((program) => existsSync(join(bin, program))),
  async make() {
    if (!go.ok) throw new Unavailable(`Go is not available: ${go.reason}`, go.remedy);
    const path = join(bin, 'hslab-go');
    mkdirSync(bin, { recursive: true });
    for (const program of PROGRAMS) {
      await run(go.path, ['build', '-o', join(bin, `${program}.new`), `./cmd/${program}`], { cwd: inRoot('stacks/go'), env: goEnvironment() });
      renameSync(join(bin, `${program}.new`), join(bin, program));
    }
    return { path, said: 'built' };
  },
});
