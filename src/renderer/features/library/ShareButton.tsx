/** Writes a run as one file for a colleague, and says where it is and what stayed out. */
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import type { Response, RunHeadline } from '../../../shared/ipc/contract.ts';
import { attempt } from '../../stores/app.ts';
import { Icon } from '../../ui/Icon.tsx';
import { invoke } from '../result/lab.ts';

/** The run that is being written, and what came of the last. */
const useShare = create<{ readonly busy: string | null; readonly done: Response<'run:pack'> | null }>(() => ({ busy: null, done: null }));

async function share(run: string): Promise<void> {
  useShare.setState({ busy: run, done: null });
  try {
    const done = await invoke('run:pack', { run, withWire: false });
    if (done.path !== null) useShare.setState({ done });
  } finally {
    useShare.setState({ busy: null });
  }
}

export function ShareButton({ run }: { readonly run: RunHeadline }) {
  const { t } = useTranslation('library');
  const busy = useShare((state) => state.busy);
  return <button type="button" className="btn quiet" disabled={busy !== null} aria-busy={busy === run.id} aria-label={`${t('share')}: ${run.name}`} title={t('share')} data-testid="run-share" onClick={() => attempt(() => share(run.id))}><Icon name="share" /></button>;
}

/** Below the list, until it is closed. */
export function Shared() {
  const { t } = useTranslation('library');
  const done = useShare((state) => state.done);
  if (done === null || done.path === null) return null;
  return (
    <div className="rule-t row small lib-shared" role="status" data-testid="run-shared">
      <span className="grow"><span className="path">{t('shared', { path: done.path })}</span>{done.wireLeftOut ? <> <span className="mid">{t('wireLeftOut')}</span></> : null}</span>
      <button type="button" className="btn quiet" onClick={() => useShare.setState({ done: null })}>{t('understood')}</button>
    </div>
  );
}
