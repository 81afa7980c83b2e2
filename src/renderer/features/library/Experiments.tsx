import { useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sample } from '../../../shared/ipc/contract.ts';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { armsOf } from '../../../shared/scenario/arms.ts';
import { useLanguage } from '../../app/useAppearance.ts';
import { attempt, go, startRun, useApp } from '../../stores/app.ts';
import { editScenario } from '../../stores/builder.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useEstimate } from './useEstimate.ts';

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
        <span className="r filter">
          <Icon name="search" small />
          <input
            ref={field} type="search" className="field" value={filter} placeholder={t('filter')} aria-label={t('filter')} data-testid="library-filter"
            onChange={(event) => onFilter(event.target.value)} onKeyDown={(event) => event.key === 'Escape' && onFilter('')}
          />
          {filter === '' ? <span className="key" aria-hidden="true">/</span> : null}
        </span>
      </div>
      <div className="list">
        {shown.map((sample) => <Experiment key={sample.id} sample={sample} on={chosen === sample.id} onChoose={() => setChosen(chosen === sample.id ? null : sample.id)} />)}
        {shown.length === 0 ? <p className="empty mid small">{t('noExperiment')}</p> : null}
      </div>
    </>
  );
}

function Experiment({ sample, on, onChoose }: { readonly sample: Sample; readonly on: boolean; readonly onChoose: () => void }) {
  const { t } = useTranslation('library');
  const language = useLanguage();
  const stacks = useApp((state) => state.stacks);
  const running = useLive(({ run }) => isRunning(run));
  const arms = stacks && armsOf(sample.scenario, stacks);
  const { about: estimate } = useEstimate(sample.scenario, arms);
  const none = arms !== null && arms.run.length === 0;
  const reasons = [...new Set(arms?.refused.map(({ reason }) => reasonIn(reason, language)))];
  return (
    <>
      <button type="button" className={on ? 'ex on' : 'ex'} aria-expanded={on} data-testid="experiment" data-sample={sample.id} onClick={onChoose}>
        <span className="ell">{sample.title[language]}</span>
        {arms && arms.refused.length > 0 ? (
          <span className="small dim row gap1" title={reasons.join('\n')}><Icon name={none ? 'warn' : 'refused'} small />{none ? t('noArm') : t('leftOut', { count: arms.refused.length })}</span>
        ) : <span />}
        <span className="small mid ex-time">{estimate}</span>
      </button>
      {on ? (
        <div className="ex-more">
          <p className="small mid">{sample.answers[language]}</p>
          {reasons.length > 0 ? <p className="tiny dim ex-why">{reasons.slice(0, 3).join('\n')}</p> : null}
          <div className="row gap2">
            <button type="button" className="btn" data-testid="experiment-run" disabled={running || !arms || none} title={running ? t('busy') : none ? t('noArm') : undefined} onClick={() => attempt(() => startRun(sample.scenario))}><Icon name="run" />{t('runThis')}</button>
            <button type="button" className="btn quiet" data-testid="experiment-edit" onClick={() => { editScenario(null, { ...sample.scenario, name: sample.title[language] }); go('builder'); }}>{t('edit')}</button>
          </div>
        </div>
      ) : null}
    </>
  );
}
