// The Debian packages that Electron, the tests and the workers need; only what is missing, and only as root.
import { accessSync, existsSync } from 'node:fs';
import { arch } from 'node:os';
import { run } from './command.mjs';
import { Unavailable } from './step.mjs';

const LIB = `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[arch()] ?? arch()}-linux-gnu`;

/** Package → a file of it. Files are looked for, not package names: dpkg takes a tenth of a second to say the same. */
const PACKAGES = {
  'libgtk-3-0': `${LIB}/libgtk-3.so.0`,
  libnss3: `${LIB}/libnss3.so`,
  libasound2: `${LIB}/libasound.so.2`,
  libgbm1: `${LIB}/libgbm.so.1`,
  libcups2: `${LIB}/libcups.so.2`,
  'libatk-bridge2.0-0': `${LIB}/libatk-bridge-2.0.so.0`,
  'libxkbcommon0': `${LIB}/libxkbcommon.so.0`,
  xvfb: '/usr/bin/Xvfb',
  xauth: '/usr/bin/xauth',
  'poppler-utils': '/usr/bin/pdftotext',
  openssl: '/usr/bin/openssl',
  'util-linux': '/usr/bin/taskset',
};

const missing = () => Object.entries(PACKAGES).filter(([, file]) => !existsSync(file)).map(([name]) => name);

export const debianStep = {
  name: 'Debian packages',
  remedy: 'install them by hand',
  inputs: () => Object.keys(PACKAGES).join(' '),
  stands: () => missing().length === 0,
  async make() {
    const names = missing();
    if (names.length === 0) return { said: 'all there' };
    const command = `apt-get install --yes --no-install-recommends ${names.join(' ')}`;
    if (!existsSync('/usr/bin/apt-get')) throw new Unavailable(`missing: ${names.join(', ')}`, 'install these with your system’s package manager; without them there is no window');
    if (process.getuid() !== 0) throw new Unavailable(`missing: ${names.join(', ')}`, `run: sudo ${command}`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    try {
      accessSync('/var/lib/apt/lists');
      await run('bash', ['-c', command], { env });
    } catch {
      // No package lists yet, or old ones.
      await run('apt-get', ['update'], { env });
      await run('bash', ['-c', command], { env });
    }
    return { said: `installed ${names.join(', ')}` };
  },
};
