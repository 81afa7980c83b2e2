/** Functions by a part of their name or file. */
import type { CallFrame } from './call-tree.ts';
import type { CallNode } from './nodes.ts';

export interface Found {
  readonly nodes: ReadonlySet<CallNode>;
  /** What all of them are worth against everything; one below another counts once. */
  readonly share: number;
}

const matches = ({ name, file }: CallFrame, wanted: string): boolean => name.toLowerCase().includes(wanted) || (file?.toLowerCase().includes(wanted) ?? false);

/** Capitals do not matter. Null where nothing is looked for. */
export function searchCalls(root: CallNode, text: string): Found | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  const nodes = new Set<CallNode>();
  let worth = 0;
  const look = (node: CallNode, below: boolean): void => {
    const found = node.frame !== null && matches(node.frame, wanted);
    if (found) {
      nodes.add(node);
      if (!below) worth += node.total;
    }
    for (const child of node.children) look(child, below || found);
  };
  look(root, false);
  return { nodes, share: root.total > 0 ? worth / root.total : 0 };
}
