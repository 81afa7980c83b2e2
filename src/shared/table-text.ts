/** A table as text for other programs. Pure. */

/** Rows of cells as they are read; the first `heads` rows are the table's head. */
export interface TextTable {
  readonly heads: number;
  readonly rows: readonly (readonly string[])[];
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** `1 096` with no-break spaces, `−3`: figures that a spreadsheet would take for text. */
const FIGURE = /^[−+-]?\d{1,3}(?:[\u00a0 ]\d{3})*(?:\.\d+)?$/;
const plainFigure = (text: string): string => (FIGURE.test(text) ? text.replace(/[\u00a0 ]/g, '').replace('−', '-') : text);

/** Tab-separated: no tab or line end is left in a cell; figures without a unit are plain numbers. */
export const toTsv = ({ rows }: TextTable): string => rows.map((cells) => cells.map((cell) => plainFigure(cell.trim()).replace(/[\t\r\n\u00a0]+/g, ' ').trim()).join('\t')).join('\n');

/** A table of GitHub's Markdown: pipes escaped, columns of figures to the right. */
export function toMarkdown({ heads, rows }: TextTable): string {
  const width = Math.max(0, ...rows.map((cells) => cells.length));
  const full = rows.map((cells) => Array.from({ length: width }, (_, index) => clean(cells[index] ?? '').replaceAll('|', '\\|')));
  // Markdown has one row of heads: further ones are joined to it.
  const head = Array.from({ length: width }, (_, index) => full.slice(0, heads).map((cells) => cells[index]).filter(Boolean).join(' '));
  const body = full.slice(heads);
  const isFigures = (index: number): boolean => body.some((cells) => /\d/.test(cells[index] ?? '')) && body.every((cells) => /^([−+±\-—<≥]?\s?\d[\d\s.…]*.{0,6}|—|)$/.test(cells[index] ?? ''));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (isFigures(index) ? '--:' : '---'))), ...body.map(line)].join('\n');
}
