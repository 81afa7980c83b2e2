/** A run of ten million handshakes: written, summed up, opened and drilled into. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { keepResult, openResult } from '../../src/engine/result/kept.ts';
import { openRun } from '../../src/engine/store/run-reader.ts';
import { PER_BLOCK, writeLargeRun } from './large-run.ts';
import { round, tell } from './tell.ts';

const SIZES = (process.env['HSLAB_BENCH_SAMPLES'] ?? '1000000,10000000').split(',').map(Number);

const seconds = (from: number): number => round((performance.now() - from) / 1000, 3);

it.each(SIZES)('%i handshakes', (wanted) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'hslab-bench-')), 'large.hsrun');
  try {
    const { made, writeMs, figures, document } = writeLargeRun(folder, wanted);
    const writeS = round(writeMs / 1000, 3);
    const summing = performance.now();
    const summed = document();
    const statisticsS = seconds(summing);
    keepResult(folder, summed, figures);
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
