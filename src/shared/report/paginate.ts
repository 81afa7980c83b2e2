/** Blocks of known height → pages, by the rules of the printed page, for the preview. Pure. The PDF itself is broken by Chromium under the same rules. */

export type Unit =
  | { readonly kind: 'whole'; readonly height: number; /** A heading stays with what follows it. */ readonly keepWithNext: boolean }
  /** Breaks between rows only: the head is said again, the foot (a caption) stays with the last row. */
  | { readonly kind: 'rows'; readonly head: number; readonly rows: readonly number[]; readonly foot: number; /** Rows that stay with the one before them. */ readonly joined?: ReadonlySet<number> };

export interface Fragment {
  /** Index of the unit. */
  readonly unit: number;
  /** Rows from … to (not included); null for a whole unit. */
  readonly rows: readonly [number, number] | null;
  /** Whether the foot is drawn here. */
  readonly foot: boolean;
}

/** The least of a table that may stand under a heading: its head and three rows. */
const ROWS_UNDER_HEADING = 3;

const leastOf = (unit: Unit): number => {
  if (unit.kind === 'whole') return unit.height;
  const few = unit.rows.slice(0, ROWS_UNDER_HEADING).reduce((sum, row) => sum + row, unit.head);
  return unit.rows.length <= ROWS_UNDER_HEADING ? few + unit.foot : few;
};

export function paginate(units: readonly Unit[], pageHeight: number): Fragment[][] {
  const pages: Fragment[][] = [[]];
  let left = pageHeight;
  const turn = (): void => {
    if ((pages.at(-1) as Fragment[]).length === 0) return;
    pages.push([]);
    left = pageHeight;
  };
  const put = (fragment: Fragment, height: number): void => {
    (pages.at(-1) as Fragment[]).push(fragment);
    left -= height;
  };
  units.forEach((unit, index) => {
    // A run of headings needs room for what follows the last of them.
    let need = leastOf(unit);
    for (let at = index, next = units[at + 1]; units[at]?.kind === 'whole' && (units[at] as { keepWithNext: boolean }).keepWithNext && next; next = units[++at + 1]) need += leastOf(next);
    if (need > left) turn();
    if (unit.kind === 'whole') {
      put({ unit: index, rows: null, foot: false }, unit.height);
      return;
    }
    let from = 0;
    while (from < unit.rows.length) {
      let to = from;
      let height = unit.head;
      while (to < unit.rows.length) {
        const row = (unit.rows[to] as number) + (to === unit.rows.length - 1 ? unit.foot : 0);
        if (height + row > left && to > from) break;
        height += row;
        to++;
      }
      // Back to where a row begins that may stand first on a page; one that is joined throughout breaks where it must.
      let whole = to;
      while (whole < unit.rows.length && whole > from && unit.joined?.has(whole)) whole--;
      if (whole > from && whole < to) {
        for (let row = whole; row < to; row++) height -= unit.rows[row] as number;
        to = whole;
      }
      put({ unit: index, rows: [from, to], foot: to === unit.rows.length }, height);
      from = to;
      if (from < unit.rows.length) turn();
    }
  });
  return pages.filter((page) => page.length > 0);
}
