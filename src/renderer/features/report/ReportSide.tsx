/** What a report holds: its template, sections, title and notes, language and paper. */
import { Fragment, useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenArm } from '../../../shared/report/arm.ts';
import { NOTES_MAX, optionsOf, ReportTemplate, TEMPLATE_SECTIONS, type KeptReport } from '../../../shared/report/options.ts';
import { reportFrom, type ReportSource } from '../../../shared/report/source.ts';
import { Segmented } from '../flame/Segmented.tsx';
import { armName } from '../flame/names.ts';

export interface ReportSideProps {
  readonly source: ReportSource;
  readonly kept: KeptReport;
  readonly run: string | null;
  readonly problem: string | null;
  readonly onChange: (kept: KeptReport) => void;
  readonly onLibrary: () => void;
}

function Field({ name, children }: { readonly name: string; readonly children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="rule-t rep-field">
      <label className="rep-name" htmlFor={id}>{name}</label>
      {children(id)}
    </div>
  );
}

export function ReportSide({ source, kept, run, problem, onChange, onLibrary }: ReportSideProps) {
  const { t } = useTranslation('report');
  const { template } = kept;
  const set = (changes: Partial<KeptReport>): void => onChange({ ...kept, ...changes });
  const chosen = kept.sections[template];
  const arms = source.kind === 'run' ? source.document.arms : [];
  // What it is called where nobody says otherwise.
  const own = reportFrom(source, { ...optionsOf(kept), title: '', notes: '', sections: ['provenance'] }).title;
  return (
    <aside className="pane rule-r rep-side" aria-label={t('choices')}>
      <fieldset>
        <legend className="ph">{t('template')}</legend>
        <div className="rep-sections">
          {ReportTemplate.options.map((one) => {
            const missing = run === null && one !== 'claims';
            return (
              <Fragment key={one}>
                <label className={`rep-op${missing ? ' dim' : ''}`} title={missing ? t('choose') : undefined}>
                  <input type="radio" name="report-template" checked={template === one} disabled={missing} data-testid={`template-${one}`} onChange={() => set({ template: one })} />
                  {t(`templates.${one}`)}
                </label>
                {one === 'arm' && template === 'arm' && arms.length > 0 ? (
                  <select className="field rep-arm" aria-label={t('arm')} data-testid="report-arm" value={source.kind === 'run' ? (chosenArm(source.document, kept.arm)?.id ?? '') : ''} onChange={(event) => set({ arm: event.target.value })}>
                    {arms.map((arm) => <option key={arm.id} value={arm.id}>{arm.state === 'failed' ? t('failedArm', { arm: armName(arm.id) }) : armName(arm.id)}</option>)}
                  </select>
                ) : null}
              </Fragment>
            );
          })}
          {run === null ? <p className="small mid rep-hint">{t('choose')} <button type="button" className="rep-link" onClick={onLibrary}>{t('library')}</button></p> : null}
        </div>
      </fieldset>
      <fieldset className="rule-t">
        <legend className="ph">{t('sections')}</legend>
        <div className="rep-sections">
          {TEMPLATE_SECTIONS[template].map((section) => (
            <label key={section} className="rep-op">
              <input
                type="checkbox" checked={chosen.includes(section)} data-testid={`section-${section}`}
                onChange={(event) => set({ sections: { ...kept.sections, [template]: TEMPLATE_SECTIONS[template].filter((one) => (one === section ? event.target.checked : chosen.includes(one))) } })}
              />
              {t(`section.${section}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <Field name={t('name')}>{(id) => <input id={id} className="inp" value={kept.title} maxLength={200} placeholder={own} data-testid="report-title" onChange={(event) => set({ title: event.target.value })} />}</Field>
      <Field name={t('author')}>{(id) => <input id={id} className="inp" value={kept.author} maxLength={200} placeholder={t('optional')} data-testid="report-author" onChange={(event) => set({ author: event.target.value })} />}</Field>
      <Field name={t('notes')}>
        {(id) => (
          <>
            <textarea id={id} className="rep-notes" value={kept.notes} maxLength={NOTES_MAX} rows={7} placeholder={t('optional')} aria-describedby={`${id}-about`} data-testid="report-notes" onChange={(event) => set({ notes: event.target.value })} />
            <p id={`${id}-about`} className="tiny dim">{t('notesAbout')}</p>
          </>
        )}
      </Field>
      <div className="rule-t rep-field">
        <span className="rep-name">{t('language')}</span>
        <Segmented label={t('language')} testId="report-language" value={kept.language} onChange={(language) => set({ language })} options={[{ value: 'en', label: 'English' }, { value: 'zh', label: '中文' }]} />
      </div>
      <div className="rule-t rep-field">
        <span className="rep-name">{t('paper')}</span>
        <Segmented label={t('paper')} testId="report-paper" value={kept.paper} onChange={(paper) => set({ paper })} options={[{ value: 'A4', label: 'A4' }, { value: 'Letter', label: 'Letter' }]} />
      </div>
      <p className={`rule-t small rep-kept ${problem === null ? 'dim' : 'bad'}`} role={problem === null ? undefined : 'alert'}>{problem === null ? t('kept') : t('notKept', { message: problem })}</p>
    </aside>
  );
}
