/** Statements about TLS stacks, each with what was claimed, what was measured here, and a verdict that only a run can change. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VERDICTS, type JudgedClaim, type JudgedFile } from '../../../shared/claims/document.ts';
import { claimSpan, claimValue, countVerdicts } from '../../../shared/claims/words.ts';
import { useLanguage } from '../../app/useAppearance.ts';
import { go, openResult } from '../../stores/app.ts';
import { editScenario } from '../../stores/builder.ts';
import { isRunning, useLive } from '../../stores/live.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Failed, Loading } from '../../ui/Loading.tsx';
import { Span } from './Span.tsx';
import { useClaims, type UseClaims } from './useClaims.ts';
import { VerdictTag } from './VerdictTag.tsx';
import './claims.css';

type Filter = JudgedClaim['verdict'] | 'all';

export function ClaimsScreen() {
  const { t } = useTranslation('claims');
  const { claims, problem, again, run, stop } = useClaims();
  const busy = useLive(({ run: live }) => isRunning(live));
  const [filter, setFilter] = useState<Filter>('all');
  const files = claims?.files ?? [];
  const all = files.flatMap((file) => file.claims);
  const counts = countVerdicts(all, VERDICTS);
  const built = files.filter(({ scenario }) => scenario !== null);
  const running = claims?.running ?? null;
  const shown = files.map((file) => ({ ...file, claims: file.claims.filter(({ verdict }) => filter === 'all' || verdict === filter) })).filter((file) => file.claims.length > 0);
  return (
    <div className="screen" data-testid="claims-screen">
      <div className="head">
        <div className="grow"><h1>{t('title')}</h1><div className="sub ell">{t('sub')}</div></div>
        {running === null ? (
          <button type="button" className="btn pri" data-testid="claims-run-all" disabled={busy || built.length === 0} title={busy ? t('busy') : undefined} onClick={() => run(built.map(({ id }) => id))}><Icon name="run" />{t('runAll')}</button>
        ) : (
          <>
            <span className="small mid" role="status">{t('left', { count: (claims?.waiting.length ?? 0) + 1 })}</span>
            <button type="button" className="btn" onClick={() => go('run')}>{t('watch')}</button>
            <button type="button" className="btn" data-testid="claims-stop" onClick={stop}>{t('stop')}</button>
          </>
        )}
      </div>
      {claims ? (
        <div className="claims-filter rule-b" role="group" aria-label={t('filter')}>
          <button type="button" className={filter === 'all' ? 'chip on' : 'chip'} aria-pressed={filter === 'all'} onClick={() => setFilter('all')}>{t('all')} <b>{all.length}</b></button>
          {counts.map(([verdict, count]) => <button key={verdict} type="button" data-testid="claims-filter" className={filter === verdict ? 'chip on' : 'chip'} aria-pressed={filter === verdict} onClick={() => setFilter(filter === verdict ? 'all' : verdict)}>{t(`verdict.${verdict}`)} <b>{count}</b></button>)}
        </div>
      ) : null}
      <div className="pane grow scroll" role="region" aria-label={t('title')} tabIndex={0}>
        {claims === null ? (problem === null ? <Loading text={t('loading')} /> : <Failed what={t('failed')} why={problem} onAgain={again} />) : (
          <table className="tb claims-table" data-testid="claims-table">
            <thead><tr><th scope="col">{t('head.statement')}</th><th scope="col" className="num">{t('head.reference')}</th><th scope="col" className="num">{t('head.measured')}</th><th scope="col" className="num">95 %</th><th scope="col" aria-hidden="true" className="claim-axis" /><th scope="col">{t('head.verdict')}</th></tr></thead>
            {shown.map((file) => <File key={file.id} file={file} claims={claims} busy={busy} run={run} />)}
          </table>
        )}
      </div>
    </div>
  );
}

interface FileProps {
  readonly file: JudgedFile;
  readonly claims: NonNullable<UseClaims['claims']>;
  readonly busy: boolean;
  readonly run: UseClaims['run'];
}

function File({ file: { id, title, scenario, claims }, claims: { running, waiting }, busy, run }: FileProps) {
  const { t } = useTranslation('claims');
  const language = useLanguage();
  const by = claims.find((claim) => claim.run !== null)?.run ?? null;
  return (
    <tbody data-testid="claim-file" data-file={id}>
      <tr className="claim-file">
        <th scope="rowgroup" colSpan={6}>
          <div className="row gap2">
            <b>{title[language]}</b><span className="mono dim grow ell">{id}</span>
            {running === id ? <Progress /> : waiting.includes(id) ? <span className="small dim">{t('waiting')}</span> : null}
            {by === null ? null : <button type="button" className="btn quiet small-btn" data-testid="claim-open" onClick={() => openResult(by)}>{t('openRun')}</button>}
            {scenario === null ? null : (
              <>
                <button type="button" className="btn quiet small-btn" onClick={() => { editScenario(null, { ...scenario, name: title[language] }); go('builder'); }}>{t('edit')}</button>
                <button type="button" className="btn small-btn" data-testid="claim-run" disabled={busy} title={busy ? t('busy') : undefined} onClick={() => run([id])}>{by === null ? t('run') : t('again')}</button>
              </>
            )}
          </div>
        </th>
      </tr>
      {claims.map((claim) => <Row key={claim.id} claim={claim} />)}
    </tbody>
  );
}

function Row({ claim }: { readonly claim: JudgedClaim }) {
  const { t } = useTranslation('claims');
  const language = useLanguage();
  const open = claim.verdict === 'not run yet' || claim.verdict === 'not built yet';
  // What is to be done about these stands in the button of their file.
  const says = [open ? null : claim.reason?.[language], claim.notes?.[language]].filter(Boolean).join(' · ');
  return (
    <tr data-testid="claim" data-claim={claim.id}>
      <td className="claim-statement"><span>{claim.statement[language]}</span> <span className="tiny dim nowrap">§&nbsp;{claim.section}</span>{says === '' ? null : <p className="tiny dim">{says}</p>}</td>
      <td className="num mid">{claimSpan(claim.reference, claim.unit) ?? <span className="dim" title={t('noReference')}>—</span>}</td>
      <td className="num m">{claimValue(claim) ?? <span className="dim" title={claim.reason?.[language] ?? t('noFigure')}>—</span>}</td>
      <td className="num pm">{claim.ci === null ? '—' : claimSpan(claim.ci, claim.unit)}</td>
      <td className="claim-axis"><Span claim={claim} /></td>
      <td><VerdictTag verdict={claim.verdict} /></td>
    </tr>
  );
}

function Progress() {
  const { t } = useTranslation('claims');
  const fraction = useLive(({ run }) => run?.snapshot?.progress ?? 0);
  const share = Number.isNaN(fraction) ? 0 : fraction;
  return <><span className="small mid">{t('running', { percent: Math.floor(share * 100) })}</span><div className="bar claim-bar" role="progressbar" aria-label={t('title')} aria-valuenow={Math.floor(share * 100)}><i style={{ width: `${share * 100}%` }} /></div></>;
}
