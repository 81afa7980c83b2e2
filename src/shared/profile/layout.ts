/** The call-stack flame as rows of boxes, the root on top; x and width are shares of the picture. Pure. */
import { pathTo, type CallNode } from './nodes.ts';

export interface CallBox {
  readonly node: CallNode;
  readonly x: number;
  readonly width: number;
  /** The row, 0 on top. */
  readonly depth: number;
  readonly self: number;
  readonly total: number;
  /** Above what is zoomed into: as wide as the picture, though the node is worth more. */
  readonly above: boolean;
}

export interface CallLayout {
  /** By depth; from left to right. */
  readonly rows: readonly (readonly CallBox[])[];
  /** Boxes too narrow to be drawn, with all below them. */
  readonly left: number;
}

/**
 * Lays out what is below `focus` across the whole width, and its callers above it.
 * @param leastShare boxes narrower than this are left out
 */
export function layoutCalls(focus: CallNode, leastShare = 0): CallLayout {
  const rows: CallBox[][] = pathTo(focus).slice(0, -1).map((node, depth) => [{ node, x: 0, width: 1, depth, self: node.self, total: node.total, above: true }]);
  let left = 0;
  const place = (node: CallNode, x: number, width: number): void => {
    (rows[node.depth] ??= []).push({ node, x, width, depth: node.depth, self: node.self, total: node.total, above: false });
    let at = x;
    for (const child of node.children) {
      const share = focus.total > 0 ? child.total / focus.total : 0;
      if (share < leastShare) left++;
      else place(child, at, share);
      at += share;
    }
  };
  place(focus, 0, 1);
  return { rows, left };
}

/** The box at a point: the row's, and x as a share. */
export function boxAt(layout: CallLayout, row: number, x: number): CallBox | null {
  const boxes = layout.rows[row] ?? [];
  // Few of thousands: halved until one is left.
  let [low, high] = [0, boxes.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((boxes[middle] as CallBox).x <= x) low = middle;
    else high = middle - 1;
  }
  const box = boxes[low];
  return box && x >= box.x && x < box.x + box.width ? box : null;
}

export type Step = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

/** Where a key leads from a box: to its caller, its costliest call, or the next box of its row. The same box where there is none. */
export function step(layout: CallLayout, from: CallNode | null, direction: Step): CallNode | null {
  const row = from ? layout.rows[from.depth] ?? [] : [];
  const index = row.findIndex(({ node }) => node === from);
  if (!from || index < 0) return layout.rows[0]?.[0]?.node ?? null;
  const boxOf = (position: number): CallNode => row[Math.min(Math.max(position, 0), row.length - 1)]?.node ?? from;
  switch (direction) {
    case 'up':
      return from.parent ?? from;
    case 'down':
      return costliest(layout.rows[from.depth + 1] ?? [], from) ?? from;
    case 'left':
      return boxOf(index - 1);
    case 'right':
      return boxOf(index + 1);
    case 'first':
      return boxOf(0);
    case 'last':
      return boxOf(row.length - 1);
  }
}

function costliest(row: readonly CallBox[], caller: CallNode): CallNode | null {
  return row.reduce<CallNode | null>((best, { node }) => (node.parent === caller && (best === null || node.total > best.total) ? node : best), null);
}
