/** How each stack's worker is started on this machine, or why it cannot be. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const FAMILIES = ['go', 'dotnet', 'node', 'electron'] as const;
export type Family = (typeof FAMILIES)[number];

/** A worker's program. Environments are built here in whole: nothing that bends results leaks in from the shell. */
export interface Program {
  readonly family: Family;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The file whose hash stands for the program in a run's provenance. */
  readonly hashed: string;
}

export type ProgramOrReason = { readonly ok: true; readonly program: Program } | { readonly ok: false; readonly reason: string; readonly remedy: string };

const Lacking = z.object({ reason: z.string(), remedy: z.string().nullish() });
const Have = z.object({ path: z.string() }).loose();
const Entry = z.union([Have, Lacking]);
/** What set-up found; written by scripts/setup. */
const Tools = z.object({
  electron: Entry.optional(),
  dotnet: Entry.optional(),
  go: Entry.optional(),
  workers: z.object({ go: Entry.optional(), dotnet: Entry.optional() }).default({}),
});
export type Tools = z.infer<typeof Tools>;

export function readTools(projectRoot: string): Tools {
  try {
    return Tools.parse(JSON.parse(readFileSync(join(projectRoot, '.tools/tools.json'), 'utf8')));
  } catch {
    return { workers: {} };
  }
}

const SET_UP = 'run npm start or npm test once: the set-up builds it and says what it lacks';
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'DOTNET_ROOT'] as const;

const baseEnvironment = (): Record<string, string> => Object.fromEntries(KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));

/** A failed build's whole output belongs to set-up's own words, not into every arm and report. */
const firstLine = (text: string): string => text.split('\n')[0] ?? text;

function built(family: Family, entry: z.infer<typeof Entry> | undefined, env: Record<string, string>, hashed = (path: string) => path): ProgramOrReason {
  if (!entry) return { ok: false, reason: 'its worker has not been built', remedy: SET_UP };
  if (!('path' in entry)) return { ok: false, reason: firstLine(entry.reason), remedy: entry.remedy ?? SET_UP };
  const path = entry.path as string;
  if (!existsSync(path)) return { ok: false, reason: `${path} is gone`, remedy: SET_UP };
  return { ok: true, program: { family, command: path, args: [], env: { ...baseEnvironment(), ...env }, hashed: hashed(path) } };
}

function nodeProgram(projectRoot: string): ProgramOrReason {
  const script = join(projectRoot, 'stacks/node/worker.mjs');
  // Inside Electron, process.execPath is Electron: that is the other stack.
  const command = process.env['HSLAB_NODE'] ?? (process.versions['electron'] ? 'node' : process.execPath);
  if (!existsSync(script)) return { ok: false, reason: `${script} is missing`, remedy: 'check out the project again' };
  return { ok: true, program: { family: 'node', command, args: [script], env: baseEnvironment(), hashed: script } };
}

function electronProgram(projectRoot: string, tools: Tools): ProgramOrReason {
  const found = built('electron', tools.electron, { ELECTRON_RUN_AS_NODE: '1' });
  return found.ok ? { ok: true, program: { ...found.program, args: [join(projectRoot, 'stacks/node/worker.mjs')] } } : found;
}

export function findProgram(family: Family, projectRoot: string): ProgramOrReason {
  const tools = readTools(projectRoot);
  switch (family) {
    case 'go':
      return built('go', tools.workers.go, {});
    case 'dotnet':
      return built('dotnet', tools.workers.dotnet, { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' }, (path) => (existsSync(`${path}.dll`) ? `${path}.dll` : path));
    case 'node':
      return nodeProgram(projectRoot);
    case 'electron':
      return electronProgram(projectRoot, tools);
  }
}

/** The stack's id: its family and the part of the version by which people call it. */
export function stackId(family: string, version: string): string {
  const [major = '', minor = ''] = version.replace(/^[a-z]+/, '').split('.');
  return family === 'go' ? `go${major}.${minor}` : `${family}${major}`;
}
