/** Ready experiments, own scenarios, and the runs there are. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { armsOf } from '../../../shared/scenario/arms.ts';
import { useLanguage } from '../../app/useAppearance.ts';
import { attempt, go, startRun, useApp } from '../../stores/app.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Experiments } from './Experiments.tsx';
import { OwnScenarios } from './OwnScenarios.tsx';
import { Runs } from './Runs.tsx';
import { expectedMs, rough, typicalP50Ns } from './words.ts';

export function LibraryScreen() {
  const library = useApp((state) => state.library);
  const [filter, setFilter] = useState('');
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
          <OwnScenarios scenarios={library.scenarios} />
        </div>
        <Runs runs={library.runs} filter={filter} />
      </div>
    </div>
  );
}

function Quick() {
  const { t } = useTranslation('library');
  const language = useLanguage();
  const { library, stacks } = useApp();
  const running = useLive(({ run }) => isRunning(run));
  const quick = library?.samples.find(({ id }) => id === 'quick');
  if (!library || !quick) return null;
  const arms = stacks && armsOf(quick.scenario, stacks);
  const time = arms && rough(expectedMs(quick.scenario, arms.run.length, typicalP50Ns(library.runs)));
  const names = stacks?.filter(({ id }) => arms?.run.some((arm) => arm.client === id)).map(({ id, version }) => `${id} ${version}`).join(', ');
  const says = !arms || !time
    ? t('quickLooking')
    : arms.run.length === 0 ? t('quickNothing', { reason: arms.refused[0]?.reason ?? '' }) : t('quickWith', { stacks: names, time: t(time.unit, { count: time.count }) });
  return (
    <div className="head quick">
      <div className="grow"><h1>{quick.title[language]}</h1><div className="sub">{says}</div></div>
      {running ? (
        <button type="button" className="btn" onClick={() => go('run')}>{t('show')}</button>
      ) : (
        <button type="button" className="btn pri" data-testid="run-quick" disabled={!arms || arms.run.length === 0} title={says} onClick={() => attempt(() => startRun(quick.scenario))}>
          <Icon name="run" />{t('run')}
        </button>
      )}
    </div>
  );
}
