// The Debian packages that Electron, the tests and the workers need; only what is missing, and only as root.
import { existsSync } from 'node:fs';
import { arch } from 'node:os';
import { run } from './command.mjs';
import { Unavailable } from './step.mjs';
import { programMarks } from './versions.mjs';

const LIB = `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[arch()] ?? arch()}-linux-gnu`;

/** Package → a file of it. Files are looked for, not package names: dpkg takes a tenth of a second to say the same. */
const WINDOW = {
  'libgtk-3-0': `${LIB}/libgtk-3.so.0`,
  libnss3: `${LIB}/libnss3.so`,
  libasound2: `${LIB}/libasound.so.2`,
  libgbm1: `${LIB}/libgbm.so.1`,
  libcups2: `${LIB}/libcups.so.2`,
  'libatk-bridge2.0-0': `${LIB}/libatk-bridge-2.0.so.0`,
  libxkbcommon0: `${LIB}/libxkbcommon.so.0`,
};
/** What compiles stacks/openssl. `gcc` and `cmake` only recommend the C library's headers and `make`, so these are named too. */
const COMPILER = { gcc: '/usr/bin/gcc', 'libc6-dev': '/usr/include/stdio.h', make: '/usr/bin/make', cmake: '/usr/bin/cmake', 'libjansson-dev': '/usr/include/jansson.h' };
/** Headers of the system's own OpenSSL. */
const OPENSSL = { 'libssl-dev': '/usr/include/openssl/ssl.h' };
const PACKAGES = {
  ...WINDOW,
  ...COMPILER,
  ...OPENSSL,
  xvfb: '/usr/bin/Xvfb',
  xauth: '/usr/bin/xauth',
  'poppler-utils': '/usr/bin/pdftotext',
  openssl: '/usr/bin/openssl',
  'util-linux': '/usr/bin/taskset',
};

/** What only the tests open: Wireshark's own reading of what we write. */
const FOR_TESTS = { tshark: '/usr/bin/tshark' };
/** Servers that are not ours, in CI alone: on a person's machine their packages would start services. */
const FOR_CI = { 'nginx-light': '/usr/sbin/nginx', haproxy: '/usr/sbin/haproxy', caddy: '/usr/bin/caddy' };
const SCOPES = { app: PACKAGES, tests: { ...PACKAGES, ...FOR_TESTS }, ci: { ...PACKAGES, ...FOR_TESTS, ...FOR_CI } };

const isDebian = () => existsSync('/usr/bin/apt-get');
const missingOf = (packages) => Object.entries(packages).filter(([, file]) => !existsSync(file)).map(([name]) => name);

/** Packages without which Electron cannot open a window. Other systems keep the same libraries elsewhere: there it is tried. */
export const missingForWindow = () => (isDebian() ? missingOf(WINDOW) : []);

/** Since Debian 13 and Ubuntu 24.04 some of these have a new name (64-bit time); the old one may be offered by a package that is not wanted. */
export const presentNames = (names, known) => names.map((name) => (known.has(`${name}t64`) ? `${name}t64` : name));

const installArgs = async (names) => ['install', '--yes', '--no-install-recommends', ...presentNames(names, new Set((await run('apt-cache', ['pkgnames'])).split('\n')))];

const compiling = (ownOpenssl) => (ownOpenssl ? { ...COMPILER, ...OPENSSL } : COMPILER);
/** For a stamp: changes when one of these packages comes, goes or is replaced. */
export const compilerMarks = (ownOpenssl) => programMarks(Object.values(compiling(ownOpenssl)));

/**
 * Throws where a Debian lacks what compiles stacks/openssl; other systems keep the same files elsewhere: there it is tried.
 * @param {boolean} ownOpenssl against the system's own OpenSSL, so its headers are needed too
 * @param {string} then what to do after the packages have come
 */
export async function needCompiler(ownOpenssl, then) {
  const names = isDebian() ? missingOf(compiling(ownOpenssl)) : [];
  if (names.length > 0) throw new Unavailable(`missing: ${names.join(', ')}`, `run: sudo apt-get ${(await installArgs(names)).join(' ')}, then: ${then}`);
}

/** @param {'app' | 'tests' | 'ci'} scope what the packages are for */
export const debianStep = (scope = 'app') => ({
  name: 'Debian packages',
  remedy: 'install them by hand',
  inputs: () => Object.keys(SCOPES[scope]).join(' '),
  stands: () => missingOf(SCOPES[scope]).length === 0,
  async make() {
    const names = missingOf(SCOPES[scope]);
    if (names.length === 0) return { said: 'all there' };
    if (!isDebian()) throw new Unavailable(`missing: ${names.join(', ')}`, 'install these with your system’s package manager; without them there may be no window, and no OpenSSL worker');
    if (process.getuid() !== 0) throw new Unavailable(`missing: ${names.join(', ')}`, `run: sudo apt-get ${(await installArgs(names)).join(' ')}`);
    // RUNLEVEL: a package's service is not started (invoke-rc.d(8)); the programs are wanted, not what they serve by default.
    const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    // A machine that has just started may be updating itself.
    const patient = ['-o', 'DPkg::Lock::Timeout=120'];
    try {
      await run('apt-get', [...patient, ...(await installArgs(names))], { env });
    } catch {
      // No package lists yet, or old ones.
      await run('apt-get', ['update'], { env });
      await run('apt-get', [...patient, ...(await installArgs(names))], { env });
    }
    return { said: `installed ${names.join(', ')}` };
  },
});
