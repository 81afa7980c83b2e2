/** The report of a stored run. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoke, messageOf } from '../result/lab.ts';
import { languageOf } from '../result/useLanguage.ts';
import { useResult } from '../result/useResult.ts';
import { Waiting } from '../result/Waiting.tsx';
import { ReportView, type ExportState } from './ReportView.tsx';

export interface ReportScreenProps {
  readonly run: string | null;
  readonly onLibrary: () => void;
}

export function ReportScreen({ run, onLibrary }: ReportScreenProps) {
  const { i18n } = useTranslation();
  const { opened, again } = useResult(run);
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  if (run === null || opened.state !== 'open') return <Waiting opened={opened.state === 'open' ? { state: 'none' } : opened} onAgain={again} onLibrary={onLibrary} />;
  const { document } = opened;
  return (
    <ReportView
      key={document.run.id} document={document} language={languageOf(i18n.language)} state={state}
      onExport={(options) => {
        setState({ kind: 'busy' });
        invoke('report:export', { run, options: { ...options, title: options.title.trim() || document.run.name } }).then(
          ({ path }) => setState(path === null ? { kind: 'idle' } : { kind: 'done', path }),
          (error: unknown) => setState({ kind: 'failed', message: messageOf(error) }),
        );
      }}
    />
  );
}
