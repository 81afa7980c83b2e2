/** Runs and arms by the words that people use for them. */
import type { Selected } from '../shared/compare/compare.ts';
import type { ResultDocument } from '../shared/result/document.ts';
import { LabError } from './errors.ts';

/** An arm by its id or a part of it that no other arm has. */
export function armNamed(result: ResultDocument, text: string): string {
  const ids = result.arms.map(({ id }) => id);
  const found = ids.includes(text) ? [text] : ids.filter((id) => id.includes(text));
  if (found.length === 1) return found[0] as string;
  const what = found.length === 0 ? `has no arm "${text}"` : `has ${found.length} arms with "${text}"`;
  throw new LabError('not-found', `The run ${result.run.id} ${what}; its arms are ${ids.join(', ')}`);
}

/** `RUN` or `RUN:ARM`; the part after the last colon is an arm only if what is before it is a run. */
export function select(text: string, open: (run: string) => ResultDocument): Selected {
  try {
    return { result: open(text), arm: null };
  } catch (error) {
    const colon = text.lastIndexOf(':');
    if (colon <= 0) throw error;
    const result = open(text.slice(0, colon));
    return { result, arm: armNamed(result, text.slice(colon + 1)) };
  }
}
