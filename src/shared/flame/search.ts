/** Finds bars and messages of a flame by their names. Pure. */
import type { PhaseId } from '../phases/tree.ts';
import type { FlameMessage } from '../result/document.ts';
import type { FlameLayout } from './layout.ts';

/** The names that a person may type: in their language and in English. */
export interface FlameWords {
  phase(id: PhaseId): readonly string[];
  message(name: FlameMessage['name']): readonly string[];
}

/** Keys of what fits, from the left; all words must be in one of its names or in its id. Null: nothing is looked for. */
export function searchFlame({ rects, arrows }: Pick<FlameLayout, 'rects' | 'arrows'>, wanted: string, words: FlameWords): readonly string[] | null {
  const parts = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return null;
  const fits = (names: readonly string[]): boolean => names.some((name) => parts.every((part) => name.toLowerCase().includes(part)));
  const found = [
    ...rects.filter(({ ids }) => ids.some((id) => fits([id, ...words.phase(id)]))).map(({ key, x }) => ({ key, x })),
    ...arrows.filter(({ message }) => fits(words.message(message.name))).map(({ key, x1 }) => ({ key, x: x1 })),
  ];
  return found.sort((a, b) => a.x - b.x).map(({ key }) => key);
}

/** The hit after (or before) this one, round and round. */
export function nextHit(hits: readonly string[], from: string | null, back: boolean): string | null {
  if (hits.length === 0) return null;
  const at = from === null ? -1 : hits.indexOf(from);
  if (at === -1) return (back ? hits.at(-1) : hits[0]) ?? null;
  return hits[(at + (back ? -1 : 1) + hits.length) % hits.length] ?? null;
}
