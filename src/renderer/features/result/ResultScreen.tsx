/** A stored run by its id: opened, shown, run again or replayed. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Difference } from '../../../shared/ipc/contract.ts';
import type { ResultDocument } from '../../../shared/result/document.ts';
import { noteOpened } from '../../stores/app.ts';
import { Differences } from './Differences.tsx';
import { invoke, messageOf } from './lab.ts';
import { languageOf } from './useLanguage.ts';
import { ResultView } from './ResultView.tsx';
import { useResult } from './useResult.ts';
import { Waiting } from './Waiting.tsx';

export interface ResultScreenProps {
  readonly run: string | null;
  readonly onReport: (run: string) => void;
  readonly onPlay: (run: string) => void;
  /** A new run was started from here. */
  readonly onStarted: (run: string, document: ResultDocument) => void;
  readonly onLibrary: () => void;
}

export function ResultScreen({ run, onReport, onPlay, onStarted, onLibrary }: ResultScreenProps) {
  const { i18n } = useTranslation();
  const { opened, again } = useResult(run);
  const [problem, setProblem] = useState<string | null>(null);
  const shown = opened.state === 'open' ? opened.document : null;
  useEffect(() => {
    // A list that cannot be written is no reason to keep the run from being read.
    if (shown) noteOpened({ path: shown.run.folder, name: shown.run.name }).catch((error: unknown) => console.error(error));
  }, [shown]);
  const [differences, setDifferences] = useState<readonly Difference[] | null>(null);
  if (run === null || opened.state !== 'open') return <Waiting opened={opened.state === 'open' ? { state: 'none' } : opened} onAgain={again} onLibrary={onLibrary} />;
  // `run` may be a path outside the library; its id alone would not be found.
  const { document } = opened;
  const attempt = (work: () => Promise<void>): void => {
    setProblem(null);
    work().catch((error: unknown) => setProblem(messageOf(error)));
  };
  const start = async (exact: boolean): Promise<void> => {
    setDifferences(null);
    const { runId } = await invoke('run:start', { scenario: document.run.scenario, replay: { run, exact } });
    onStarted(runId, document);
  };
  return (
    <>
      <ResultView
        key={document.run.id} document={document} language={languageOf(i18n.language)} problem={problem}
        actions={{
          runAgain: () => attempt(() => start(false)),
          replayExactly: () => attempt(async () => {
            const found = (await invoke('run:differences', { run })).differences;
            if (found.length === 0) await start(true);
            else setDifferences(found);
          }),
          report: () => onReport(run),
          play: () => onPlay(run),
        }}
      />
      {differences ? <Differences differences={differences} onGo={() => attempt(() => start(true))} onCancel={() => setDifferences(null)} /> : null}
    </>
  );
}
