/** How each stack's worker is started on this machine, or why it cannot be. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NOT_ADDED } from '../../shared/stacks.ts';
import { addCommand, has, readKnownVersions, readTools, type ToolEntry, type Tools } from './tools.ts';

export { readTools };

export const FAMILIES = ['go', 'dotnet', 'node', 'electron', 'openssl', 'go-quic'] as const;
export type Family = (typeof FAMILIES)[number];

/** A worker's program. Environments are built here in whole: nothing that bends results leaks in from the shell. */
export interface Program {
  readonly family: Family;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The file whose hash stands for the program in a run's provenance. */
  readonly hashed: string;
  /** Other files and folders on which hangs what it says of itself: its runtime and libraries. */
  readonly restsOn: readonly string[];
}

export type ProgramOrReason = { readonly ok: true; readonly program: Program } | { readonly ok: false; readonly reason: string; readonly remedy: string };

const SET_UP = 'run npm start or npm test once: the set-up builds it and says what it lacks';
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'DOTNET_ROOT'] as const;
/** Written anew whenever the system's libraries change (ldconfig(8)). */
const SYSTEM_LIBRARIES = '/etc/ld.so.cache';

const baseEnvironment = (): Record<string, string> => Object.fromEntries(KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));

/** A failed build's whole output belongs to set-up's own words, not into every arm and report. */
const firstLine = (text: string): string => text.split('\n')[0] ?? text;

interface Start {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly hashed?: string;
  readonly restsOn?: readonly string[];
  /** What to do where it is not there. */
  readonly remedy?: string;
}

function built(family: Family, entry: ToolEntry | undefined, { args = [], env = {}, hashed, restsOn = [], remedy = SET_UP }: Start): ProgramOrReason {
  if (!entry) return { ok: false, reason: 'its worker has not been built', remedy };
  if (!has(entry)) return { ok: false, reason: firstLine(entry.reason), remedy: entry.remedy ?? remedy };
  const { path } = entry;
  const missing = [path, ...args].find((file) => !existsSync(file));
  if (missing !== undefined) return { ok: false, reason: `${missing} is gone`, remedy };
  return { ok: true, program: { family, command: path, args, env: { ...baseEnvironment(), ...env }, hashed: hashed ?? path, restsOn: [SYSTEM_LIBRARIES, ...restsOn] } };
}

/** A .NET program is its assembly; the file that starts it is the SDK's. */
const assemblyOf = (entry: ToolEntry | undefined): string | undefined => (has(entry) && existsSync(`${entry.path}.dll`) ? `${entry.path}.dll` : undefined);

/** The shared runtime takes part in a program that was not published with one of its own. */
function sharedRuntime({ dotnet }: Tools): string[] {
  return has(dotnet) && existsSync(dotnet.path) ? [join(dirname(realpathSync(dotnet.path)), 'shared/Microsoft.NETCore.App')] : [];
}

const workerScript = (projectRoot: string): string => join(projectRoot, 'stacks/node/worker.mjs');

/** This machine's own Node: an override, the one that runs this, or, inside Electron, the one that set-up ran on. */
function ownNode({ node }: Tools): { readonly command: string; readonly version: string | null } {
  const override = process.env['HSLAB_NODE'];
  const ofSetUp = has(node) && existsSync(node.path) ? { command: node.path, version: node.version ?? null } : null;
  if (override !== undefined) return override === ofSetUp?.command ? ofSetUp : { command: override, version: null };
  // Inside Electron, process.execPath is Electron: that is the other stack.
  if (process.versions['electron'] === undefined) return { command: process.execPath, version: process.versions.node };
  return ofSetUp ?? { command: 'node', version: null };
}

function ownProgram(family: Family, projectRoot: string, tools: Tools): ProgramOrReason {
  const script = workerScript(projectRoot);
  switch (family) {
    case 'go':
      return built('go', tools.workers.go, {});
    case 'dotnet':
      return built('dotnet', tools.workers.dotnet, { ...dotnetStart(tools.workers.dotnet, tools), restsOn: sharedRuntime(tools) });
    case 'node':
      if (!existsSync(script)) return { ok: false, reason: `${script} is missing`, remedy: 'check out the project again' };
      return { ok: true, program: { family, command: ownNode(tools).command, args: [script], env: baseEnvironment(), hashed: script, restsOn: [SYSTEM_LIBRARIES] } };
    case 'electron':
      return built('electron', tools.electron, { args: [script], env: { ELECTRON_RUN_AS_NODE: '1' } });
    case 'openssl':
      return built('openssl', tools.workers.openssl, {});
    case 'go-quic': {
      // There is one at a time, the one that was added; set-up knows it by its family.
      const entry = tools.versions[family];
      return entry ? built('go-quic', entry, { remedy: addCommand(family) }) : { ok: false, reason: NOT_ADDED, remedy: addCommand(family) };
    }
  }
}

/** The profiler beside a worker runs on the machine's own .NET, wherever that is. */
function dotnetRoot({ dotnet }: Tools): Record<string, string> {
  if (!has(dotnet)) return {};
  try {
    return { DOTNET_ROOT: dirname(realpathSync(dotnet.path)) };
  } catch {
    return {};
  }
}

