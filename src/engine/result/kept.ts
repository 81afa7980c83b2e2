/** The result as last computed, kept beside the samples it came from: ten million of them open as quickly as ten. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Field, Float64, Int32, makeData, RecordBatch, Schema, Struct, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { z } from 'zod';
import { ResultDocument } from '../../shared/result/document.ts';
import { FILES } from '../store/format.ts';
import { openRun } from '../store/run-reader.ts';
import { writeWhole } from '../store/run-writer.ts';
import { rebuild } from './build.ts';
import type { RunFigures } from './run-figures.ts';

/** Changes when the way in which figures are computed does: kept results of another version are computed anew. */
const STATISTICS_VERSION = 3;

const Kept = z.object({ statistics: z.literal(STATISTICS_VERSION), madeFrom: z.string(), document: ResultDocument });

/** Changes when the run's files do. */
export const stampOf = (folder: string): string =>
  [FILES.run, FILES.samples, FILES.journal].map((name) => {
    const path = join(folder, name);
    if (!existsSync(path)) return '-';
    const { size, mtimeMs } = statSync(path);
    return `${size}@${mtimeMs}`;
  }).join(' ');

export function keepResult(folder: string, document: ResultDocument, figures: RunFigures): void {
  writeWhole(folder, FILES.sketches, sketchesOf(figures));
  const kept: z.input<typeof Kept> = { statistics: STATISTICS_VERSION, madeFrom: stampOf(folder), document };
  writeWhole(folder, FILES.result, JSON.stringify(kept));
}

function readKept(folder: string): ResultDocument | null {
  try {
    const kept = Kept.parse(JSON.parse(readFileSync(join(folder, FILES.result), 'utf8')));
    return kept.madeFrom === stampOf(folder) ? { ...kept.document, run: { ...kept.document.run, folder } } : null;
  } catch {
    return null; // absent, of another version, or damaged: the samples say it again
  }
}

/** The result of a run folder, kept or computed. A folder that cannot be written to is read all the same. */
export function openResult(folder: string): ResultDocument {
  const kept = readKept(folder);
  if (kept) return kept;
  const { document, figures } = rebuild(openRun(folder));
  try {
    keepResult(folder, document, figures);
  } catch {
    // a read-only folder
  }
  return document;
}

const SKETCH_SCHEMA = new Schema([
  new Field('arm', new Int32(), false),
  new Field('phase', new Utf8(), false),
  new Field('from_ns', new Float64(), false),
  new Field('to_ns', new Float64(), false),
  new Field('count', new Float64(), false),
]);

/** One row a filled bin; the phase is empty for the latency of the whole handshake. */
function sketchesOf({ arms }: RunFigures): Uint8Array {
  const rows = arms.flatMap((arm, index) => [...arm.sketches()].flatMap(({ phase, sketch }) => [...sketch.bins()].map((bin) => ({ arm: index, phase, ...bin }))));
  const { length } = rows;
  const doubles = (read: (row: (typeof rows)[number]) => number) => makeData({ type: new Float64(), length, nullCount: 0, data: Float64Array.from(rows, read) });
  const children = [
    makeData({ type: new Int32(), length, nullCount: 0, data: Int32Array.from(rows, ({ arm }) => arm) }),
    vectorFromArray(rows.map(({ phase }) => phase), new Utf8()).data[0] as never,
    doubles(({ fromNs }) => fromNs), doubles(({ toNs }) => toNs), doubles(({ count }) => count),
  ];
  return tableToIPC(new Table([new RecordBatch(SKETCH_SCHEMA, makeData({ type: new Struct(SKETCH_SCHEMA.fields), length, nullCount: 0, children }))]), 'stream');
}
