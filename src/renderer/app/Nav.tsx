import { useTranslation } from 'react-i18next';
import { go, useApp, type Screen } from '../stores/app.ts';
import { isRunning, useLive } from '../stores/live.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';

const ENTRIES: readonly (readonly [Screen, IconName])[] = [
  ['library', 'library'], ['builder', 'add'], ['run', 'run'], ['result', 'result'], ['compare', 'compare'], ['claims', 'claims'], ['stacks', 'stacks'], ['selfcheck', 'selfcheck'], ['report', 'report'],
];

function Entry({ screen, icon, note }: { readonly screen: Screen; readonly icon: IconName; readonly note?: string }) {
  const { t } = useTranslation('shell');
  const on = useApp((state) => state.screen === screen);
  return (
    <button type="button" className={on ? 'on' : ''} aria-current={on ? 'page' : undefined} aria-label={t(`nav.${screen}`)} title={t(`nav.${screen}`)} data-testid={`nav-${screen}`} onClick={() => go(screen)}>
      <Icon name={icon} />
      <span>{t(`nav.${screen}`)}</span>
      {note ? <span className="n">{note}</span> : null}
    </button>
  );
}

export function Nav() {
  const { t } = useTranslation('shell');
  const stacks = useApp((state) => state.stacks);
  const progress = useLive(({ run }) => (isRunning(run) && run?.snapshot && !Number.isNaN(run.snapshot.progress) ? `${Math.floor(run.snapshot.progress * 100)} %` : undefined));
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      {ENTRIES.map(([screen, icon]) => <Entry key={screen} screen={screen} icon={icon} {...(screen === 'run' && progress ? { note: progress } : {})} />)}
      <h3>{t('nav.found')}</h3>
      {(stacks ?? []).filter(({ available }) => available).map(({ id, version }) => (
        <div key={id} className="st hide-low"><span className="ell" title={id}>{id}</span><b>{version}</b></div>
      ))}
      <div className="grow" />
      <Entry screen="help" icon="help" />
      <Entry screen="settings" icon="settings" />
    </nav>
  );
}
