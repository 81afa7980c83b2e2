/** Which servers that are not ours this machine has. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { EXTERNAL_SERVERS, type ExternalServerFamily } from '../../shared/servers.ts';
import type { StackInfo } from '../../shared/stacks.ts';
import { messageOf } from '../errors.ts';
import { RECIPES } from './recipes.ts';

const execute = promisify(execFile);
const ASK_MS = 5_000;
/** Debian keeps servers where a person's PATH does not look. */
const ALSO = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The path of a server's program; null where there is none. `HSLAB_NGINX` and the like name another one. */
export function findServer(family: ExternalServerFamily): string | null {
  const override = process.env[`HSLAB_${family.toUpperCase().replace('-', '_')}`];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...ALSO];
  const candidates = override === undefined ? folders.map((folder) => join(folder, RECIPES[family].program)) : [override];
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }) ?? null;
}

async function said(path: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await execute(path, [...args], { timeout: ASK_MS });
  return `${stdout}\n${stderr}`;
}

async function infoOf(family: ExternalServerFamily): Promise<StackInfo> {
  const { title, package: debian, version, library, groups, offers } = RECIPES[family];
  const none = { id: family, family, available: false, version: null, library: null, offers: [], observes: [], not: [] };
  const path = findServer(family);
  if (path === null) return { ...none, reason: `${title} is not installed`, remedy: `sudo apt-get install ${debian} (and, if nothing else needs its service, sudo systemctl disable --now ${RECIPES[family].program})` };
  try {
    const own = version.pattern.exec(await said(path, version.args))?.[1];
    if (own === undefined) return { ...none, reason: `${path} does not say its version`, remedy: `install the Debian package ${debian}` };
    const built = library.pattern.exec(await said(path, library.args).catch(() => ''))?.[1] ?? '';
    return {
      id: `${family}${own.split('.').slice(0, 2).join('.')}`, family, available: true, reason: null, remedy: null, version: own, library: { name: library.name, version: built },
      offers: [...offers, ...groups.map((group) => `group:${group}`)], observes: [],
      not: [
        { what: 'role:client', why: `${title} is a server`, source: null },
        { what: 'exchange', why: 'its answers are its own: only handshakes are measured against it', source: null },
        { what: 'server', why: 'it is no worker of ours, so nothing of its side is seen but the CPU time that its process takes', source: null },
      ],
    };
  } catch (error) {
    return { ...none, reason: `${path} could not be asked for its version: ${messageOf(error).split('\n')[0] ?? ''}`, remedy: `install the Debian package ${debian}` };
  }
}

export const findServers = (): Promise<StackInfo[]> => Promise.all(EXTERNAL_SERVERS.map(infoOf));
