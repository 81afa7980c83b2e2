/** What writers give: a file's bytes in order, piece by piece, so that a run of ten million handshakes never stands in memory. */
import type { ExportId } from '../../shared/export.ts';
import type { ResultDocument } from '../../shared/result/document.ts';
import type { StoredRun } from '../store/run-reader.ts';

export interface Piece {
  readonly bytes: Uint8Array | string;
  /** How much of the whole is done with it, from 0 to 1. */
  readonly done: number;
}

/** A run to be written; what a writer does not ask for is not read. */
export interface ExportSource {
  readonly folder: string;
  /** The arm to write alone; null: all. */
  readonly arm: string | null;
  document(): ResultDocument;
  stored(): StoredRun;
}

export type Writer = (source: ExportSource) => Iterable<Piece>;
export type Writers = Readonly<Record<ExportId, Writer>>;

/** Whether an arm is among those that are written. */
export const isWanted = ({ arm }: Pick<ExportSource, 'arm'>, id: string): boolean => arm === null || arm === id;

/** JSON text of a list, one element at a time, in brackets. */
export function* jsonList(elements: Iterable<unknown>): Generator<string, void, void> {
  let before = '[';
  for (const element of elements) {
    yield `${before}\n${JSON.stringify(element)}`;
    before = ',';
  }
  yield before === '[' ? '[]' : '\n]';
}
