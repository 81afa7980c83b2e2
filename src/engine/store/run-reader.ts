/** Opens a run folder: finished, or cut short and salvaged. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors.ts';
import { joinBlock } from '../run/join.ts';
import { readBatches } from './arrow-file.ts';
import { readJournal } from './block-record.ts';
import { blocksFromBatch, storedBlock, type StoredBlock } from './block-table.ts';
import { FILES, parseRunFile, type RunFile } from './format.ts';
import { fromBatch, type StoredRow } from './sample-table.ts';

const MAX_RUN_JSON = 64 * 1024 * 1024;

export interface StoredRun {
  readonly folder: string;
  readonly file: RunFile;
  readonly blocks: readonly StoredBlock[];
  /** All rows, in the order in which they were measured. Reads the batches anew at each call. */
  rows(): Generator<StoredRow, void, void>;
}

export function readRunFile(folder: string): RunFile {
  const path = join(folder, FILES.run);
  if (!existsSync(path)) throw new LabError('not-found', `${folder} is no run: it has no ${FILES.run}`);
  const text = readFileSync(path, 'utf8');
  if (text.length > MAX_RUN_JSON) throw new LabError('bad-run', `${path} is larger than ${MAX_RUN_JSON} bytes`);
  return parseRunFile(text, path);
}

export function openRun(folder: string): StoredRun {
  const file = readRunFile(folder);
  try {
    const batches = readBatches(join(folder, FILES.samples));
    const blocks = readBatches(join(folder, FILES.blocks)).flatMap((batch) => [...blocksFromBatch(batch)]);
    // Killed between an append and the journal's truncation, the journal repeats blocks that the Arrow files have.
    const last = batches.length === 0 ? -1 : Math.max(...batches.map((batch) => (batch.getChild('block')?.get(batch.numRows - 1) as number | null) ?? -1));
    const journal = join(folder, FILES.journal);
    const records = existsSync(journal) ? readJournal(readFileSync(journal)) : [];
    const salvaged = records.filter((record) => record.block > last);
    const have = new Set(blocks.map((block) => block.block));
    return {
      folder,
      file,
      blocks: [...blocks, ...records.filter((record) => !have.has(record.block)).map(storedBlock)],
      *rows() {
        for (const batch of batches) yield* fromBatch(batch);
        for (const record of salvaged) {
          for (const row of joinBlock(record)) yield { ...row, block: record.block, round: record.round, arm: record.arm, observe: record.observe, warmup: record.warmup };
        }
      },
    };
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('bad-run', `${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
