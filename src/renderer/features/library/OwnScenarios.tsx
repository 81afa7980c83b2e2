import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnScenario } from '../../../shared/ipc/contract.ts';
import { armsOf } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { attempt, go, loadLibrary, offerUndo, startRun, useApp } from '../../stores/app.ts';
import { editScenario, newScenario } from '../../stores/builder.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { invoke } from '../result/lab.ts';
import { useEstimate } from './useEstimate.ts';

async function remove({ id, name }: OwnScenario): Promise<void> {
  await invoke('scenario:delete', { id });
  await loadLibrary();
  offerUndo({ text: 'scenario', name, undo: () => invoke('scenario:restore', { id }).then(loadLibrary) });
}

async function store(id: string | null, scenario: Scenario, text?: string): Promise<void> {
  await invoke('scenario:save', { id, scenario, ...(text === undefined ? {} : { text }) });
  await loadLibrary();
}

export function OwnScenarios({ scenarios, filter }: { readonly scenarios: readonly OwnScenario[]; readonly filter: string }) {
  const { t } = useTranslation('library');
  const [naming, setNaming] = useState<string | null>(null);
  const shown = scenarios.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
  return (
    <>
      <div className="ph rule-t rule-b">
        <h2>{t('own')}</h2>
        <span className="small dim">{scenarios.length}</span>
        <span className="r"><button type="button" className="btn quiet" data-testid="scenario-new" onClick={() => { newScenario(); go('builder'); }}><Icon name="add" small />{t('newOne')}</button></span>
      </div>
      <div className="own">
        {scenarios.length === 0 ? <p className="empty small mid">{t('noOwn')}</p> : null}
        {shown.map((own) => (own.scenario === null
          ? <Broken key={own.id} own={own} />
          : <Own key={own.id} own={own} scenario={own.scenario} naming={naming === own.id} onName={(on) => setNaming(on ? own.id : null)} />))}
      </div>
    </>
  );
}

const RemoveButton = ({ own }: { readonly own: OwnScenario }) => {
  const { t } = useTranslation('library');
  return <button type="button" className="btn quiet" aria-label={`${t('remove')}: ${own.name}`} title={`${t('remove')} (Del)`} data-testid="scenario-delete" onClick={() => attempt(() => remove(own))}><Icon name="remove" /></button>;
};

interface OwnProps {
  readonly own: OwnScenario;
  readonly scenario: Scenario;
  readonly naming: boolean;
  readonly onName: (on: boolean) => void;
}

function Own({ own, scenario, naming, onName }: OwnProps) {
  const { t } = useTranslation('library');
  const stacks = useApp((state) => state.stacks);
  const running = useLive(({ run }) => isRunning(run));
  const arms = stacks && armsOf(scenario, stacks);
  const { about: estimate } = useEstimate(scenario, arms);
  const named = (name: string): void => {
    onName(false);
    const wanted = name.trim().slice(0, 200);
    if (wanted !== '' && wanted !== own.name) attempt(() => store(own.id, { ...scenario, name: wanted }));
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Delete') attempt(() => remove(own));
    else if (event.key === 'F2') onName(true);
    else return;
    event.preventDefault();
  };
  return (
    <div className="own-row" data-testid="own-scenario" data-scenario={own.id}>
      {naming ? (
        <div className="ex"><input
          className="field" defaultValue={own.name} aria-label={t('renamePrompt')} maxLength={200} autoFocus onFocus={(event) => event.currentTarget.select()} onBlur={(event) => named(event.currentTarget.value)}
          onKeyDown={(event) => { if (event.key === 'Enter') named(event.currentTarget.value); else if (event.key === 'Escape') onName(false); }}
        /></div>
      ) : (
        <button type="button" className="ex" data-testid="own-open" onClick={() => { editScenario(own.id, scenario, { text: own.text }); go('builder'); }} onKeyDown={onKey}>
          <span className="ell" title={own.name}>{own.name}</span>
          <span className="small dim">{arms === null ? '' : arms.run.length === 0 ? t('noArm') : t('armCount', { count: arms.run.length })}</span>
          <span className="small mid ex-time">{estimate}</span>
        </button>
      )}
      <span className="own-acts">
        <button type="button" className="btn quiet" aria-label={`${t('runThis')}: ${own.name}`} title={t('runThis')} data-testid="own-run" disabled={running || !arms || arms.run.length === 0} onClick={() => attempt(() => startRun(scenario))}><Icon name="run" /></button>
        <button type="button" className="btn quiet" aria-label={`${t('rename')}: ${own.name}`} title={`${t('rename')} (F2)`} onClick={() => onName(true)}><Icon name="edit" /></button>
        <button type="button" className="btn quiet" aria-label={`${t('duplicate')}: ${own.name}`} title={t('duplicate')} data-testid="scenario-duplicate" onClick={() => attempt(() => store(null, { ...scenario, name: t('copyOf', { name: own.name }) }, own.text))}><Icon name="copy" /></button>
        <RemoveButton own={own} />
      </span>
    </div>
  );
}

/** A file that a person wrote and that is no scenario: it is shown with what is wrong, and can be removed. */
function Broken({ own }: { readonly own: OwnScenario }) {
  const { t } = useTranslation('library');
  return (
    <div className="own-row" data-testid="own-scenario" data-scenario={own.id}>
      <div className="own-broken">
        <div className="ell row gap1 bad"><Icon name="failed" small />{own.name}</div>
        <div className="tiny mid own-why">{t('unreadable', { reason: own.problem })}</div>
      </div>
      <span className="own-acts"><RemoveButton own={own} /></span>
    </div>
  );
}
