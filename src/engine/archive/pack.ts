/** Writes a run as one file, to give to somebody: a zip archive of its folder, made as it is written. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { LabError, messageOf } from '../errors.ts';
import type { Sink } from '../export/index.ts';
import { readRunFile } from '../store/run-reader.ts';
import { WIRE_FILE } from '../wire/wire-file.ts';
import { ARCHIVE_SUFFIX, isProfile, PROFILES_FOLDER, RUN_FILES } from './entries.ts';

export interface PackOptions {
  /** The recorded bytes with the TLS secrets that open them go in, too. */
  readonly withWire: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** `2026-01-02-quick.hsrun` → `2026-01-02-quick.hsrun.zip` */
export const archiveName = (folder: string): string => `${basename(folder).replace(/\.hsrun$/, '')}${ARCHIVE_SUFFIX}`;

export const hasWire = (folder: string): boolean => existsSync(join(folder, WIRE_FILE));

/** The places of the run's files, as the archive has them. */
function filesOf(folder: string, withWire: boolean): string[] {
  const profiles = join(folder, PROFILES_FOLDER);
  return [
    ...[...RUN_FILES, ...(withWire ? [WIRE_FILE] : [])].filter((name) => existsSync(join(folder, name))),
    ...(existsSync(profiles) ? readdirSync(profiles).filter(isProfile).sort().map((name) => `${PROFILES_FOLDER}/${name}`) : []),
  ];
}

/** Streams a run's files into an archive. Throws a LabError, or what the signal was aborted with; then nothing is left of the file. */
export async function packRun(folder: string, open: () => Promise<Sink>, { withWire, signal, onProgress }: PackOptions): Promise<void> {
  readRunFile(folder); // what cannot be opened is not given to others
  const root = `${basename(folder).replace(/\.hsrun$/, '')}.hsrun`;
  const files = filesOf(folder, withWire);
  const totalBytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  const zip = new ZipFile();
  // The declared type hides that this is a plain Node stream.
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  const sink = await open();
  try {
    for (const file of files) zip.addFile(join(folder, file), `${root}/${file}`, { mode: 0o100_644 });
    zip.end();
    let written = 0;
    for await (const chunk of output as AsyncIterable<Uint8Array>) {
      signal?.throwIfAborted();
      await sink.write(chunk);
      written += chunk.length;
      // Packed bytes against plain ones: never ahead of what is done.
      onProgress?.(Math.min(1, written / Math.max(1, totalBytes)));
    }
    signal?.throwIfAborted();
    await sink.finish();
  } catch (error) {
    output.destroy();
    await sink.discard();
    if (signal?.aborted || error instanceof LabError) throw error;
    throw new LabError('disk', `${folder} could not be packed: ${messageOf(error)}`, { cause: error });
  }
}
