/** A result as text for a terminal: the report's own blocks without their pictures. Pure, so that a terminal says what window and paper say. */
import type { ResultDocument } from '../result/document.ts';
import { plainText, type Language } from '../result/verdict-words.ts';
import { reportOf, type Block, type Cell, type Column } from './model.ts';
import { NONE, paddingOf } from './figures.ts';
import { WORDS } from './words.ts';

/** East Asian letters count two columns. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/gu;
const width = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);

const flat = (text: string): string => text.replaceAll('\n', ' ');
/** Figures below each other by their points, their intervals behind them. */
function columnTexts(cells: readonly (Cell | undefined)[]): string[] {
  const texts = cells.map((cell) => flat(cell?.text ?? ''));
  const figures = texts.filter((_, row) => cells[row]?.pm !== undefined);
  const most = Math.max(0, ...cells.map((cell) => width(cell?.pm ?? '')));
  return cells.map((cell, row) => {
    if (most === 0) return texts[row] as string;
    const padding = cell?.pm === undefined ? '' : paddingOf(texts[row] as string, figures).replace(/./g, ' ');
    return `${texts[row]}${padding} ${(cell?.pm ?? '').padStart(most)}`;
  });
}

function tableText(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  // A reason takes the rest of its row: it is said in a line of its own and widens no column.
  const plain = rows.filter((row) => row.every((cell) => cell.span === undefined));
  const texts = columns.map((_, column) => columnTexts(plain.map((row) => row[column])));
  const widths = columns.map(({ text }, column) => Math.max(width(text), ...(texts[column] ?? []).map(width)));
  const line = (cells: readonly string[]): string => cells.map((cell, column) => {
    const space = ' '.repeat(Math.max(0, (widths[column] as number) - width(cell)));
    return columns[column]?.number ? space + cell : cell + space;
  }).join('  ').trimEnd();
  const placeOf = new Map(plain.map((row, index) => [row, index]));
  const said = (row: readonly Cell[]): string => {
    const index = placeOf.get(row);
    if (index !== undefined) return line(texts.map((column) => column[index] ?? ''));
    const parts = row.map((cell) => flat(cell.text)).filter((text) => text !== '' && text !== NONE).join('  ');
    return row[0]?.text === '' ? `    ${parts}` : parts;
  };
  return [line(columns.map(({ text }) => text)), line(widths.map((one) => '─'.repeat(one))), ...rows.map(said)].join('\n');
}

function blockText(block: Block): string[] {
  switch (block.kind) {
    case 'verdict': return [plainText(block.parts), ...block.notices.map((notice) => `! ${notice}`), ...block.details.map((parts) => `- ${plainText(parts)}`)];
    case 'heading': return ['', block.text];
    case 'paragraph': return [block.text];
    case 'table': return [tableText(block.columns, block.rows)];
    default: return [];
  }
}

/** Head and foot are the terminal's own: what was run, and where it is kept. */
export function reportText(document: ResultDocument, language: Language): string {
  const words = WORDS[language];
  const intended = document.arms.some((arm) => arm.latencyFrom === 'intended');
  const firstByte = document.arms.some((arm) => arm.latencyTo === 'firstByte');
  const { blocks } = reportOf(document, { template: 'comparison', arm: null, language, title: '', author: '', notes: '', sections: ['verdict', 'arms', 'comparisons', 'cost', 'load', 'noise', 'wire'], paper: 'A4' });
  return [...blocks.flatMap(blockText), ...(intended ? ['', words.intended] : []), ...(firstByte ? ['', words.firstByte] : [])].join('\n');
}
