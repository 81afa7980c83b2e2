/** Takes a run from somebody's archive into the library: judged first, unpacked aside, opened, and only then put in its place. */
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { LabError, messageOf } from '../errors.ts';
import { openResult } from '../result/kept.ts';
import { WIRE_FILE } from '../wire/wire-file.ts';
import { ARCHIVE_SUFFIX, judgeEntries, LIMITS, PROFILES_FOLDER, type EntryFacts, type Limits, type Taken } from './entries.ts';

export interface Unpacked {
  readonly id: string;
  readonly folder: string;
  /** Entries that are no files of a run, and were left alone. */
  readonly ignored: readonly string[];
}

interface Judged extends EntryFacts {
  readonly raw: Entry;
}

/** The archive's directory. yauzl itself refuses names that lead out of it, saying which. */
async function entriesOf(zip: ZipFile, limits: Limits): Promise<Judged[]> {
  if (zip.entryCount > limits.entries) throw new LabError('bad-run', `The archive was not unpacked: it has ${zip.entryCount} entries, more than the ${limits.entries} that are taken`);
  const entries: Judged[] = [];
  for await (const raw of zip.eachEntry()) {
    const { fileName, compressedSize, uncompressedSize, compressionMethod, externalFileAttributes } = raw;
    entries.push({ raw, fileName, compressedSize, uncompressedSize, compressionMethod, externalFileAttributes, encrypted: raw.isEncrypted() });
  }
  return entries;
}

/** The bytes as they are; fails at the end where they are not those that were packed. */
function checked(name: string, expected: number): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      done(sum === expected ? null : new Error(`its entry ${JSON.stringify(name)} is damaged: its checksum differs`));
    },
  });
}

async function unpackInto(folder: string, zip: ZipFile, taken: readonly Taken<Judged>[]): Promise<void> {
  if (taken.some(({ place }) => place.includes('/'))) mkdirSync(join(folder, PROFILES_FOLDER));
  for (const { entry, place } of taken) {
    // Sizes are those of the directory: yauzl ends a stream that brings more or fewer bytes.
    const stream = await zip.openReadStreamPromise(entry.raw);
    await pipeline(stream, checked(entry.fileName, entry.raw.crc32), createWriteStream(join(folder, place), { flags: 'wx', mode: place === WIRE_FILE ? 0o600 : 0o666 }));
  }
}

/** A name that any file system takes. */
const plain = (name: string): string => name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '').slice(0, 120) || 'run';

/** A run's name that is free in the folder. */
function freeName(runsFolder: string, wanted: string): { id: string; folder: string } {
  for (let count = 1; ; count++) {
    const id = count === 1 ? wanted : `${wanted}-${count}`;
    const folder = join(runsFolder, `${id}.hsrun`);
    if (!existsSync(folder)) return { id, folder };
  }
}

/** Unpacks a run into the folder of runs. Throws a LabError that says what is wrong with the archive; then nothing is left of it. */
export async function unpackRun(path: string, runsFolder: string, limits: Limits = LIMITS): Promise<Unpacked> {
  if (!existsSync(path)) throw new LabError('not-found', `There is no file ${path}`);
  const told = (error: unknown): LabError => (error instanceof LabError ? new LabError(error.code, `${path}: ${error.message}`, { cause: error }) : new LabError('bad-run', `${path}: The archive was not unpacked: ${messageOf(error)}`, { cause: error }));
  let zip: ZipFile;
  try {
    // Backslashes stay as they are, to be refused.
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    throw told(error);
  }
  mkdirSync(runsFolder, { recursive: true });
  const aside = mkdtempSync(join(runsFolder, '.unpacking-'));
  try {
    const { root, taken, ignored } = judgeEntries(await entriesOf(zip, limits), limits);
    await unpackInto(aside, zip, taken);
    openResult(aside);
    const { id, folder } = freeName(runsFolder, plain((root ?? basename(path)).replace(new RegExp(`(${ARCHIVE_SUFFIX.replaceAll('.', '\\.')}|\\.hsrun|\\.zip)$`), '')));
    renameSync(aside, folder);
    return { id, folder, ignored };
  } catch (error) {
    throw told(error);
  } finally {
    zip.close();
    rmSync(aside, { recursive: true, force: true });
  }
}
