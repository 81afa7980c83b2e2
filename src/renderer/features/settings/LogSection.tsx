/** The last lines of the app's log, and the diagnostics for a bug report. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { atLeast, logText, SHOWN_ENTRIES, type LogEntry, type LogLevel } from '../../../shared/log.ts';
import { attempt, go } from '../../stores/app.ts';
import { copyText } from '../flame/copy.ts';
import { invoke } from '../result/lab.ts';

const LEVELS = [['info', 'all'], ['warn', 'warnings'], ['error', 'errors']] as const satisfies readonly (readonly [LogLevel, string])[];

/** What was copied last, with its lines. */
const useCopied = create<{ readonly copied: { readonly what: 'diagnostics' | 'log'; readonly count: number } | null }>(() => ({ copied: null }));
const said = (what: 'diagnostics' | 'log', text: string): void => useCopied.setState({ copied: { what, count: text.trimEnd().split('\n').length } });

/** Puts the diagnostics on the clipboard, and shows where that is said. */
export function copyDiagnostics(): void {
  useCopied.setState({ copied: null });
  go('settings');
  attempt(async () => said('diagnostics', (await invoke('diagnostics:copy', {})).text));
}

/** By the clock on the wall: `11-24 04:02:02`. The file keeps UTC. */
const localTime = (at: string): string => new Date(at).toLocaleString('sv-SE').slice(5);

export function LogSection() {
  const { t } = useTranslation('settings');
  const [entries, setEntries] = useState<readonly LogEntry[]>([]);
  const [level, setLevel] = useState<LogLevel>('info');
  const copied = useCopied((state) => state.copied);
  const read = (): void => attempt(async () => setEntries((await invoke('app:log', {})).entries));
  useEffect(read, []);
  const shown = atLeast(entries, level);
  const copy = async (): Promise<void> => {
    const text = logText(shown);
    if (await copyText(text)) said('log', text);
  };
  return (
    <section className="sec">
      <div className="sl"><h2>{t('log.title')}</h2></div>
      <div className="set-log">
        <div className="row gap2 wrap">
          <span className="seg" role="group" aria-label={t('log.which')} data-testid="log-level">
            {LEVELS.map(([one, name]) => <button key={one} type="button" className={level === one ? 'on' : ''} aria-pressed={level === one} data-value={one} onClick={() => setLevel(one)}>{t(`log.${name}`)}</button>)}
          </span>
          <button type="button" className="btn low" data-testid="log-read" onClick={read}>{t('log.read')}</button>
          <button type="button" className="btn low" disabled={shown.length === 0} data-testid="log-copy" onClick={() => attempt(copy)}>{t('log.copy')}</button>
          <button type="button" className="btn low" data-testid="log-open" onClick={() => attempt(() => invoke('folder:open', { which: 'logs' }))}>{t('folders.open')}</button>
          <span className="grow" />
          <button type="button" className="btn low" data-testid="diagnostics-copy" onClick={copyDiagnostics}>{t('diagnostics.copy')}</button>
        </div>
        {copied === null ? null : <p className="set-note small" role="status" data-testid="copied">{t(`copied.${copied.what}`, { count: copied.count })}</p>}
        <div className="log-lines" role="log" tabIndex={0} aria-label={t('log.title')} data-testid="log-lines">
          {shown.length === 0 ? <p className="small mid">{t('log.empty')}</p> : shown.map((entry, index) => (
            <div key={index} className="log-line"><span className="dim">{localTime(entry.at)}</span><span className={entry.level === 'error' ? 'bad' : entry.level === 'warn' ? 'warn' : 'dim'}>{entry.level}</span><span className="text">{entry.text}</span></div>
          ))}
        </div>
        <p className="set-note small mid">{t('log.note', { most: SHOWN_ENTRIES })} {t('diagnostics.note')}</p>
      </div>
    </section>
  );
}
