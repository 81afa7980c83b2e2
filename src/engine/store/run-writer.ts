/**
 * Writes a run folder as the run goes. Each finished block is in the journal before the next one starts; batches of
 * blocks move on to the Arrow files, and the journal starts anew. So a process that is killed loses no finished block.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasuredBlock } from '../result/measured.ts';
import { ArrowAppender } from './arrow-file.ts';
import { journalBytes, type BlockRecord } from './block-record.ts';
import { BLOCK_SCHEMA, blocksToBatch } from './block-table.ts';
import { FILES, type RunFile } from './format.ts';
import { INDEX_SCHEMA, indexToBatch } from './sample-index.ts';
import { SAMPLE_SCHEMA, toBatch } from './sample-table.ts';

const BATCH_HANDSHAKES = 4_096;

/** Writes a file of the run as a whole: readers see the old one or the new one. */
export function writeWhole(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

export const writeRunFile = (folder: string, file: RunFile): void => writeWhole(folder, FILES.run, `${JSON.stringify(file, null, 1)}\n`);

export class RunWriter {
  readonly #samples: ArrowAppender;
  readonly #blocks: ArrowAppender;
  readonly #index: ArrowAppender;
  readonly #journal: number;
  #pending: MeasuredBlock[] = [];
  #pendingHandshakes = 0;

  /** Makes the folder and its files; throws if the disk refuses. */
  constructor(readonly folder: string, file: RunFile) {
    mkdirSync(folder, { recursive: true });
    writeRunFile(folder, file);
    this.#samples = new ArrowAppender(join(folder, FILES.samples), SAMPLE_SCHEMA);
    this.#blocks = new ArrowAppender(join(folder, FILES.blocks), BLOCK_SCHEMA);
    this.#index = new ArrowAppender(join(folder, FILES.index), INDEX_SCHEMA);
    this.#journal = openSync(join(folder, FILES.journal), 'a');
  }

  /** `raw`: the record's frames as they came. */
  addBlock(record: BlockRecord, raw: readonly Uint8Array[], measured: MeasuredBlock): void {
    writeSync(this.#journal, journalBytes(record, raw));
    this.#pending.push(measured);
    this.#pendingHandshakes += measured.rows.length;
    if (this.#pendingHandshakes >= BATCH_HANDSHAKES) this.flush();
  }

  /** Moves what the journal holds to the Arrow files. */
  flush(): void {
    const [first] = this.#pending;
    const last = this.#pending.at(-1);
    if (!first || !last) return;
    const rows = this.#pending.flatMap(({ rows: own, block, round, arm, observe, stage }) => own.map((row) => ({ ...row, block, round, arm, observe, stage })));
    const place = this.#samples.append(toBatch(rows));
    this.#blocks.append(blocksToBatch(this.#pending));
    this.#index.append(indexToBatch([{ ...place, firstBlock: first.block, lastBlock: last.block, rows: rows.length }]));
    ftruncateSync(this.#journal);
    this.#pending = [];
    this.#pendingHandshakes = 0;
  }

  /** The run is over: everything in its place, no journal left. */
  finish(file: RunFile): void {
    this.flush();
    this.#samples.close();
    this.#blocks.close();
    this.#index.close();
    closeSync(this.#journal);
    writeRunFile(this.folder, file);
    rmSync(join(this.folder, FILES.journal));
  }
}
