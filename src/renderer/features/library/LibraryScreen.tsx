/** Ready experiments, own scenarios, and the runs there are. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sample } from '../../../shared/ipc/contract.ts';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { armsOf } from '../../../shared/scenario/arms.ts';
import { useLanguage } from '../../app/useAppearance.ts';
import { attempt, go, startRun, useApp } from '../../stores/app.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { keys } from '../../ui/keys.ts';
import { stackVersion } from '../flame/names.ts';
import { Experiments } from './Experiments.tsx';
import { OwnScenarios } from './OwnScenarios.tsx';
import { Runs } from './Runs.tsx';
import { useEstimate } from './useEstimate.ts';
import './library.css';

export function LibraryScreen() {
  const library = useApp((state) => state.library);
  const filter = useApp((state) => state.filter);
  const setFilter = (next: string): void => useApp.setState({ filter: next });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  if (!library) return null;
  return (
    <div className="screen" data-testid="library-screen">
      <Quick />
      <div className="lib">
        <div className="lib-left pane rule-r">
          <Experiments samples={library.samples} filter={filter} onFilter={setFilter} field={field} />
          <OwnScenarios scenarios={library.scenarios} filter={filter} />
        </div>
        <Runs runs={library.runs} filter={filter} />
      </div>
    </div>
  );
}

function Quick() {
  const quick = useApp(({ library }) => library?.samples.find(({ id }) => id === 'quick'));
  return quick ? <QuickHead quick={quick} /> : null;
}

function QuickHead({ quick }: { readonly quick: Sample }) {
  const { t, i18n } = useTranslation('library');
  const language = useLanguage();
  const stacks = useApp((state) => state.stacks);
  const stacksProblem = useApp((state) => state.stacksProblem);
  const running = useLive(({ run }) => isRunning(run));
  const arms = stacks && armsOf(quick.scenario, stacks);
  const { about: time } = useEstimate(quick.scenario, arms);
  const names = stacks?.filter(({ id }) => arms?.run.some((arm) => arm.client === id)).map(({ id, version }) => stackVersion(id, version)).join(', ');
  const says = !arms
    ? stacksProblem === null ? t('quickLooking') : `${t('quickFailed')}: ${stacksProblem}`
    : arms.run.length === 0 ? t('quickNothing', { reason: reasonIn(arms.refused[0]?.reason ?? '', i18n.language) }) : t('quickWith', { stacks: names, time });
  return (
    <div className="head quick">
      <div className="grow"><h1>{quick.title[language]}</h1><div className="sub" data-testid="quick-says">{says}</div></div>
      {running ? (
        <button type="button" className="btn" data-testid="run-show" onClick={() => go('run')}>{t('show')}</button>
      ) : (
        <>
          <button type="button" className="btn pri" data-testid="run-quick" disabled={!arms || arms.run.length === 0} title={says} onClick={() => attempt(() => startRun(quick.scenario))}>
            <Icon name="run" />{t('run')}
          </button>
          <span className="key">{keys('Mod', 'Enter')}</span>
        </>
      )}
    </div>
  );
}
