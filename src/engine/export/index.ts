/** Runs in the formats of other tools: what a run can be written as, and the writing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { EXPORT_IDS, EXPORT_REFUSALS, EXPORTS, exportName, exportTitle, type ExportId, type ExportRefusal } from '../../shared/export.ts';
import { LabError } from '../errors.ts';
import { openResult } from '../result/kept.ts';
import { openRun, readRunFile } from '../store/run-reader.ts';
import { WIRE_FILE } from '../wire/wire-file.ts';
import { toChromeTrace } from './chrome-trace.ts';
import { toCsv } from './csv.ts';
import { toFirefox } from './firefox.ts';
import { toJson } from './json.ts';
import { toParquet } from './parquet.ts';
import { toPcapng } from './pcapng.ts';
import { isWanted, type ExportSource, type Writers } from './piece.ts';
import { toPprof, toPprofProfiles } from './pprof.ts';
import type { Sink } from './sink.ts';
import { toSpeedscope } from './speedscope.ts';
import { drawnArms } from './strips.ts';

export { fileSink, streamSink, type Sink } from './sink.ts';

const WRITERS: Writers = {
  speedscope: toSpeedscope, chrome: toChromeTrace, firefox: toFirefox, pprof: toPprof, 'pprof-profiles': toPprofProfiles,
  csv: toCsv, parquet: toParquet, json: toJson, pcapng: toPcapng,
};

/** Arms of which the relay recorded handshakes. */
const recordedArms = (source: ExportSource): number => source.document().wire.filter(({ arm, handshakes }) => handshakes > 0 && isWanted(source, arm)).length;

/** What a run, or one arm of it, has nothing for. */
const REFUSES: Readonly<Record<ExportRefusal, (source: ExportSource) => boolean>> = {
  'no-wire': (source) => !existsSync(join(source.folder, WIRE_FILE)) || recordedArms(source) === 0,
  'no-keys': (source) => source.document().wire.some(({ arm, reason }) => reason !== null && isWanted(source, arm)) && recordedArms(source) === 0,
  'no-phases': (source) => drawnArms(source.document().arms, source.arm).length === 0,
  'no-profiles': (source) => !source.document().profiles.some(({ arm }) => isWanted(source, arm)),
  // Told by the kept result: the table of blocks of a long run is large, and this is asked whenever the menu opens.
  'no-handshakes': (source) => !source.document().arms.some(({ id, handshakes, failed, warmupHandshakes }) => isWanted(source, id) && handshakes + failed + warmupHandshakes > 0),
};

/** What a format may be refused for; the first that holds is said. */
const NEEDS: Readonly<Record<ExportId, readonly ExportRefusal[]>> = {
  speedscope: ['no-phases'], chrome: ['no-phases'], firefox: ['no-phases'], pprof: ['no-phases'], 'pprof-profiles': ['no-profiles'],
  csv: ['no-handshakes'], parquet: ['no-handshakes'], json: [], pcapng: ['no-keys', 'no-wire'],
};

/** The run, each part of it read when it is first asked for. */
function sourceOf(folder: string, arm: string | null): ExportSource {
  let document: ReturnType<typeof openResult> | null = null;
  let stored: ReturnType<typeof openRun> | null = null;
  return { folder, arm, document: () => (document ??= openResult(folder)), stored: () => (stored ??= openRun(folder)) };
}

const refusalOf = (source: ExportSource, as: ExportId): ExportRefusal | null => NEEDS[as].find((need) => REFUSES[need](source)) ?? null;

/** Every format, with why this run cannot be written as it. */
export function exportsOf(folder: string): { run: string; formats: { id: ExportId; refused: ExportRefusal | null }[] } {
  const source = sourceOf(folder, null);
  return { run: readRunFile(folder).run.id, formats: EXPORT_IDS.map((id) => ({ id, refused: refusalOf(source, id) })) };
}

export interface ExportWish {
  readonly as: ExportId;
  /** One arm alone, by its id; null: all. */
  readonly arm: string | null;
}

/**
 * The name that a file of this kind has.
 * @throws {LabError} `not-found` where the run has no such arm or nothing for the format; says what to do
 */
export function checkExport(folder: string, { as, arm }: ExportWish): string {
  const { run, arms } = readRunFile(folder);
  if (arm !== null && !EXPORTS[as].byArm) throw new LabError('not-found', `${exportTitle(as, 'en')} holds the whole run: leave the arm out`);
  if (arm !== null && !arms.some(({ id }) => id === arm)) throw new LabError('not-found', `${run.id} has no arm "${arm}"; it has ${arms.map(({ id }) => `"${id}"`).join(', ')}`);
  const refused = refusalOf(sourceOf(folder, arm), as);
  if (refused !== null) throw new LabError('not-found', `${run.id} cannot be written as ${exportTitle(as, 'en')}: ${EXPORT_REFUSALS[refused].en}`);
  return exportName(run.id, as, arm);
}

/** Pieces are gathered to about so much before they are written. */
const CHUNK_BYTES = 256 * 1024;
/** A turn for whatever else this process has to do: progress, a wish to stop. */
const TURN_MS = 25;

export interface ExportJob {
  readonly signal?: AbortSignal;
  /** How much is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Writes a run to a sink, which is opened once it is known that the run can be written so; a piece at a time. What fails or is stopped leaves nothing.
 * @throws the signal's reason where it was stopped
 */
export async function writeExport(folder: string, wish: ExportWish, open: () => Promise<Sink>, { signal, onProgress }: ExportJob = {}): Promise<void> {
  checkExport(folder, wish);
  const sink = await open();
  try {
    let gathered: Uint8Array[] = [];
    let size = 0;
    const flush = async (): Promise<void> => {
      if (size > 0) await sink.write(gathered.length === 1 ? (gathered[0] as Uint8Array) : Buffer.concat(gathered));
      gathered = [];
      size = 0;
    };
    let turnedMs = performance.now();
    for (const { bytes, done } of WRITERS[wish.as](sourceOf(folder, wish.arm))) {
      const own = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      gathered.push(own);
      size += own.length;
      if (size >= CHUNK_BYTES) await flush();
      if (performance.now() - turnedMs < TURN_MS) continue;
      onProgress?.(done);
      await turn();
      signal?.throwIfAborted();
      turnedMs = performance.now();
    }
    await flush();
    signal?.throwIfAborted();
    await sink.finish();
    onProgress?.(1);
  } catch (error) {
    await sink.discard();
    throw error;
  }
}
