/** A scenario without code: the form, the same as text, and beside it what it makes. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attempt, loadLibrary, startRun } from '../../stores/app.ts';
import { askForProblem, change, isChanged, isSound, markSaved, nameBlank, redo, setDraft, undo, useBuilder } from '../../stores/builder.ts';
import { Icon } from '../../ui/Icon.tsx';
import { keys } from '../../ui/keys.ts';
import { Loading } from '../../ui/Loading.tsx';
import { invoke } from '../result/lab.ts';
import { changesSince } from './changes.ts';
import { Changes } from './Changes.tsx';
import { Form } from './Form.tsx';
import { Rail } from './Rail.tsx';
import { StartFrom } from './StartFrom.tsx';
import './builder.css';

/** The editor is as large as the rest of the page: it comes when it is asked for. */
const YamlTab = lazy(() => import('./YamlTab.tsx'));

const save = async (): Promise<void> => {
  const { id, present, text, ...rest } = useBuilder.getState();
  if (!isSound(rest)) return askForProblem();
  markSaved((await invoke('scenario:save', { id, scenario: present, ...(text === null ? {} : { text }) })).id, present, text);
  await loadLibrary();
};

export function BuilderScreen() {
  const { t } = useTranslation('scenario');
  const builder = useBuilder();
  const { id, origin, past, present, future, draft, asked } = builder;
  // A text that is no scenario yet is where the person left it.
  const [view, setView] = useState<'form' | 'yaml'>(() => (useBuilder.getState().draft ? 'yaml' : 'form'));
  const [listed, setListed] = useState(false);
  useEffect(() => nameBlank(t('newName')), [t, origin]);
  useEffect(() => {
    if (asked === 0) return;
    if (useBuilder.getState().draft) setView('yaml');
    else document.querySelector<HTMLElement>('.form [aria-invalid="true"]')?.focus();
  }, [asked]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      // In a text these keys are the text's own.
      const inText = event.target instanceof HTMLInputElement || (event.target instanceof HTMLElement && event.target.isContentEditable);
      if (key === 's') {
        if (event.target instanceof HTMLInputElement) event.target.blur();
        attempt(save);
      } else if (!inText && (key === 'y' || (key === 'z' && event.shiftKey))) redo();
      else if (!inText && key === 'z') undo();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  const count = changesSince(origin.scenario, present).length;
  const unsaved = isChanged(builder);
  const state = id === null ? t('fresh') : unsaved ? t('unsaved') : t('saved');
  return (
    <div className="screen" data-testid="builder-screen">
      <div className="head">
        <div className="grow">
          <h1 className="sr-only">{present.name}</h1>
          <NameField name={present.name} />
          <div className="sub row gap2">
            {unsaved ? <i className="unsaved-mark" aria-hidden="true" /> : null}
            <span data-testid="scenario-state">{state}</span>
            {id === null && origin.name !== null ? <span className="ell">{t('madeFrom', { name: origin.name })}</span> : null}
            {count > 0 ? <button type="button" className="link" aria-expanded={listed} data-testid="changes-toggle" onClick={() => setListed(!listed)}>{t('changes.count', { count })}</button> : null}
          </div>
        </div>
        <StartFrom />
        <button type="button" className="btn quiet" disabled={past.length === 0} aria-label={t('undo')} title={`${t('undo')} (${keys('Mod', 'Z')})`} data-testid="builder-undo" onClick={undo}><Icon name="undo" /></button>
        <button type="button" className="btn quiet" disabled={future.length === 0} aria-label={t('redo')} title={`${t('redo')} (${keys('Mod', 'Y')})`} data-testid="builder-redo" onClick={redo}><Icon name="redo" /></button>
        <span className="seg" role="group" aria-label={t('view')}>
          <button type="button" className={view === 'form' ? 'on' : ''} aria-pressed={view === 'form'} data-testid="builder-form" onClick={() => setView('form')}>{t('form')}</button>
          <button type="button" className={view === 'yaml' ? 'on' : ''} aria-pressed={view === 'yaml'} data-testid="builder-yaml" onClick={() => setView('yaml')}>{t('yaml')}</button>
        </span>
      </div>
      {listed && count > 0 ? <Changes onClose={() => setListed(false)} /> : null}
      <div className="bld">
        <div className="pane rule-r form">
          {view === 'yaml' ? <Suspense fallback={<Loading text={t('yaml')} />}><YamlTab scenario={present} /></Suspense> : (
            <>
              {draft ? (
                <div className="draft" role="status" data-testid="draft-notice">
                  <span className="grow">{t('draft')}</span>
                  <button type="button" className="btn" onClick={() => setView('yaml')}>{t('draftBack')}</button>
                  <button type="button" className="btn quiet" onClick={() => setDraft(null)}>{t('draftDrop')}</button>
                </div>
              ) : null}
              <Form scenario={present} onChange={change} />
            </>
          )}
        </div>
        <Rail scenario={present} onRun={() => (isSound(useBuilder.getState()) ? attempt(() => startRun(present)) : askForProblem())} onSave={() => attempt(save)} />
      </div>
    </div>
  );
}

/** A scenario always has a name; while the person has emptied the field, it keeps the one it had. */
function NameField({ name }: { readonly name: string }) {
  const { t } = useTranslation('scenario');
  const [empty, setEmpty] = useState(false);
  const type = (text: string): void => {
    setEmpty(text.trim() === '');
    if (text.trim() !== '') change({ ...useBuilder.getState().present, name: text.slice(0, 200) }, { place: 'name' });
  };
  return <input className="name-field" value={empty ? '' : name} placeholder={name} maxLength={200} aria-label={t('name')} data-field="name" data-testid="scenario-name" onChange={(event) => type(event.target.value)} onBlur={() => setEmpty(false)} />;
}
