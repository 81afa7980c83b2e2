/** The claims as they stand; asked anew when a run begins or ends. */
import { useCallback, useEffect, useState } from 'react';
import type { Response } from '../../../shared/ipc/contract.ts';
import { attempt, useApp } from '../../stores/app.ts';
import { useLive } from '../../stores/live.ts';
import { invoke, messageOf } from '../result/lab.ts';

export type Claims = Response<'claims:list'>;

export interface UseClaims {
  readonly claims: Claims | null;
  readonly problem: string | null;
  readonly again: () => void;
  readonly run: (ids: readonly string[]) => void;
  readonly stop: () => void;
}

export function useClaims(): UseClaims {
  const [claims, setClaims] = useState<Claims | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const moment = useLive(({ run }) => (run ? `${run.runId} ${run.ended !== null}` : ''));
  const again = useCallback(() => {
    invoke('claims:list', {}).then(
      (next) => {
        setClaims(next);
        setProblem(null);
      },
      (error: unknown) => setProblem(messageOf(error)),
    );
  }, []);
  useEffect(again, [again, moment]);
  return {
    claims,
    problem,
    again,
    run: (ids) => attempt(async () => {
      await invoke('claims:run', { ids: [...ids] });
      // The live view then knows no scenario that this window made.
      useApp.setState({ runningScenario: null });
      again();
    }),
    stop: () => attempt(async () => {
      await invoke('run:stop', {});
      again();
    }),
  };
}