const dotnetStart = (entry: ToolEntry | undefined, tools: Tools): Start => {
  const hashed = assemblyOf(entry);
  return { env: { ...dotnetRoot(tools), DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' }, ...(hashed === undefined ? {} : { hashed }) };
};

function versionProgram(id: string, family: Family, projectRoot: string, tools: Tools): ProgramOrReason {
  const entry = tools.versions[id];
  const remedy = addCommand(id);
  switch (family) {
    case 'go':
    case 'openssl':
    case 'go-quic':
      return built(family, entry, { remedy });
    case 'dotnet': {
      const start = dotnetStart(entry, tools);
      const libraryPath = entry && 'path' in entry ? (entry.libraryPath ?? null) : null;
      // Only this worker finds the other library: the variable is in no other program's environment.
      const library = libraryPath === null ? {} : { env: { ...start.env, LD_LIBRARY_PATH: libraryPath }, restsOn: [...sharedRuntime(tools), join(libraryPath, 'libssl.so.3'), join(libraryPath, 'libcrypto.so.3')] };
      if (libraryPath !== null && !existsSync(libraryPath)) return { ok: false, reason: `${libraryPath} is gone`, remedy };
      return built('dotnet', entry, { ...start, ...library, remedy });
    }
    case 'node': {
      const script = workerScript(projectRoot);
      return built('node', entry, { args: [script], hashed: script, remedy });
    }
    case 'electron':
      return { ok: false, reason: 'Electron has no further versions', remedy: SET_UP };
  }
}

/** The id of a family's own stack, as far as set-up knows it beforehand. */
function ownId(family: Family, tools: Tools): string | null {
  const version = { go: versionIn(tools.go), dotnet: versionIn(tools.workers.dotnet), node: ownNode(tools).version, electron: versionIn(tools.electron), openssl: versionIn(tools.workers.openssl), 'go-quic': versionIn(tools.versions['go-quic']) }[family];
  return version === null ? null : stackId(family, version);
}
const versionIn = (entry: ToolEntry | undefined): string | null => (has(entry) ? (entry.version ?? null) : null);

/** The family that an id begins with, whose version follows at once: `dotnet10-openssl3.5` → `dotnet`, `go-quic0.59` → `go-quic`. */
export const familyOf = (id: string): Family | null => FAMILIES.find((family) => id === family || (id.startsWith(family) && /^[0-9]/.test(id.slice(family.length)))) ?? null;

/** What an id says after its family: the version, and the variant of it, if any. */
const partsOf = (id: string, family: string): readonly [version: string, variant: string | null] => {
  const [version = '', variant = null] = id.slice(family.length).split('-');
  return [version, variant];
};
const isVariant = (id: string, family: string): boolean => partsOf(id, family)[1] !== null;

/**
 * The program of a stack, by its id (`go1.22`), or by its family for this machine's own.
 * Where a version that was added has the id of the machine's own, the own one is meant.
 */
export function findProgram(stack: string, projectRoot: string): ProgramOrReason {
  const tools = readTools(projectRoot);
  const family = familyOf(stack);
  const none = { ok: false, reason: `no stack is called ${stack}`, remedy: `give one of ${FAMILIES.join(', ')}, or a version of it` } as const;
  if (family === null) return none;
  if (stack === family || stack === ownId(family, tools)) return ownProgram(family, projectRoot, tools);
  if (tools.versions[stack]) return versionProgram(stack, family, projectRoot, tools);
  if (readKnownVersions(projectRoot).some(({ id }) => id === stack)) return { ok: false, reason: NOT_ADDED, remedy: addCommand(stack) };
  if (isVariant(stack, family)) return none;
  // An id that only the worker itself can tell, such as that of another Node in HSLAB_NODE.
  return ownProgram(family, projectRoot, tools);
}

/** Ids beyond the family's own: newest first, variants on another library last. */
export function furtherIds(family: Family, projectRoot: string): string[] {
  const tools = readTools(projectRoot);
  const known = readKnownVersions(projectRoot).filter((version) => version.family === family).map(({ id }) => id);
  const added = Object.entries(tools.versions).filter(([id, version]) => version.family === family && !known.includes(id)).map(([id]) => id);
  const own = ownId(family, tools);
  const ids = [...added, ...known].filter((id) => id !== own && id !== family).reverse();
  return [...ids.filter((id) => !isVariant(id, family)), ...ids.filter((id) => isVariant(id, family))];
}

/** Families whose minor versions differ as other families' major ones do. */
const MINOR_TOO: readonly string[] = ['go', 'openssl', 'go-quic'];

/** The stack's id: its family and the part of the version by which people call it. */
export function stackId(family: string, version: string): string {
  const [major = '', minor = ''] = version.replace(/^[a-z]+/, '').split('.');
  return MINOR_TOO.includes(family) ? `${family}${major}.${minor}` : `${family}${major}`;
}

/** Whether a worker is the version that its id says, on the library that its id says. */
export function isCalled(id: string, family: string, version: string, libraryVersion: string): boolean {
  const [plain, variant] = partsOf(id, family);
  if (stackId(family, version) !== `${family}${plain}`) return false;
  const wanted = /[0-9][0-9.]*$/.exec(variant ?? '')?.[0];
  return wanted === undefined || libraryVersion === wanted || libraryVersion.startsWith(`${wanted}.`);
}
