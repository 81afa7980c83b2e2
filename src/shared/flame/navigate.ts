/** What lies under a point of a flame, and where the keys lead from a bar. Pure. */
import type { Arrow, FlameLayout, Rect } from './layout.ts';

/** Bars narrower than this still catch the pointer. */
const REACH = 2;

export type Target = { readonly kind: 'bar'; readonly rect: Rect } | { readonly kind: 'message'; readonly arrow: Arrow };

export const keyOf = (target: Target): string => (target.kind === 'bar' ? target.rect.key : target.arrow.key);

export function targetOf(layout: FlameLayout, key: string | null): Target | null {
  if (key === null) return null;
  const rect = layout.rects.find((one) => one.key === key);
  if (rect) return { kind: 'bar', rect };
  const arrow = layout.arrows.find((one) => one.key === key);
  return arrow ? { kind: 'message', arrow } : null;
}

export function hit(layout: FlameLayout, x: number, y: number): Target | null {
  if (x < layout.left || x > layout.right) return null;
  const inRow = layout.rects.filter((rect) => y >= rect.y && y < rect.y + rect.height);
  const exact = inRow.find((rect) => x >= rect.x && x <= rect.x + rect.width);
  const near = exact ?? inRow.find((rect) => x >= rect.x - REACH && x <= rect.x + rect.width + REACH);
  if (near) return { kind: 'bar', rect: near };
  if (y < layout.laneTop || y > layout.laneBottom) return null;
  const arrow = layout.arrows.find((one) => {
    const along = one.y2 === one.y1 ? 0 : (y - one.y1) / (one.y2 - one.y1);
    const onShaft = along >= 0 && along <= 1 && Math.abs(x - (one.x1 + (one.x2 - one.x1) * along)) <= 5;
    const label = one.lines.some((line) => (line.align === 'left' ? x >= line.x - 2 && x <= line.x + 90 : x <= line.x + 2 && x >= line.x - 90) && Math.abs(y - line.y + 4) <= 8);
    return onShaft || label;
  });
  return arrow ? { kind: 'message', arrow } : null;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Client levels from the top down, the lane, then server levels: the rows that the arrow keys walk. */
function rowsOf(layout: FlameLayout): Target[][] {
  const rows = new Map<number, Target[]>();
  for (const rect of layout.rects) {
    const at = rect.side === 'client' ? -1 - rect.level : 1 + rect.level;
    rows.set(at, [...(rows.get(at) ?? []), { kind: 'bar', rect }]);
  }
  if (layout.arrows.length > 0) rows.set(0, layout.arrows.map((arrow) => ({ kind: 'message', arrow })));
  return [...rows].sort(([a], [b]) => a - b).map(([, targets]) => targets.sort((a, b) => middle(a) - middle(b)));
}

const middle = (target: Target): number => (target.kind === 'bar' ? target.rect.x + target.rect.width / 2 : (target.arrow.x1 + target.arrow.x2) / 2);

/** The first bar is the client's first, next to the lane. */
export function step(layout: FlameLayout, key: string | null, direction: Direction): string | null {
  const rows = rowsOf(layout);
  const current = targetOf(layout, key);
  const rowIndex = current ? rows.findIndex((row) => row.some((target) => keyOf(target) === key)) : -1;
  const row = rows[rowIndex];
  if (!current || !row) {
    const first = layout.rects.find((rect) => rect.side === 'client' && rect.level === 0) ?? layout.rects[0];
    return first?.key ?? null;
  }
  if (direction === 'left' || direction === 'right') {
    const at = row.findIndex((target) => keyOf(target) === key) + (direction === 'left' ? -1 : 1);
    const next = row[Math.min(Math.max(at, 0), row.length - 1)];
    return next ? keyOf(next) : key;
  }
  const next = rows[rowIndex + (direction === 'up' ? -1 : 1)];
  if (!next) return key;
  const here = middle(current);
  const over = next.find((target) => target.kind === 'bar' && target.rect.x <= here && target.rect.x + target.rect.width >= here);
  const nearest = over ?? next.reduce((best, target) => (Math.abs(middle(target) - here) < Math.abs(middle(best) - here) ? target : best));
  return keyOf(nearest);
}
