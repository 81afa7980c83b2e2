/** A scenario without code: the form, the same as text, and beside it what it makes. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attempt, loadLibrary, startRun } from '../../stores/app.ts';
import { change, isChanged, markSaved, redo, undo, useBuilder } from '../../stores/builder.ts';
import { Icon } from '../../ui/Icon.tsx';
import { invoke } from '../result/lab.ts';
import { Form } from './Form.tsx';
import { Rail } from './Rail.tsx';
import { YamlTab } from './YamlTab.tsx';

const save = async (): Promise<void> => {
  const { id, present } = useBuilder.getState();
  markSaved((await invoke('scenario:save', { id, scenario: present })).id);
  await loadLibrary();
};

export function BuilderScreen() {
  const { t } = useTranslation('scenario');
  const { id, saved, past, present, future } = useBuilder();
  const [view, setView] = useState<'form' | 'yaml'>('form');
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLTextAreaElement) return;
      const key = event.key.toLowerCase();
      if (key === 's') attempt(save);
      else if (key === 'y' || (key === 'z' && event.shiftKey)) redo();
      else if (key === 'z' && !(event.target instanceof HTMLInputElement)) undo();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  const state = id === null ? t('fresh') : isChanged({ saved, present }) ? t('unsaved') : t('saved');
  return (
    <div className="screen" data-testid="builder-screen">
      <div className="head">
        <div className="grow">
          <input className="name-field" value={present.name} aria-label={t('name')} data-testid="scenario-name" onChange={(event) => change({ ...present, name: event.target.value.slice(0, 200) || ' ' })} />
          <div className="sub">{state}</div>
        </div>
        <button type="button" className="btn quiet" disabled={past.length === 0} aria-label={t('undo')} title={`${t('undo')} (Ctrl Z)`} data-testid="builder-undo" onClick={undo}><Icon name="undo" /></button>
        <button type="button" className="btn quiet" disabled={future.length === 0} aria-label={t('redo')} title={`${t('redo')} (Ctrl Y)`} data-testid="builder-redo" onClick={redo}><Icon name="redo" /></button>
        <span className="seg" role="group" aria-label={t('view')}>
          <button type="button" className={view === 'form' ? 'on' : ''} aria-pressed={view === 'form'} onClick={() => setView('form')}>{t('form')}</button>
          <button type="button" className={view === 'yaml' ? 'on' : ''} aria-pressed={view === 'yaml'} data-testid="builder-yaml" onClick={() => setView('yaml')}>{t('yaml')}</button>
        </span>
      </div>
      <div className="bld">
        <div className="pane rule-r form">{view === 'form' ? <Form scenario={present} onChange={change} /> : <YamlTab scenario={present} onChange={change} />}</div>
        <Rail scenario={present} onRun={() => attempt(() => startRun(present))} onSave={() => attempt(save)} />
      </div>
    </div>
  );
}
