/** Saves a run in another tool's format, where the person says. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EXPORTS, type ExportId } from '../../../shared/export.ts';
import { invoke } from './lab.ts';

export function ExportButton({ run, as }: { readonly run: string; readonly as: ExportId }) {
  const { t } = useTranslation('result');
  const [said, setSaid] = useState<{ readonly text: string; readonly bad: boolean } | null>(null);
  const save = (): void => {
    setSaid(null);
    invoke('run:export', { run, as }).then(
      ({ path }) => setSaid(path === null ? null : { text: t('export.saved', { path }), bad: false }),
      (error: unknown) => setSaid({ text: error instanceof Error ? error.message : String(error), bad: true }),
    );
  };
  return (
    <>
      {said === null ? null : <span className={`small ell ${said.bad ? 'bad' : 'dim'}`} role="status" data-testid="export-said">{said.text}</span>}
      <button type="button" className="btn low" data-testid={`export-${as}`} onClick={save}>{t('export.as', { format: EXPORTS[as].name })}</button>
    </>
  );
}
