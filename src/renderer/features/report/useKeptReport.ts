/** What is chosen and typed for a report: read once, and kept as it changes, so that leaving the screen loses nothing. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { untouched, type KeptReport } from '../../../shared/report/options.ts';
import { invoke, messageOf } from '../result/lab.ts';

const REST_MS = 400;

export interface Keeping {
  /** Null until it has been read. */
  readonly kept: KeptReport | null;
  readonly problem: string | null;
  readonly change: (kept: KeptReport) => void;
}

export function useKeptReport(run: string | null, language: 'en' | 'zh'): Keeping {
  const [read, setRead] = useState<{ readonly run: string | null; readonly kept: KeptReport } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** What is not written yet, and its timer. */
  const waiting = useRef<{ readonly run: string | null; readonly kept: KeptReport; readonly timer: ReturnType<typeof setTimeout> } | null>(null);
  const first = useRef(language);

  const write = useCallback((of: string | null, kept: KeptReport): void => {
    invoke('report:keep', { run: of, kept }).then(
      () => setProblem(null),
      (error: unknown) => setProblem(messageOf(error)),
    );
  }, []);
  const flush = useCallback((): void => {
    const last = waiting.current;
    if (last === null) return;
    clearTimeout(last.timer);
    waiting.current = null;
    write(last.run, last.kept);
  }, [write]);

  useEffect(() => {
    let gone = false;
    const fresh = untouched(first.current, run === null ? 'claims' : 'comparison');
    invoke('report:kept', { run }).then(
      ({ kept }) => !gone && setRead({ run, kept: kept ?? fresh }),
      (error: unknown) => {
        if (gone) return;
        setRead({ run, kept: fresh });
        setProblem(messageOf(error));
      },
    );
    window.addEventListener('pagehide', flush);
    return () => {
      gone = true;
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [run, flush]);

  const change = useCallback((kept: KeptReport): void => {
    setRead({ run, kept });
    if (waiting.current !== null) clearTimeout(waiting.current.timer);
    waiting.current = { run, kept, timer: setTimeout(flush, REST_MS) };
  }, [run, flush]);

  return { kept: read?.run === run ? read.kept : null, problem, change };
}
