/** The calls of a profile as nodes: a function below those that called it, with its own value and that of all below it. */
import { identityOf } from './builder.ts';
import type { CallFrame, CallTree } from './call-tree.ts';

export interface CallNode {
  /** Null for the root, which stands for all stacks. */
  readonly frame: CallFrame | null;
  readonly parent: CallNode | null;
  readonly depth: number;
  /** By name: a function stands at the same place in every profile, whatever it cost there. */
  readonly children: readonly CallNode[];
  /** What fell on the function itself, and on it with all that it called. */
  readonly self: number;
  readonly total: number;
}

interface Growing {
  identity: string;
  frame: CallFrame | null;
  parent: Growing | null;
  depth: number;
  children: Growing[];
  self: number;
  total: number;
}

export function callNodes(tree: CallTree): CallNode {
  const root: Growing = { identity: '', frame: null, parent: null, depth: 0, children: [], self: 0, total: 0 };
  const below = new Map<Growing, Map<string, Growing>>();
  const identities = tree.frames.map(identityOf);
  for (const { frames, value } of tree.stacks) {
    root.total += value;
    let node = root;
    for (const index of frames) {
      const known = below.get(node) ?? new Map<string, Growing>();
      below.set(node, known);
      const identity = identities[index] as string;
      let next = known.get(identity);
      if (!next) {
        next = { identity, frame: tree.frames[index] as CallFrame, parent: node, depth: node.depth + 1, children: [], self: 0, total: 0 };
        known.set(identity, next);
        node.children.push(next);
      }
      next.total += value;
      node = next;
    }
    node.self += value;
  }
  for (const node of below.keys()) node.children.sort(byName);
  return root;
}

/** By code units, not by a language's rules: the order is the same everywhere. */
const byName = (a: Growing, b: Growing): number => (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0);

/** The node and those above it, the root first. */
export function pathTo(node: CallNode): CallNode[] {
  const path: CallNode[] = [];
  for (let at: CallNode | null = node; at; at = at.parent) path.unshift(at);
  return path;
}

/** Calls a function for a node and all below it. */
export function visit(node: CallNode, each: (node: CallNode) => void): void {
  each(node);
  for (const child of node.children) visit(child, each);
}
