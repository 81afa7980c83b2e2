/** Call trees added to each other, and taken off. Stacks are the same where all their frames are. */
import { addTree, CallTreeBuilder } from './builder.ts';
import type { CallFrame, CallTree } from './call-tree.ts';

/** What several profiles of one unit saw together. */
export function merge(trees: readonly [CallTree, ...CallTree[]]): CallTree {
  const [{ unit }] = trees;
  const other = trees.find((tree) => tree.unit !== unit);
  if (other) throw new TypeError(`a profile in ${other.unit} cannot be added to one in ${unit}`);
  const builder = new CallTreeBuilder(unit, joined(trees.map(({ note }) => note)));
  for (const tree of trees) addTree(builder, tree);
  return builder.build();
}

/** What came on top of a base, stack by stack; where the base has more, nothing came. */
export function subtract(whole: CallTree, base: CallTree): CallTree {
  if (whole.unit !== base.unit) throw new TypeError(`a base in ${base.unit} cannot be taken off a profile in ${whole.unit}`);
  const builder = new CallTreeBuilder(whole.unit, whole.note);
  addTree(builder, whole);
  addTree(builder, base, -1);
  return trimmed(builder.build());
}

/** Without frames that no stack has. */
function trimmed(tree: CallTree): CallTree {
  const builder = new CallTreeBuilder(tree.unit, tree.note);
  for (const { frames, value } of tree.stacks) builder.add(frames.map((index) => builder.frame(tree.frames[index] as CallFrame)), value);
  return builder.build();
}

/** Each sentence once: profiles of the same kind say the same of themselves. */
function joined(notes: readonly (string | null)[]): string | null {
  const sentences = new Set(notes.flatMap((note) => note?.split(/(?<=[.!?]) /) ?? []));
  return sentences.size === 0 ? null : [...sentences].join(' ');
}

export const totalOf = (tree: CallTree): number => tree.stacks.reduce((sum, { value }) => sum + value, 0);
