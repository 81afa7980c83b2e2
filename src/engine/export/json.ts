/** The result document, as docs/result.schema.json has it. */
import { basename } from 'node:path';
import type { ExportSource, Piece } from './piece.ts';

export function* toJson(source: ExportSource): Generator<Piece, void, void> {
  const document = source.document();
  // The folder's own name: where it lies is nobody's business who gets the file.
  yield { bytes: `${JSON.stringify({ ...document, run: { ...document.run, folder: basename(document.run.folder) } }, null, 1)}\n`, done: 1 };
}
