import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sample } from '../../../shared/ipc/contract.ts';
import { armsOf } from '../../../shared/scenario/arms.ts';
import { useLanguage } from '../../app/useAppearance.ts';
import { attempt, go, startRun, useApp } from '../../stores/app.ts';
import { editScenario } from '../../stores/builder.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { expectedMs, rough, typicalP50Ns } from './words.ts';

interface ExperimentsProps {
  readonly samples: readonly Sample[];
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  readonly field: RefObject<HTMLInputElement | null>;
}

export function Experiments({ samples, filter, onFilter, field }: ExperimentsProps) {
  const { t } = useTranslation('library');
  const language = useLanguage();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = samples.filter(({ title, answers }) => `${title[language]} ${answers[language]}`.toLowerCase().includes(filter.toLowerCase()));
  return (
    <>
      <div className="ph rule-b">
        <h2>{t('experiments')}</h2>
        <span className="small dim">{samples.length}</span>
        <span className="r"><input ref={field} type="search" className="field" value={filter} placeholder={t('filter')} aria-label={t('filter')} onChange={(event) => onFilter(event.target.value)} /></span>
      </div>
      <div className="list">
        {shown.map((sample) => <Experiment key={sample.id} sample={sample} on={chosen === sample.id} onChoose={() => setChosen(chosen === sample.id ? null : sample.id)} />)}
        {shown.length === 0 ? <p className="empty mid small">{t('noMatch')}</p> : null}
      </div>
    </>
  );
}

function Experiment({ sample, on, onChoose }: { readonly sample: Sample; readonly on: boolean; readonly onChoose: () => void }) {
  const { t } = useTranslation('library');
  const language = useLanguage();
  const { stacks, library } = useApp();
  const running = useLive(({ run }) => isRunning(run));
  const arms = stacks && armsOf(sample.scenario, stacks);
  const time = rough(expectedMs(sample.scenario, arms?.run.length ?? 4, typicalP50Ns(library?.runs ?? [])));
  return (
    <>
      <button type="button" className={on ? 'ex on' : 'ex'} aria-expanded={on} data-testid="experiment" data-sample={sample.id} onClick={onChoose}>
        <span className="ell">{sample.title[language]}</span>
        <span className="small mid">{t(time.unit, { count: time.count })}</span>
        {arms && arms.refused.length > 0 ? <span className="tiny dim">{arms.run.length === 0 ? t('noArm') : t('leftOut', { count: arms.refused.length })}</span> : null}
      </button>
      {on ? (
        <div className="ex-more">
          <p className="small mid">{sample.answers[language]}</p>
          <div className="row gap2">
            <button type="button" className="btn" data-testid="experiment-run" disabled={running || !arms || arms.run.length === 0} onClick={() => attempt(() => startRun(sample.scenario))}><Icon name="run" />{t('runThis')}</button>
            <button type="button" className="btn quiet" data-testid="experiment-edit" onClick={() => { editScenario(null, { ...sample.scenario, name: sample.title[language] }); go('builder'); }}>{t('edit')}</button>
          </div>
        </div>
      ) : null}
    </>
  );
}
