/** Where runs and scenarios are kept: shown, opened, and changed for the next start. */
import { useTranslation } from 'react-i18next';
import type { FolderInUse } from '../../../shared/ipc/contract.ts';
import { attempt, changeSettings, useApp } from '../../stores/app.ts';
import { invoke } from '../result/lab.ts';

export function FoldersSection() {
  const { t } = useTranslation('settings');
  const { about, settings } = useApp();
  return (
    <section className="sec">
      <div className="sl"><h2>{t('folders.title')}</h2></div>
      <div className="set-folders">
        {about === null ? null : <Folder which="runs" folder={about.folders.runs} wanted={settings.runsFolder} atStart={about.settings.runsFolder} />}
        {about === null ? null : <Folder which="scenarios" folder={about.folders.scenarios} wanted={settings.scenariosFolder} atStart={about.settings.scenariosFolder} />}
      </div>
    </section>
  );
}

interface FolderProps {
  readonly which: 'runs' | 'scenarios';
  readonly folder: FolderInUse;
  readonly wanted: string | null;
  /** The setting with which the app was started. */
  readonly atStart: string | null;
}

function Folder({ which, folder, wanted, atStart }: FolderProps) {
  const { t } = useTranslation('settings');
  const setting = which === 'runs' ? 'runsFolder' : 'scenariosFolder';
  const change = async (): Promise<void> => {
    const { path } = await invoke('folder:choose', { which });
    if (path !== null) await changeSettings({ [setting]: path });
  };
  const next = wanted === atStart || folder.setBy !== null ? null : (wanted ?? t('folders.usual'));
  return (
    <div className="set-folder">
      <span className="small mid">{t(`folders.${which}`)}</span>
      <span className="mono path" data-testid={`${which}-folder`}>{folder.path}</span>
      <span className="row gap1">
        <button type="button" className="btn low" aria-label={`${t('folders.open')}: ${t(`folders.${which}`)}`} data-testid={`${which}-folder-open`} onClick={() => attempt(() => invoke('folder:open', { which }))}>{t('folders.open')}</button>
        <button type="button" className="btn low" aria-label={`${t('folders.change')}: ${t(`folders.${which}`)}`} disabled={folder.setBy !== null} data-testid={`${which}-folder-change`} onClick={() => attempt(change)}>{t('folders.change')}</button>
        {wanted === null || folder.setBy !== null ? null : <button type="button" className="btn quiet" onClick={() => attempt(() => changeSettings({ [setting]: null }))}>{t('folders.reset')}</button>}
      </span>
      {folder.setBy === null ? null : <span className="small mid why">{t('folders.setBy', { variable: folder.setBy })}</span>}
      {next === null ? null : <span className="small warn why" role="status" data-testid={`${which}-folder-next`}>{t('folders.next', { path: next })}</span>}
    </div>
  );
}
