/** The instrument against itself: one page that says how far it can be trusted on this machine. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SelfCheckDocument } from '../../../shared/selfcheck/document.ts';
import { percentText } from '../../../shared/report/figures.ts';
import { openResult } from '../../stores/app.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { Advice, Clocks, Hooks, Injected, Resolution, SecondInstruments, Twin } from './parts.tsx';
import { useSelfCheck } from './useSelfCheck.ts';
import { failedParts, resolutionAt } from './words.ts';
import './selfcheck.css';

const LENGTHS = [60, 120, 600] as const;

export function SelfCheckScreen() {
  const { t } = useTranslation('selfcheck');
  const { state, start, stop, refusal } = useSelfCheck();
  const [seconds, setSeconds] = useState<(typeof LENGTHS)[number]>(120);
  const runOn = useLive(({ run }) => isRunning(run));
  const running = state?.running ?? null;
  return (
    <div className="screen" data-testid="selfcheck-screen">
      <div className="head">
        <div className="grow"><h1>{t('title')}</h1><div className="sub">{t('sub')}</div></div>
        {running ? (
          <button type="button" className="btn" data-testid="selfcheck-stop" onClick={stop}>{t('stop')}</button>
        ) : (
          <>
            <span className="seg" role="group" aria-label={t('length')}>
              {LENGTHS.map((one) => <button key={one} type="button" className={seconds === one ? 'on' : ''} aria-pressed={seconds === one} onClick={() => setSeconds(one)}>{t(`lengths.${one}`)}</button>)}
            </span>
            <button type="button" className="btn pri" data-testid="selfcheck-start" disabled={runOn || state === null} title={runOn ? t('busy') : undefined} onClick={() => start(seconds)}>{state?.last ? t('again') : t('start')}</button>
          </>
        )}
      </div>
      <div className="pane grow scroll" role="region" aria-label={t('title')} tabIndex={0}>
        {running ? (
          <div className="selfcheck-progress rule-b" role="status" data-testid="selfcheck-running">
            <span className="small">{t('running', { stage: t(`stages.${running.stage}`), seconds: Math.ceil(running.secondsLeft) })}</span>
            <div className="bar" role="progressbar" aria-label={t('title')} aria-valuenow={Math.round(running.fraction * 100)}><i style={{ width: `${running.fraction * 100}%` }} /></div>
          </div>
        ) : null}
        {!running && (state?.problem ?? refusal) ? <Failed what={t('problem')} why={(refusal ?? state?.problem) as string} onAgain={() => start(seconds)} /> : null}
        {state === null ? <Loading text={t('title')} /> : state.last ? <Page document={state.last} /> : running ? null : (
          <div className="empty selfcheck-invite" data-testid="selfcheck-never"><p>{t('never')}</p><p className="mid small">{t('invite')}</p></div>
        )}
      </div>
    </div>
  );
}

function Page({ document }: { readonly document: SelfCheckDocument }) {
  const { t, i18n } = useTranslation('selfcheck');
  const failed = failedParts(document);
  const at = (seconds: number): string => percentText(resolutionAt(document, seconds));
  return (
    <article data-testid="selfcheck-page" data-sound={document.sound}>
      <header className="rule-b selfcheck-verdict">
        <p className="selfcheck-says">{t('resolves', { ten: at(10), minute: at(60), tenMinutes: at(600) })}</p>
        <p className={`row gap1 ${document.sound ? 'ok' : 'bad'}`}><Icon name={document.sound ? 'good' : 'failed'} />{document.sound ? t('sound') : t('unsound', { what: failed.map((part) => t(`failed.${part}`)).join(', ') })}</p>
        <p className="small dim row gap2">
          {t('made', { date: new Date(document.createdAt).toLocaleString(i18n.language), machine: document.machine, seconds: Math.round(document.seconds) })}
          {document.run === null ? null : <button type="button" className="btn quiet" onClick={() => openResult(document.run as string)}>{t('openRun')}</button>}
        </p>
      </header>
      <div className="selfcheck-grid">
        <Resolution document={document} />
        <Injected document={document} />
        <Twin document={document} />
        <Hooks document={document} />
        <SecondInstruments document={document} />
        <Clocks document={document} />
        <Advice document={document} />
      </div>
    </article>
  );
}
