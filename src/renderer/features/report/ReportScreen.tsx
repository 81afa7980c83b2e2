/** The report of a stored run, or without one of the claims. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { optionsOf, type KeptReport, type ReportFormat } from '../../../shared/report/options.ts';
import type { ReportSource } from '../../../shared/report/source.ts';
import { invoke, messageOf } from '../result/lab.ts';
import { languageOf } from '../result/useLanguage.ts';
import { useResult, type Opened } from '../result/useResult.ts';
import { Waiting } from '../result/Waiting.tsx';
import { ReportView, type ExportState } from './ReportView.tsx';
import { useKeptReport } from './useKeptReport.ts';

export interface ReportScreenProps {
  readonly run: string | null;
  readonly onLibrary: () => void;
}

type Claims = Extract<ReportSource, { kind: 'claims' }>;

/** The claims as they stand when somebody first wants to see them. */
function useClaims(wanted: boolean): { readonly claims: Claims | null; readonly problem: string | null; readonly again: () => void } {
  const [claims, setClaims] = useState<Claims | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!wanted) return undefined;
    let gone = false;
    setProblem(null);
    invoke('claims:list', {}).then(
      ({ files, appVersion }) => !gone && setClaims({ kind: 'claims', claims: files.flatMap((file) => file.claims), appVersion, at: new Date().toISOString() }),
      (error: unknown) => !gone && setProblem(messageOf(error)),
    );
    return () => {
      gone = true;
    };
  }, [wanted, attempt]);
  return { claims, problem, again: () => setAttempt((count) => count + 1) };
}

export function ReportScreen({ run, onLibrary }: ReportScreenProps) {
  const { i18n } = useTranslation();
  const { opened, again } = useResult(run);
  const { kept: stored, problem, change } = useKeptReport(run, languageOf(i18n.language));
  // Without a run there is nothing else to report.
  const kept = useMemo((): KeptReport | null => (stored && run === null ? { ...stored, template: 'claims' } : stored), [stored, run]);
  const onClaims = kept?.template === 'claims';
  const listed = useClaims(onClaims);
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  const source = useMemo((): ReportSource | null => (onClaims ? listed.claims : opened.state === 'open' ? { kind: 'run', document: opened.document } : null), [onClaims, listed.claims, opened]);

  if (kept === null || source === null) {
    const waiting: Exclude<Opened, { state: 'open' }> = onClaims && listed.problem !== null ? { state: 'failed', message: listed.problem } : !onClaims && opened.state === 'failed' ? opened : { state: 'opening' };
    return <Waiting opened={waiting} onAgain={onClaims ? listed.again : again} onLibrary={onLibrary} />;
  }
  const write = (as: ReportFormat): void => {
    setState({ kind: 'busy', as });
    invoke('report:export', { run: onClaims ? null : run, options: optionsOf(kept), as }).then(
      ({ path }) => setState(path === null ? { kind: 'idle' } : { kind: 'done', path }),
      (error: unknown) => setState({ kind: 'failed', message: messageOf(error) }),
    );
  };
  return <ReportView key={run ?? ''} source={source} kept={kept} run={run} state={state} problem={problem} onChange={change} onExport={write} onLibrary={onLibrary} />;
}
