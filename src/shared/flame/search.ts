/** Finds bars and messages of a flame by their names, in view or not. Pure. */
import type { PhaseId } from '../phases/tree.ts';
import type { FlameMessage } from '../result/document.ts';
import type { FlameData } from './data.ts';
import { barsOf, MERGE_BELOW, messageKey, type FlameLayout } from './layout.ts';
import { LEAST_VIEW, within, type Range } from './scale.ts';

/** The names that a person may type: in their language and in English. */
export interface FlameWords {
  phase(id: PhaseId): readonly string[];
  message(name: FlameMessage['name']): readonly string[];
}

/** What was found: a bar, of which a merged mark may stand for now, or a message; and where on the axis. */
export interface Hit extends Range {
  readonly key: string;
  readonly id: PhaseId | null;
}

/** All words must be in one of its names or in its id. In the order of the axis; null: nothing is looked for. */
export function searchFlame({ weight, client, server, messages }: FlameData, wanted: string, words: FlameWords): readonly Hit[] | null {
  const parts = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return null;
  const fits = (names: readonly string[]): boolean => names.some((name) => parts.every((part) => name.toLowerCase().includes(part)));
  const ordered = weight !== 'time';
  const bars = [...barsOf(client, 'client', ordered), ...barsOf(server, 'server', ordered)]
    .filter(({ phase: { id } }) => fits([id, ...words.phase(id)]))
    .map(({ key, phase: { id }, from, to }): Hit => ({ key, id, from, to }));
  const sent = (ordered ? [] : messages).flatMap((message, index): Hit[] =>
    fits(words.message(message.name)) ? [{ key: messageKey(message, index), id: null, from: message.sentNs, to: message.receivedNs ?? message.sentNs }] : []);
  return [...bars, ...sent].sort((a, b) => a.from - b.from);
}

/** Keys of what a layout shows of the hits; all else is dimmed. */
export function litIn({ rects, arrows }: Pick<FlameLayout, 'rects' | 'arrows'>, hits: readonly Hit[]): readonly string[] {
  const keys = new Set(hits.map(({ key }) => key));
  const ids = new Set(hits.map(({ id }) => id));
  return [...rects.filter(({ key, kind, ids: own }) => keys.has(key) || (kind === 'merged' && own.some((id) => ids.has(id)))), ...arrows.filter(({ key }) => keys.has(key))].map(({ key }) => key);
}

/** The hit after (or before) this one, round and round. */
export function nextHit(hits: readonly Hit[], from: string | null, back: boolean): Hit | null {
  const at = from === null ? -1 : hits.findIndex(({ key }) => key === from);
  if (at === -1) return (back ? hits.at(-1) : hits[0]) ?? null;
  return hits[(at + (back ? -1 : 1) + hits.length) % hits.length] ?? null;
}

/** A bar that is gone to takes this share of the view, where it was too narrow to be seen. */
const OPENED = 1 / 12;

/** The view in which a hit can be seen: the same one where it can be, else moved, opened or widened as little as need be. */
export function viewOf(hit: Hit, view: Range, whole: Range, plotPx: number): Range {
  const [own, span] = [hit.to - hit.from, view.to - view.from];
  const narrow = hit.id !== null && (own / span) * plotPx < MERGE_BELOW;
  if (!narrow && hit.from >= view.from && hit.to <= view.to) return view;
  const wanted = narrow ? Math.max(own / OPENED, (whole.to - whole.from) * LEAST_VIEW) : Math.max(span, own * 1.5);
  const size = Math.min(wanted, whole.to - whole.from);
  return within((hit.from + hit.to) / 2 - size / 2, size, whole);
}
