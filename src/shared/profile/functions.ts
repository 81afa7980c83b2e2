/** The functions of a profile, whoever called them, by what fell on themselves. */
import { identityOf } from './builder.ts';
import type { CallFrame } from './call-tree.ts';
import type { CallNode } from './nodes.ts';

export interface FunctionRow {
  readonly frame: CallFrame;
  readonly self: number;
  /** With all that it called; a function that calls itself counts once. */
  readonly total: number;
}

/** The costliest first; of equals the one with the larger total, then by name. */
export function topFunctions(root: CallNode): FunctionRow[] {
  const rows = new Map<string, { frame: CallFrame; self: number; total: number }>();
  const open = new Set<string>();
  const look = (node: CallNode): void => {
    const identity = node.frame ? identityOf(node.frame) : null;
    const outermost = identity !== null && !open.has(identity);
    if (node.frame && identity !== null) {
      const row = rows.get(identity) ?? { frame: node.frame, self: 0, total: 0 };
      rows.set(identity, row);
      row.self += node.self;
      if (outermost) {
        row.total += node.total;
        open.add(identity);
      }
    }
    for (const child of node.children) look(child);
    if (outermost) open.delete(identity);
  };
  look(root);
  return [...rows.values()].sort((a, b) => b.self - a.self || b.total - a.total || (identityOf(a.frame) < identityOf(b.frame) ? -1 : 1));
}
