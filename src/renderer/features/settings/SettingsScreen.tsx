import { useTranslation } from 'react-i18next';
import { attempt, changeSettings, useApp } from '../../stores/app.ts';
import { Chips } from '../../ui/Chips.tsx';

export function SettingsScreen() {
  const { t } = useTranslation('shell');
  const { settings, about } = useApp();
  const keys = [
    ['Ctrl K', 'commands'], [`Ctrl ${t('keyNames.enter')}`, 'run'], [t('keyNames.space'), 'pause'], ['/', 'filter'], ['F2', 'rename'], [t('keyNames.del'), 'remove'], ['Ctrl Z', 'undo'],
  ] as const;
  return (
    <div className="screen" data-testid="settings-screen">
      <div className="head"><h1>{t('settings.title')}</h1></div>
      <div className="pane form grow">
        <section className="sec">
          <div className="sl"><h2>{t('settings.theme')}</h2></div>
          <Chips
            label={t('settings.theme')} several={false} chosen={[settings.theme]} onChange={([theme]) => theme && attempt(() => changeSettings({ theme }))}
            choices={[{ value: 'system' as const, label: t('settings.system') }, { value: 'light' as const, label: t('settings.light') }, { value: 'dark' as const, label: t('settings.dark') }]}
          />
        </section>
        <section className="sec">
          <div className="sl"><h2>{t('settings.language')}</h2></div>
          <Chips
            label={t('settings.language')} several={false} chosen={[settings.language]} onChange={([language]) => language && attempt(() => changeSettings({ language }))}
            choices={[{ value: 'system' as const, label: t('settings.system') }, { value: 'en' as const, label: t('settings.english') }, { value: 'zh' as const, label: t('settings.chinese') }]}
          />
        </section>
        <section className="sec">
          <div className="sl"><h2>{t('settings.folders')}</h2></div>
          <div className="small"><span className="mid">{t('settings.runs')}</span> <span className="mono">{about?.runsFolder}</span></div>
        </section>
        <section className="sec">
          <div className="sl"><h2>{t('settings.keys')}</h2></div>
          <dl className="keys">
            {keys.map(([key, name]) => <div key={name}><dt><span className="key">{key}</span></dt><dd>{t(`settings.keyList.${name}`)}</dd></div>)}
          </dl>
        </section>
        <section className="sec">
          <div className="sl"><h2>{t('settings.version')}</h2></div>
          <div className="small">{about?.version}</div>
        </section>
      </div>
    </div>
  );
}
