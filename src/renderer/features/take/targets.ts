/** What of a screen can be taken away: its tables and its charts, each with the name that stands over it. */
import type { TextTable } from '../../../shared/table-text.ts';

export interface Target {
  readonly kind: 'table' | 'chart';
  readonly element: HTMLElement | SVGSVGElement;
  readonly name: string;
}

const SELECTOR = 'table, svg[role="img"], svg[role="group"], canvas';
/** Smaller drawings are marks inside a text or a cell. */
const LEAST_PX = 60;

const text = (element: Element | null | undefined): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

function nameOf(element: Element): string {
  const own = element.querySelector(':scope > caption, :scope > title');
  const container = element.closest('figure, section, .pane, .screen');
  const heading = container?.querySelector('figcaption, h2, h3, h1');
  return text(own) || text(heading) || (element.getAttribute('aria-label') ?? '') || text(element.closest('.screen')?.querySelector('h1'));
}

export function targetOf(element: Element | null): Target | null {
  const found = element?.closest<HTMLElement | SVGSVGElement>(SELECTOR) ?? null;
  if (!found || !found.closest('.main') || found.closest('[data-stays]')) return null;
  const kind = found instanceof HTMLTableElement ? 'table' : 'chart';
  const { width, height } = found.getBoundingClientRect();
  if (width === 0 || height === 0 || (kind === 'chart' && (width < 2 * LEAST_PX || height < LEAST_PX))) return null;
  // A drawing inside a table belongs to its cell.
  return kind === 'chart' && found.closest('td, th') ? targetOf(found.closest('table')) : { kind, element: found, name: nameOf(found) };
}

/** All of the screen that is shown, in its order. */
export function targetsOnScreen(): Target[] {
  const all = [...document.querySelectorAll('.main :is(table, svg[role="img"], svg[role="group"], canvas)')].map(targetOf).filter((target) => target !== null);
  return all.filter(({ element }, index) => all.findIndex((other) => other.element === element) === index);
}

/** Cells as they are read: what is hidden from the eye is not in them. */
export function readTable(table: HTMLTableElement): TextTable {
  const rows = [...table.rows].filter((row) => row.offsetHeight > 0);
  return {
    heads: rows.filter((row) => row.parentElement instanceof HTMLTableSectionElement && row.parentElement.tagName === 'THEAD').length,
    rows: rows.map((row) => [...row.cells].flatMap((cell) => [cell.innerText.replace(/\s*\n\s*/g, ' · ').trim(), ...Array.from({ length: cell.colSpan - 1 }, () => '')])),
  };
}

/** A file name from a heading. */
export const fileName = (name: string, ending: string): string => `${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'handshake-lab'}.${ending}`;
