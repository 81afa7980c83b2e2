import { useCallback, useEffect, useState } from 'react';
import type { ResultDocument } from '../../../shared/result/document.ts';
import { invoke, messageOf } from './lab.ts';

export type Opened = { readonly state: 'none' } | { readonly state: 'opening' } | { readonly state: 'open'; readonly document: ResultDocument } | { readonly state: 'failed'; readonly message: string };

/** The last few results, so that going from a result to its report opens nothing twice. A finished run does not change. */
const kept = new Map<string, ResultDocument>();
const KEEP = 4;

/** Forgets a result whose run was renamed or replaced. */
export const forgetResult = (run: string): void => void kept.delete(run);

export function useResult(run: string | null): { readonly opened: Opened; readonly again: () => void } {
  const [found, setFound] = useState<{ readonly run: string; readonly opened: Opened } | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (run === null || kept.has(run)) return undefined;
    let gone = false;
    setFound({ run, opened: { state: 'opening' } });
    invoke('run:open', { run }).then(
      (document) => {
        kept.set(run, document);
        for (const [oldest] of [...kept].slice(0, Math.max(0, kept.size - KEEP))) kept.delete(oldest);
        if (!gone) setFound({ run, opened: { state: 'open', document } });
      },
      (error: unknown) => {
        if (!gone) setFound({ run, opened: { state: 'failed', message: messageOf(error) } });
      },
    );
    return () => {
      gone = true;
    };
  }, [run, attempt]);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  if (run === null) return { opened: { state: 'none' }, again };
  const ready = kept.get(run);
  if (ready) return { opened: { state: 'open', document: ready }, again };
  return { opened: found?.run === run ? found.opened : { state: 'opening' }, again };
}
