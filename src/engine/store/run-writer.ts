/**
 * Writes a run folder as the run goes. Each finished block is in the journal before the next one starts; batches of
 * blocks move on to the Arrow files, and the journal starts anew. So a process that is killed loses no finished block.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { joinBlock } from '../run/join.ts';
import { ArrowAppender } from './arrow-file.ts';
import { journalBytes, type BlockRecord } from './block-record.ts';
import { BLOCK_SCHEMA, blocksToBatch, storedBlock } from './block-table.ts';
import { FILES, type RunFile } from './format.ts';
import { SAMPLE_SCHEMA, toBatch } from './sample-table.ts';

const BATCH_HANDSHAKES = 4_096;

export function writeRunFile(folder: string, file: RunFile): void {
  const path = join(folder, FILES.run);
  writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 1)}\n`);
  renameSync(`${path}.new`, path);
}

export class RunWriter {
  readonly #samples: ArrowAppender;
  readonly #blocks: ArrowAppender;
  readonly #journal: number;
  #pending: BlockRecord[] = [];
  #pendingHandshakes = 0;

  /** Makes the folder and its files; throws if the disk refuses. */
  constructor(readonly folder: string, file: RunFile) {
    mkdirSync(folder, { recursive: true });
    writeRunFile(folder, file);
    this.#samples = new ArrowAppender(join(folder, FILES.samples), SAMPLE_SCHEMA);
    this.#blocks = new ArrowAppender(join(folder, FILES.blocks), BLOCK_SCHEMA);
    this.#journal = openSync(join(folder, FILES.journal), 'a');
  }

  addBlock(record: BlockRecord, raw: readonly Uint8Array[]): void {
    writeSync(this.#journal, journalBytes(record, raw));
    this.#pending.push(record);
    this.#pendingHandshakes += record.client.done.handshakes;
    if (this.#pendingHandshakes >= BATCH_HANDSHAKES) this.flush();
  }

  /** Moves what the journal holds to the Arrow files. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const rows = this.#pending.flatMap((record) => joinBlock(record).map((row) => ({ ...row, block: record.block, round: record.round, arm: record.arm, observe: record.observe, warmup: record.warmup })));
    this.#samples.append(toBatch(rows));
    this.#blocks.append(blocksToBatch(this.#pending.map(storedBlock)));
    ftruncateSync(this.#journal);
    this.#pending = [];
    this.#pendingHandshakes = 0;
  }

  /** The run is over: everything in its place, no journal left. */
  finish(file: RunFile): void {
    this.flush();
    this.#samples.close();
    this.#blocks.close();
    closeSync(this.#journal);
    writeRunFile(this.folder, file);
    rmSync(join(this.folder, FILES.journal));
  }
}
