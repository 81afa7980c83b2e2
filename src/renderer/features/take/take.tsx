/** Takes a table or a chart away: as text into the clipboard, as a drawing or picture into a file. */
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { toMarkdown, toTsv } from '../../../shared/table-text.ts';
import { copyText } from '../flame/copy.ts';
import { invoke } from '../result/lab.ts';
import { pngOf, pngOfCanvas, svgFile } from './svg-file.ts';
import { fileName, readTable, type Target } from './targets.ts';
import { vectorOf } from './vectors.ts';

export const WAYS = ['tsv', 'markdown', 'svg', 'png'] as const;
export type Way = (typeof WAYS)[number];

/** What can be done with it; a canvas that knows no vectors gives a picture only. */
export function waysFor({ kind, element }: Target): Way[] {
  if (kind === 'table') return ['tsv', 'markdown'];
  return element instanceof HTMLCanvasElement && vectorOf(element) === null ? ['png'] : ['svg', 'png'];
}

/** Draws the vectors of a canvas beside it, out of sight but within its styles, for as long as they are read. */
function svgOfCanvas(canvas: HTMLCanvasElement, background: string): string | null {
  const vector = vectorOf(canvas);
  if (vector === null) return null;
  const place = document.createElement('div');
  place.className = 'visually-hidden';
  place.style.width = `${canvas.clientWidth}px`;
  canvas.parentElement?.append(place);
  const root = createRoot(place);
  try {
    flushSync(() => root.render(vector));
    const svg = place.querySelector('svg');
    return svg && svgFile(svg, background);
  } finally {
    root.unmount();
    place.remove();
  }
}

/** What became of it; null: the person cancelled. Throws where it cannot be done. */
export async function take({ element, name }: Target, way: Way): Promise<{ readonly path: string | null } | null> {
  if (element instanceof HTMLTableElement) {
    const table = readTable(element);
    if (!(await copyText(way === 'markdown' ? toMarkdown(table) : toTsv(table)))) throw new Error('The clipboard is not to be had');
    return { path: null };
  }
  const background = getComputedStyle(document.documentElement).getPropertyValue('--surface').trim();
  const svg = element instanceof HTMLCanvasElement ? svgOfCanvas(element, background) : svgFile(element as SVGSVGElement, background);
  const bytes = way === 'svg' && svg !== null ? new TextEncoder().encode(svg) : svg === null ? await pngOfCanvas(element as HTMLCanvasElement) : await pngOf(svg);
  const { path } = await invoke('file:save', { name: fileName(name, way), bytes });
  return path === null ? null : { path };
}
