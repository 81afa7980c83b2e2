/** What an archive of a run may hold, judged from its directory before a byte of it is unpacked. Pure. */
import { LabError } from '../errors.ts';
import { FILES } from '../store/format.ts';
import { WIRE_FILE } from '../wire/wire-file.ts';

export const ARCHIVE_SUFFIX = '.hsrun.zip';
export const PROFILES_FOLDER = 'profiles';

/** What the rest does not say. Figures (result.json, sketches.arrow) are made anew from it, so nobody's kept figures are taken on trust. */
export const RUN_FILES: readonly string[] = [FILES.run, FILES.samples, FILES.blocks, FILES.index, FILES.journal];
const PROFILE_NAME = /^\d{1,6}-(client|server)-[a-z][a-z0-9-]{0,60}\.(json|stacks\.json|pb\.gz|cpuprofile|heapprofile)$/;
export const isProfile = (name: string): boolean => PROFILE_NAME.test(name);

export interface Limits {
  readonly entries: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  /** Bytes that one packed byte may become, in files above `ratioFromBytes`. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

const GIB = 1024 ** 3;
/** Far above what a run has, and below what fills a disk unseen. */
export const LIMITS: Limits = { entries: 20_000, fileBytes: 16 * GIB, totalBytes: 32 * GIB, ratio: 250, ratioFromBytes: 1024 ** 2 };

/** An entry as the archive's directory has it. */
export interface EntryFacts {
  readonly fileName: string;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly compressionMethod: number;
  readonly encrypted: boolean;
  /** The upper half is the Unix mode, where there is one. */
  readonly externalFileAttributes: number;
}

export interface Taken<E> {
  readonly entry: E;
  /** Its place in the run's folder: one name, or `profiles/` and one name. */
  readonly place: string;
}

const FILE_TYPE = 0o170_000;
const REGULAR = 0o100_000;
const DIRECTORY = 0o040_000;
const ROOT = /^[^/]+\.hsrun$/;

function typeProblem({ fileName, externalFileAttributes }: EntryFacts): string | null {
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  if (type === 0 || type === REGULAR || (type === DIRECTORY && fileName.endsWith('/'))) return null;
  return type === 0o120_000 ? 'is a symbolic link' : 'is no plain file';
}

function nameProblem(name: string): string | null {
  if (name.includes('\0')) return 'has a NUL in its name';
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'has an absolute path';
  if (name.includes('\\')) return 'has a backslash in its path';
  return name.replace(/\/$/, '').split('/').some((part) => part === '' || part === '.' || part === '..') ? 'leads out of the archive' : null;
}

function sizeProblem({ compressedSize, uncompressedSize }: EntryFacts, limits: Limits): string | null {
  if (uncompressedSize > limits.fileBytes) return `would take ${uncompressedSize} bytes, more than the ${limits.fileBytes} that a file may`;
  if (uncompressedSize > limits.ratioFromBytes && uncompressedSize > compressedSize * limits.ratio) return `would grow more than ${limits.ratio} times, which no file of a run does`;
  return null;
}

/** The run's folder that an entry is in (empty at the top) and its place there; null where it is no file of a run. */
function placeOf(name: string): { readonly root: string; readonly place: string } | null {
  const [first = '', ...rest] = name.split('/');
  const [root, parts] = ROOT.test(first) ? [first, rest] : ['', [first, ...rest]];
  const [file = '', profile] = parts;
  if (parts.length === 1 && (RUN_FILES.includes(file) || file === WIRE_FILE)) return { root, place: file };
  if (parts.length === 2 && file === PROFILES_FOLDER && profile !== undefined && isProfile(profile)) return { root, place: `${file}/${profile}` };
  return null;
}

/**
 * The entries to unpack, and the name of the run's folder in the archive (null where its files lie at the top). What no run has is left alone.
 * Throws a LabError that names the entry where one is not as it may be.
 */
export function judgeEntries<E extends EntryFacts>(entries: readonly E[], limits: Limits = LIMITS): { readonly root: string | null; readonly taken: readonly Taken<E>[]; readonly ignored: readonly string[] } {
  const refuse = (entry: EntryFacts | null, why: string): never => {
    throw new LabError('bad-run', `The archive was not unpacked: ${entry === null ? 'it' : `its entry ${JSON.stringify(entry.fileName)}`} ${why}`);
  };
  if (entries.length > limits.entries) refuse(null, `has ${entries.length} entries, more than the ${limits.entries} that are taken`);
  const seen = new Set<string>();
  const roots = new Set<string>();
  const taken: Taken<E>[] = [];
  const ignored: string[] = [];
  let totalBytes = 0;
  for (const entry of entries) {
    const wrong = nameProblem(entry.fileName) ?? typeProblem(entry) ?? sizeProblem(entry, limits);
    if (wrong !== null) refuse(entry, wrong);
    // Some file systems do not tell these apart.
    const folded = entry.fileName.normalize('NFC').toLowerCase();
    if (seen.has(folded)) refuse(entry, 'is there twice');
    seen.add(folded);
    totalBytes += entry.uncompressedSize;
    if (totalBytes > limits.totalBytes) refuse(entry, `brings the archive above the ${limits.totalBytes} bytes that are unpacked`);
    const found = placeOf(entry.fileName);
    if (!found) {
      if (!entry.fileName.endsWith('/')) ignored.push(entry.fileName);
      continue;
    }
    if (entry.encrypted) refuse(entry, 'is encrypted; unpack it with its password and pack the run anew');
    if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) refuse(entry, `is packed by method ${entry.compressionMethod}; only stored and deflated ones are read`);
    roots.add(found.root);
    if (roots.size > 1) refuse(entry, 'belongs to a second run; an archive holds one');
    taken.push({ entry, place: found.place });
  }
  if (!taken.some(({ place }) => place === FILES.run)) refuse(null, `holds no ${FILES.run}, so it is no run of Handshake Lab`);
  const [root = ''] = roots;
  return { root: root === '' ? null : root, taken, ignored };
}
