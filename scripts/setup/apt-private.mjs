// Fetches Debian packages of other suites without installing them: apt with lists, status and cache of its own.
// Signatures are checked against Debian's own archive keyring, which covers all its suites.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { isAlive } from './lock.mjs';
import { inTools } from './paths.mjs';
import { Unavailable } from './step.mjs';

const KEYRINGS = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'];

/** The mirror that this machine's own apt uses; no host is named in this project. */
async function mirror() {
  const uris = (await run('apt-get', ['indextargets', '--format', '$(REPO_URI)'])).trim().split('\n');
  const uri = uris.find((one) => /\/debian\/?$/.test(one));
  if (!uri) throw new Unavailable('apt knows no Debian mirror', 'add one to /etc/apt/sources.list');
  return uri;
}

/** Reads a suite's package lists into `own` and resolves with the environment in which apt-get knows them. */
async function readLists(suite, own) {
  const keyring = KEYRINGS.find((path) => existsSync(path));
  if (!existsSync('/usr/bin/apt-get') || !keyring) throw new Unavailable('this is no Debian system', 'install the tool by hand, in a sufficient version, on PATH');
  for (const part of ['lists/partial', 'cache/archives/partial', 'etc']) mkdirSync(join(own, part), { recursive: true });
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
    'Acquire::Check-Valid-Until "false";', 'Acquire::Languages "none";', 'APT::Sandbox::User "root";',
    // A mirror out of reach is an error here, not a warning followed by packages that nobody finds.
    'APT::Update::Error-Mode "any";', '',
  ].join('\n'));
  const env = { APT_CONFIG: join(own, 'apt.conf') };
  await run('apt-get', ['update'], { env, timeoutMs: 120_000 });
  return env;
}

/** Lists are read once a suite, however many steps ask, and stay in this process's own folder until `closeSuites`, at the latest its end. */
const folderOf = (pid) => inTools(`apt-${pid}`);
const suites = new Map();

function listsOf(suite) {
  const known = suites.get(suite);
  if (known) return known;
  if (suites.size === 0) {
    sweep();
    process.once('exit', closeSuites);
  }
  const lists = readLists(suite, join(folderOf(process.pid), suite));
  suites.set(suite, lists);
  return lists;
}

/** What set-ups that were ended in the middle left behind. */
function sweep() {
  for (const name of existsSync(inTools()) ? readdirSync(inTools()) : []) {
    const pid = Number(/^apt-(\d+)$/.exec(name)?.[1] ?? NaN);
    if (pid && pid !== process.pid && !isAlive(pid)) rmSync(inTools(name), { recursive: true, force: true });
  }
}

/** Unpacks the packages into `folder` (as if it were /). Nothing is installed. */
export async function unpackDebian(suite, packages, folder) {
  const env = await listsOf(suite);
  const debs = join(folder, '.debs');
  mkdirSync(debs, { recursive: true });
  await run('apt-get', ['download', ...packages], { env, cwd: debs });
  for (const deb of readdirSync(debs)) await run('dpkg-deb', ['-x', join(debs, deb), folder]);
  rmSync(debs, { recursive: true });
}

/** The lists alone take a quarter of a gigabyte. */
export function closeSuites() {
  suites.clear();
  rmSync(folderOf(process.pid), { recursive: true, force: true });
}
