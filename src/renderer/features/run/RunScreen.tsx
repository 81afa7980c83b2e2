/** The run that is on, or the last one; pause and stop go to the engine. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { invoke, messageOf } from '../result/lab.ts';
import type { LiveRun } from './model.ts';
import { RunHead, RunView } from './RunView.tsx';
import { scenarioLine } from './scenario-line.ts';

export interface RunScreenProps {
  readonly run: LiveRun | null;
  /** What is being run, where the window knows it. */
  readonly scenario: Scenario | null;
  readonly onResult: (run: string) => void;
  readonly onLibrary: () => void;
}

export function RunScreen({ run, scenario, onResult, onLibrary }: RunScreenProps) {
  const { t } = useTranslation('run');
  const [problem, setProblem] = useState<string | null>(null);
  if (run === null) {
    return (
      <div className="screen" data-testid="run-screen" data-ended="none">
        <div className="waiting"><p>{t('none')}</p><p className="mid">{t('start')}</p><button type="button" className="btn pri" onClick={onLibrary}>{t('library')}</button></div>
      </div>
    );
  }
  const attempt = (work: Promise<unknown>): void => {
    setProblem(null);
    work.catch((error: unknown) => setProblem(messageOf(error)));
  };
  return (
    <RunView run={run}>
      <RunHead
        run={problem === null ? run : { ...run, message: problem }} subtitle={scenario ? scenarioLine(scenario) : ''} plannedRounds={null}
        onPause={(paused) => attempt(invoke('run:pause', { paused }))} onStop={() => attempt(invoke('run:stop', {}))} onOpenResult={onResult}
      />
    </RunView>
  );
}
