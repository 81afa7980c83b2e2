/** A run of as many handshakes as wanted: a real run's rows, moved about. */
import { fileURLToPath } from 'node:url';
import { documentOf } from '../../src/engine/result/build.ts';
import { takeApart, type StoredPart } from '../../src/engine/result/measured.ts';
import { familiesOf, RunFigures } from '../../src/engine/result/run-figures.ts';
import type { JoinedRow } from '../../src/engine/run/join.ts';
import type { BlockRecord } from '../../src/engine/store/block-record.ts';
import { openRun } from '../../src/engine/store/run-reader.ts';
import { RunWriter } from '../../src/engine/store/run-writer.ts';
import type { ResultDocument } from '../../src/shared/result/document.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/run-format-1.hsrun', import.meta.url));
export const PER_BLOCK = 30;

/** The same handshake, all its instants stretched. */
function stretched(row: JoinedRow, factor: number, position: number): JoinedRow {
  const stretch = (numbers: Readonly<Record<string, number | undefined>>): Record<string, number | undefined> =>
    Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value === undefined || !/(Start|End|start|end|Secret|Read|verified|Checked|parsed|selected)$/.test(name) ? value : Math.round(value * factor)]));
  return { ...row, position, client: row.client && { ...row.client, numbers: stretch(row.client.numbers) }, server: row.server && { ...row.server, numbers: stretch(row.server.numbers) } };
}

export interface LargeRun {
  readonly made: number;
  /** Writing and summing up. */
  readonly writeMs: number;
  readonly figures: RunFigures;
  /** What `keepResult` keeps: computed anew at each call. */
  readonly document: () => ResultDocument;
}

/** Writes the run's files to `folder`, which must not be there yet; its result is not kept. */
export function writeLargeRun(folder: string, wanted: number): LargeRun {
  const seedRun = openRun(FIXTURE);
  const parts = [...seedRun.parts()].filter(({ stage, observe }) => stage === 'measure' && observe === 'timing');
  const file = { ...seedRun.file, run: { ...seedRun.file.run, name: `${wanted} handshakes` } };
  const writer = new RunWriter(folder, file);
  const figures = new RunFigures(file.arms);
  const arms = file.arms.length;
  const began = performance.now();
  let made = 0;
  // Two hundred stretches of each real handshake, made once: what is timed is the writing and the summing up.
  const pool = parts.map((part) => Array.from({ length: 200 }, (_, index) => Array.from({ length: PER_BLOCK }, (__, position) => stretched(part.rows[position % part.rows.length] as JoinedRow, 0.9 + ((index * 37 + position * 11) % 200) / 1000, position))));
  for (let block = 0; made < wanted; block++) {
    const at = block % parts.length;
    const part = parts[at] as StoredPart;
    const place = { ...part, block, round: Math.floor(block / arms), arm: block % arms, stage: 'measure' as const, rows: (pool[at] as JoinedRow[][])[block % 200] as JoinedRow[] };
    const measured = takeApart(place, familiesOf(file.arms[place.arm] as (typeof file.arms)[number]));
    writer.addBlock(place as unknown as BlockRecord, [], measured);
    figures.add(measured);
    figures.closeSlice(false);
    made += place.rows.length;
  }
  writer.finish(file);
  const writeMs = performance.now() - began;
  const stored = openRun(folder);
  return { made, writeMs, figures, document: () => documentOf(file, folder, figures, (block, position) => stored.rowsOf(block).find((row) => row.position === position) ?? null, { measured: made, warmup: 0 }) };
}
