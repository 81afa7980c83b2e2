/** Canvases that can also draw themselves as vectors. */
import type { ReactElement } from 'react';

const vectors = new WeakMap<Element, () => ReactElement | null>();

export const vectorOf = (canvas: Element): ReactElement | null => vectors.get(canvas)?.() ?? null;
/** `draw` is called when the person asks for the file. */
export function offerVector(canvas: Element | null, draw: () => ReactElement | null): void {
  if (canvas) vectors.set(canvas, draw);
}
