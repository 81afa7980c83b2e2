/** Opens a run folder: finished, or cut short and salvaged. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors.ts';
import type { StoredPart } from '../result/measured.ts';
import { isComplete, latencyNs } from '../result/handshake.ts';
import { joinBlock, type JoinedRow } from '../run/join.ts';
import { isTiming } from '../run/stage.ts';
import { ArrowPages, readBatches } from './arrow-file.ts';
import { readJournal, type BlockRecord } from './block-record.ts';
import { blocksFromBatch, storedBlock, type StoredBlock } from './block-table.ts';
import { FILES, parseRunFile, type RunFile } from './format.ts';
import { indexFromBatch, type BatchPlace } from './sample-index.ts';
import { fromBatch, takenFromBatch, type StoredRow, type Taken } from './sample-table.ts';

const MAX_RUN_JSON = 64 * 1024 * 1024;

export interface StoredRun {
  readonly folder: string;
  readonly file: RunFile;
  readonly blocks: readonly StoredBlock[];
  /** All blocks with their rows, in the order in which they were measured. Reads the batches anew at each call, one at a time. */
  parts(): Generator<StoredPart, void, void>;
  /** All rows, in that order. */
  rows(): Generator<StoredRow, void, void>;
  /** The rows of one block; empty where there is none of that number. */
  rowsOf(block: number): readonly StoredRow[];
  /** The handshakes that figures are made of, one page at a time. */
  taken(): Generator<readonly Taken[], void, void>;
  /** The rows of these handshakes, in no order. Each page is read once. */
  pick(places: readonly RowPlace[]): StoredRow[];
}

export function readRunFile(folder: string): RunFile {
  const path = join(folder, FILES.run);
  if (!existsSync(path)) throw new LabError('not-found', `${folder} is no run: it has no ${FILES.run}`);
  const text = readFileSync(path, 'utf8');
  if (text.length > MAX_RUN_JSON) throw new LabError('bad-run', `${path} is larger than ${MAX_RUN_JSON} bytes`);
  return parseRunFile(text, path);
}

/** A handshake by its block and its place in it. */
export interface RowPlace {
  readonly block: number;
  readonly position: number;
}

/** Runs of blocks, wherever they are kept. */
interface Page {
  readonly firstBlock: number;
  readonly lastBlock: number;
  rows(wanted?: (block: number, position: number) => boolean): Iterable<StoredRow>;
  taken(): Iterable<Taken>;
}

function indexedPages(folder: string, places: readonly BatchPlace[]): Page[] {
  const pages = new ArrowPages(join(folder, FILES.samples));
  return places.map(({ offset, bytes, firstBlock, lastBlock }) => ({
    firstBlock,
    lastBlock,
    rows: (wanted) => {
      const batch = pages.batch(offset, bytes);
      return batch ? fromBatch(batch, wanted) : [];
    },
    taken: () => {
      const batch = pages.batch(offset, bytes);
      return batch ? takenFromBatch(batch) : [];
    },
  }));
}

/** Runs of format 1 have no index: all their batches are read. */
function scannedPages(folder: string): Page[] {
  return readBatches(join(folder, FILES.samples)).filter((batch) => batch.numRows > 0).map((batch) => {
    const block = (row: number): number => (batch.getChild('block')?.get(row) as number | null) ?? -1;
    return { firstBlock: block(0), lastBlock: block(batch.numRows - 1), rows: (wanted) => fromBatch(batch, wanted), taken: () => takenFromBatch(batch) };
  });
}

function journalPage(record: BlockRecord): Page {
  const { block, round, arm, observe, stage } = record;
  const rows = (wanted: (block: number, position: number) => boolean = () => true): StoredRow[] => joinBlock(record).filter(({ position }) => wanted(block, position)).map((row: JoinedRow) => ({ ...row, block, round, arm, observe, stage }));
  return {
    firstBlock: block,
    lastBlock: block,
    rows,
    taken: () => rows().filter((row) => row.quantity === 'ns' && row.client !== null && isTiming(row)).map((row) => ({ arm, round, block, position: row.position, latencyNs: isComplete(row) ? latencyNs(row) : NaN })),
  };
}

export function openRun(folder: string): StoredRun {
  const file = readRunFile(folder);
  try {
    const blocks = readBatches(join(folder, FILES.blocks)).flatMap((batch) => [...blocksFromBatch(batch)]);
    const index = join(folder, FILES.index);
    const pages = existsSync(index) ? indexedPages(folder, readBatches(index).flatMap((batch) => [...indexFromBatch(batch)])) : scannedPages(folder);
    // Killed between an append and the journal's truncation, the journal repeats blocks that the Arrow files have.
    const last = Math.max(-1, ...pages.map(({ lastBlock }) => lastBlock));
    const journal = join(folder, FILES.journal);
    const records = existsSync(journal) ? readJournal(readFileSync(journal)) : [];
    pages.push(...records.filter((record) => record.block > last).map(journalPage));
    const have = new Set(blocks.map((block) => block.block));
    const all = [...blocks, ...records.filter((record) => !have.has(record.block)).map(storedBlock)];
    const byNumber = new Map(all.map((block) => [block.block, block]));
    return {
      folder,
      file,
      blocks: all,
      *parts() {
        for (const page of pages) {
          const rows = new Map<number, StoredRow[]>();
          for (const row of page.rows()) {
            const own = rows.get(row.block);
            if (own) own.push(row);
            else rows.set(row.block, [row]);
          }
          // A block of which no side told a row is still a block.
          for (let number = page.firstBlock; number <= page.lastBlock; number++) {
            const block = byNumber.get(number);
            if (block) yield { ...block, rows: rows.get(number) ?? [] };
          }
        }
      },
      *rows() {
        for (const page of pages) yield* page.rows();
      },
      rowsOf(block) {
        const page = pages.find(({ firstBlock, lastBlock }) => firstBlock <= block && block <= lastBlock);
        return page ? [...page.rows((number) => number === block)] : [];
      },
      *taken() {
        for (const page of pages) yield [...page.taken()];
      },
      pick(places) {
        const wanted = new Map<number, Set<number>>();
        for (const { block, position } of places) wanted.set(block, (wanted.get(block) ?? new Set()).add(position));
        const blocks = [...wanted.keys()];
        return pages.filter(({ firstBlock, lastBlock }) => blocks.some((block) => firstBlock <= block && block <= lastBlock)).flatMap((page) => [...page.rows((block, position) => wanted.get(block)?.has(position) === true)]);
      },
    };
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('bad-run', `${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
