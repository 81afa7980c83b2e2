/** Columns, cells and tables of facts. Pure. */
import type { Block, Cell, Column } from './block.ts';
import { inUnit, NONE, plusMinus, rounded, type Unit } from './figures.ts';
import type { Allocations } from '../result/document.ts';

export type Interval = readonly [number, number] | null;

export const armName = (id: string): string => id.replace('→', ' → ');

export const column = (text: string, number = true): Column => ({ text, number });

export const nothing: Cell = { text: NONE, tone: 'dim' };

export const figure = (value: number | null, unit: Unit, tone?: Cell['tone']): Cell => {
  const text = inUnit(value, unit);
  return text === NONE ? nothing : tone ? { text, tone } : { text };
};

/** A figure to the place of its interval, with half of it behind. */
export function estimate(value: number | null, ci: Interval, unit: Unit, tone?: Cell['tone']): Cell {
  const text = rounded(value, ci, unit);
  const pm = plusMinus(value, ci);
  return text === NONE ? nothing : { text, ...(pm === null ? {} : { pm }), ...(tone ? { tone } : {}) };
}

/** What a runtime allocated; ≈ where it can only estimate. */
export function estimated(allocations: Allocations | null, what: 'bytes' | 'objects', unit: Unit): Cell {
  const cell = figure(allocations?.[what] ?? null, unit);
  return allocations && !allocations.exact && cell.text !== NONE ? { text: `≈\u00a0${cell.text}` } : cell;
}

/** A row that goes on with what the one above it says: a reason that takes the row. */
export const goesOn = ([first, ...rest]: readonly Cell[]): boolean => first !== undefined && (first.span !== undefined || (first.text === '' && rest.some((cell) => cell.span !== undefined)));

/** A table of facts under a heading; nothing where there is no row. */
export const facts = (heading: string, head: readonly string[], rows: readonly (readonly string[])[], caption: string, figures: boolean): Block[] =>
  rows.length === 0 ? [] : [{ kind: 'heading', text: heading }, { kind: 'table', columns: head.map((name, index) => column(name, figures && index > 0)), rows: rows.map((cells) => cells.map((text, index): Cell => (index === 0 ? { text, tone: 'strong' } : { text }))), caption }];
