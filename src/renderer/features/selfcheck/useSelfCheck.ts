/** The self-check's state: asked for twice a second while one is under way, and else once. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Response } from '../../../shared/ipc/contract.ts';
import { invoke, messageOf } from '../result/lab.ts';

const POLL_MS = 500;
type State = Response<'selfcheck:state'>;

export function useSelfCheck(): { readonly state: State | null; readonly refusal: string | null; readonly start: (seconds: number) => void; readonly stop: () => void } {
  const [state, setState] = useState<State | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const shown = useRef(true);

  const ask = useCallback(async () => {
    const next = await invoke('selfcheck:state', {});
    if (shown.current) setState(next);
  }, []);
  const attempt = useCallback((work: () => Promise<unknown>): void => {
    setRefusal(null);
    work().then(ask).catch((error: unknown) => shown.current && setRefusal(messageOf(error)));
  }, [ask]);

  useEffect(() => {
    shown.current = true;
    attempt(() => Promise.resolve());
    return () => {
      shown.current = false;
    };
  }, [attempt]);

  const running = state?.running != null;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => void ask().catch(() => undefined), POLL_MS);
    return () => clearInterval(timer);
  }, [running, ask]);

  return {
    state,
    refusal,
    start: (seconds) => attempt(() => invoke('selfcheck:start', { seconds })),
    stop: () => attempt(() => invoke('selfcheck:stop', {})),
  };
}
