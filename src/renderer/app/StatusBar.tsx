import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../shared/reasons/index.ts';
import { useApp } from '../stores/app.ts';
import { isRunning, useLive } from '../stores/live.ts';

export function StatusBar() {
  const { t, i18n } = useTranslation('shell');
  const topology = useApp((state) => state.topology);
  const running = useLive(({ run }) => isRunning(run));
  return (
    <footer className="status">
      <span>{running ? t('status.running') : t('status.idle')}</span>
      <span className="grow" />
      {topology ? (
        <>
          <span>{topology.machine.cpu} · {t('status.cpus', { count: topology.cpus.filter(({ allowed }) => allowed).length })} · {topology.machine.kernel}</span>
          <span className="hide-sm" title={reasonIn(topology.automatic.note, i18n.language)}>{t(`status.${topology.automatic.app}`)}</span>
        </>
      ) : null}
    </footer>
  );
}
