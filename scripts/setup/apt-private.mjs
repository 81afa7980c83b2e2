// Fetches Debian packages of other suites without installing them: apt with lists, status and cache of its own.
// Signatures are checked against Debian's own archive keyring, which covers all its suites.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { Unavailable } from './step.mjs';

const KEYRINGS = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'];

/** The mirror that this machine's own apt uses; no host is named in this project. */
async function mirror() {
  const uris = (await run('apt-get', ['indextargets', '--format', '$(REPO_URI)'])).trim().split('\n');
  const uri = uris.find((one) => /\/debian\/?$/.test(one));
  if (!uri) throw new Unavailable('apt knows no Debian mirror', 'add one to /etc/apt/sources.list');
  return uri;
}

/** Unpacks the packages into `folder` (as if it were /). Nothing is installed. */
export async function unpackDebian(suite, packages, folder) {
  const keyring = KEYRINGS.find((path) => existsSync(path));
  if (!existsSync('/usr/bin/apt-get') || !keyring) throw new Unavailable('this is no Debian system', 'install the tool by hand, in a sufficient version, on PATH');
  const own = join(folder, '.apt');
  for (const part of ['lists/partial', 'cache/archives/partial', 'etc', 'debs']) mkdirSync(join(own, part), { recursive: true });
  writeFileSync(join(own, 'status'), '');
  writeFileSync(join(own, 'etc/sources.list'), `deb [signed-by=${keyring}] ${await mirror()} ${suite} main\n`);
  // The machine's own transport settings (a proxy, a certificate) stay in force.
  const parts = '/etc/apt/apt.conf.d';
  const transport = (existsSync(parts) ? readdirSync(parts) : []).flatMap((name) => readFileSync(join(parts, name), 'utf8').split('\n').filter((line) => /^\s*Acquire::[^{]*;\s*$/i.test(line)));
  writeFileSync(join(own, 'apt.conf'), [
    `Dir "${own}";`, `Dir::State "${own}";`, `Dir::State::lists "${own}/lists";`, `Dir::State::status "${own}/status";`, `Dir::Cache "${own}/cache";`,
    `Dir::Etc::sourcelist "${own}/etc/sources.list";`, 'Dir::Etc::sourceparts "-";',
    ...transport,
    // A frozen copy of a suite may have a release file past its date.
    'Acquire::Check-Valid-Until "false";', 'Acquire::Languages "none";', 'APT::Sandbox::User "root";', '',
  ].join('\n'));
  const env = { APT_CONFIG: join(own, 'apt.conf') };
  try {
    await run('apt-get', ['update'], { env, timeoutMs: 120_000 });
    await run('apt-get', ['download', ...packages], { env, cwd: join(own, 'debs') });
    for (const deb of readdirSync(join(own, 'debs'))) await run('dpkg-deb', ['-x', join(own, 'debs', deb), folder]);
  } finally {
    // The lists alone take a quarter of a gigabyte.
    rmSync(own, { recursive: true, force: true });
  }
}
