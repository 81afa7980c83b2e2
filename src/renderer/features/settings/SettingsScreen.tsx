import { useTranslation } from 'react-i18next';
import { attempt, changeSettings, useApp } from '../../stores/app.ts';
import { Chips } from '../../ui/Chips.tsx';
import { FoldersSection } from './FoldersSection.tsx';
import { LogSection } from './LogSection.tsx';
import { ReservedSection, TimesSection } from './MeasuringSections.tsx';
import './settings.css';
import { keys } from '../../ui/keys.ts';

/** Every key that does something, by where it does. */
const KEYS = [
  ['window', [[[keys('Mod', 'K')], 'commands'], [[keys('Mod', 'Enter')], 'run'], [['Alt ←'], 'back'], [[keys('Mod', 'Z')], 'undo'], [['?'], 'keys']]],
  ['library', [[['/'], 'filter'], [['Enter'], 'open'], [['F2'], 'rename'], [['Del'], 'remove']]],
  ['builder', [[[keys('Mod', 'S')], 'save'], [[keys('Mod', 'Y')], 'redo'], [['S', 'C', 'I', 'F'], 'cpu']]],
  ['flame', [[['space'], 'pause'], [['1', '…', '5'], 'tabs'], [['←', '→', '↑', '↓'], 'walk'], [['Enter'], 'pin'], [['+', '−', '0'], 'zoom'], [['A', 'D'], 'pan'], [['T'], 'table'], [['C'], 'copy']]],
] as const;

export function SettingsScreen() {
  const { t } = useTranslation('shell');
  const { settings, about } = useApp();
  return (
    <div className="screen" data-testid="settings-screen">
      <div className="head"><h1>{t('settings.title')}</h1></div>
      <div className="pane form grow" role="region" aria-label={t('settings.title')} tabIndex={0}>
        <section className="sec">
          <div className="sl"><h2>{t('settings.theme')}</h2></div>
          <Chips
            label={t('settings.theme')} several={false} testId="theme" chosen={[settings.theme]} onChange={([theme]) => theme && attempt(() => changeSettings({ theme }))}
            choices={[{ value: 'system' as const, label: t('settings.system') }, { value: 'light' as const, label: t('settings.light') }, { value: 'dark' as const, label: t('settings.dark') }]}
          />
        </section>
        <section className="sec">
          <div className="sl"><h2>{t('settings.language')}</h2></div>
          <Chips
            label={t('settings.language')} several={false} testId="language" chosen={[settings.language]} onChange={([language]) => language && attempt(() => changeSettings({ language }))}
            choices={[{ value: 'system' as const, label: t('settings.system') }, { value: 'en' as const, label: t('settings.english') }, { value: 'zh' as const, label: t('settings.chinese') }]}
          />
        </section>
        <TimesSection />
        <ReservedSection />
        <FoldersSection />
        <section className="sec">
          <div className="sl"><h2>{t('settings.keys')}</h2></div>
          <div className="key-groups">
            {KEYS.map(([group, list]) => (
              <div key={group}>
                <h3>{t(`settings.keyGroups.${group}`)}</h3>
                <dl className="keys">
                  {list.map(([names, name]) => (
                    <div key={name}>
                      <dt>{names.map((one) => (one === '…' ? <span key={one} className="dim">… </span> : <span key={one} className="key">{one === 'space' ? t('keyNames.space') : one}</span>))}</dt>
                      <dd>{t(`settings.keyList.${name}`)}</dd>
                    </div>
                  ))}
                </dl>
              </div>
            ))}
          </div>
        </section>
        <LogSection />
        <section className="sec">
          <div className="sl"><h2>{t('settings.version')}</h2></div>
          <div className="sec-text">{about?.version}</div>
        </section>
      </div>
    </div>
  );
}
