/** Help within the window: first steps, words, phases, and how a figure is made; one field finds in all of it. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PHASE_IDS, PHASES } from '../../../shared/phases/tree.ts';
import { Icon } from '../../ui/Icon.tsx';
import { keys } from '../../ui/keys.ts';
import { phaseKey } from '../flame/text.ts';
import { en } from '../../i18n/resources.ts';
import { Swatch } from '../flame/Readout.tsx';
import { Source } from './Gloss.tsx';
import './help.css';

const FIRST = Object.keys(en.help.first) as (keyof typeof en.help.first)[];
const WORDS = Object.keys(en.help.words) as (keyof typeof en.help.words)[];
const METHOD = Object.keys(en.help.method) as (keyof typeof en.help.method)[];

interface Entry {
  readonly key: string;
  readonly name: string | null;
  readonly text: string;
  readonly more?: ReactNode;
  readonly mark?: ReactNode;
}

export function HelpScreen() {
  const { t } = useTranslation('help');
  const [wanted, setWanted] = useState('');
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const parts: readonly (readonly ['first' | 'words' | 'phases' | 'method', readonly Entry[]])[] = [
    ['first', FIRST.map((key) => ({ key, name: null, text: t(`first.${key}`, { palette: keys('Mod', 'K') }) }))],
    ['words', WORDS.map((key) => ({ key, name: t(`words.${key}.0`), text: t(`words.${key}.1`) }))],
    ['phases', PHASE_IDS.filter((id) => !id.endsWith('.rest')).map((id): Entry => ({
      key: id, name: `${t(`phases:name.${phaseKey(id)}`)} · ${t(`phases:side.${PHASES[id].side}`)}`, text: t(`phase.${phaseKey(id)}`), more: <Source id={id} />,
      mark: <Swatch colour={PHASES[id].colour} hatched={PHASES[id].kind === 'wait' || PHASES[id].kind === 'wakeup'} />,
    }))],
    ['method', METHOD.map((key) => ({ key, name: null, text: t(`method.${key}`) }))],
  ];
  const fits = ({ name, text, key }: Entry): boolean => words.every((word) => `${name ?? ''} ${text} ${key}`.toLowerCase().includes(word));
  const shown = parts.map(([part, entries]) => [part, entries.filter(fits)] as const).filter(([, entries]) => entries.length > 0);
  return (
    <div className="screen" data-testid="help-screen">
      <div className="head">
        <div className="grow"><h1>{t('title')}</h1><div className="sub ell">{t('sub')}</div></div>
        <label className="filter row"><Icon name="search" small /><input type="search" className="field" value={wanted} placeholder={t('find')} aria-label={t('find')} data-testid="help-find" onChange={(event) => setWanted(event.target.value)} /></label>
      </div>
      <div className="pane grow scroll help" role="region" aria-label={t('title')} tabIndex={0}>
        {shown.length === 0 ? <div className="empty"><p>{t('none')}</p></div> : shown.map(([part, entries]) => (
          <section key={part} data-testid="help-part" data-part={part}>
            <h2>{t(`parts.${part}`)}</h2>
            {part === 'first' || part === 'method' ? (
              <ol>{entries.map(({ key, text }) => <li key={key}>{text}</li>)}</ol>
            ) : (
              <dl>{entries.map(({ key, name, text, more, mark }) => <div key={key} data-testid="help-entry"><dt className="row gap2">{mark}{name}</dt><dd>{text}{more}</dd></div>)}</dl>
            )}
          </section>
        ))}
      </div>
    </div>
  );
}
