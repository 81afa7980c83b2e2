/** A run of ten million handshakes: written, summed up, opened and drilled into. Its rows are a real run's, moved about. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import { documentOf } from '../../src/engine/result/build.ts';
import { keepResult, openResult } from '../../src/engine/result/kept.ts';
import { takeApart, type StoredPart } from '../../src/engine/result/measured.ts';
import { familiesOf, RunFigures } from '../../src/engine/result/run-figures.ts';
import type { BlockRecord } from '../../src/engine/store/block-record.ts';
import { openRun } from '../../src/engine/store/run-reader.ts';
import { RunWriter } from '../../src/engine/store/run-writer.ts';
import type { JoinedRow } from '../../src/engine/run/join.ts';
import { round, tell } from './tell.ts';

const SIZES = (process.env['HSLAB_BENCH_SAMPLES'] ?? '1000000,10000000').split(',').map(Number);
const FIXTURE = fileURLToPath(new URL('../fixtures/run-format-1.hsrun', import.meta.url));
const PER_BLOCK = 30;

const seconds = (from: number): number => round((performance.now() - from) / 1000, 3);

/** The same handshake, all its instants stretched. */
function stretched(row: JoinedRow, factor: number, position: number): JoinedRow {
  const stretch = (numbers: Readonly<Record<string, number | undefined>>): Record<string, number | undefined> =>
    Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, value === undefined || !/(Start|End|start|end|Secret|Read|verified|Checked|parsed|selected)$/.test(name) ? value : Math.round(value * factor)]));
  return { ...row, position, client: row.client && { ...row.client, numbers: stretch(row.client.numbers) }, server: row.server && { ...row.server, numbers: stretch(row.server.numbers) } };
}

it.each(SIZES)('%i handshakes', (wanted) => {
  const seedRun = openRun(FIXTURE);
  const parts = [...seedRun.parts()].filter(({ stage, observe }) => stage === 'measure' && observe === 'timing');
  const folder = join(mkdtempSync(join(tmpdir(), 'hslab-bench-')), 'large.hsrun');
  try {
    const file = { ...seedRun.file, run: { ...seedRun.file.run, name: `${wanted} handshakes` } };
    const writer = new RunWriter(folder, file);
    const figures = new RunFigures(file.arms);
    const arms = file.arms.length;
    const began = performance.now();
    let made = 0;
    // A thousand stretches of each real handshake, made once: what is timed is the writing and the summing up.
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
    const writeS = seconds(began);
    const stored = openRun(folder);
    const summing = performance.now();
    const document = documentOf(file, folder, figures, (block, position) => stored.rowsOf(block).find((row) => row.position === position) ?? null, { measured: made, warmup: 0 });
    const statisticsS = seconds(summing);
    keepResult(folder, document, figures);
    const opening = performance.now();
    const opened = openResult(folder);
    const openS = seconds(opening);
    const drilling = performance.now();
    const rows = openRun(folder).rowsOf(Math.floor(made / PER_BLOCK / 2)).length;
    tell('at size', {
      handshakes: made, writeS, perHandshakeUs: round((writeS * 1e6) / made, 1), statisticsS, openS, drillS: seconds(drilling), drillRows: rows,
      samplesMb: round(statSync(join(folder, 'samples.arrow')).size / 1e6, 0), resultKb: round(statSync(join(folder, 'result.json')).size / 1e3, 0), arms: opened.arms.length, rssMb: round(process.memoryUsage().rss / 1e6, 0),
    });
  } finally {
    rmSync(join(folder, '..'), { recursive: true, force: true });
  }
}, 1_800_000);
