/** The arm that is looked at in a run: one for all tabs, kept while the person is elsewhere. */
import type { ResultDocument } from '../../../shared/result/document.ts';
import { looked, useLooked } from '../../stores/place.ts';

export function useArm({ run, arms }: Pick<ResultDocument, 'run' | 'arms'>): readonly [selected: number, select: (index: number) => void] {
  const chosen = useLooked((state) => state.runs[run.id]?.arm ?? null);
  const found = arms.findIndex(({ id }) => id === chosen);
  return [Math.max(0, found), (index) => looked(run.id, { arm: arms[index]?.id ?? null })];
}
