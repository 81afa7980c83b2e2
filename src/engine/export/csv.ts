/** A run's handshakes as comma-separated values, RFC 4180: CRLF, quotes where they are needed, nothing where a value is not known. */
import { COLUMNS, type Cell } from './columns.ts';
import type { ExportSource, Piece } from './piece.ts';
import { rowsOf } from './table.ts';

const END = '\r\n';

/** An empty text is quoted, so that it is told from what is not known. */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function* toCsv(source: ExportSource): Generator<Piece, void, void> {
  yield { bytes: COLUMNS.map(({ name }) => csvCell(name)).join(',') + END, done: 0 };
  for (const { handshakes, done } of rowsOf(source)) yield { bytes: handshakes.map((handshake) => COLUMNS.map(({ value }) => csvCell(value(handshake))).join(',') + END).join(''), done };
}
