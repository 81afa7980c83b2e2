/** A finished run: the verdict in words, then where it comes from. */
import { useCallback, useDeferredValue, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isUneven, type ResultDocument } from '../../../shared/result/document.ts';
import { unseenServers } from '../../../shared/report/model.ts';
import { ownArms, verdictOf } from '../../../shared/result/verdict.ts';
import { doubtLines, verdictDetails, verdictSentence } from '../../../shared/result/verdict-words.ts';
import { hasLoad } from '../../../shared/report/load.ts';
import { latenessWarning, noiseSentence } from '../../../shared/report/trust.ts';
import { grouped, percentText } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { AllocationsTab } from './AllocationsTab.tsx';
import { ChecksTab } from './ChecksTab.tsx';
import { ArmComparison } from './ComparisonReadout.tsx';
import { ComparisonsTab } from './ComparisonsTab.tsx';
import { ArmsTable } from './tables.tsx';
import { ExportMenu, ExportState } from '../export/ExportMenu.tsx';
import { ProfileTab } from '../profile/index.ts';
import { invoke } from './lab.ts';
import { DistributionChart, useDistributionWords } from './DistributionChart.tsx';
import { FlameTab } from './FlameTab.tsx';
import { HandshakesTab } from './HandshakesTab.tsx';
import { ExploreContext, useExploreFrom, type Explore } from './explore.ts';
import { look } from '../../stores/explore.ts';
import { looked, useLooked } from '../../stores/place.ts';
import { LoadTab } from './LoadTab.tsx';
import { isDense, Matrix } from './Matrix.tsx';
import { NoiseTab } from './NoiseTab.tsx';
import { WireTab } from './WireTab.tsx';
import { cachedArms } from '../../../shared/report/sessions.ts';
import { earlyComparisons } from '../../../shared/report/early.ts';
import { ProbesPane } from './ProbesPane.tsx';
import { Provenance } from './Provenance.tsx';
import { TailTab } from './TailTab.tsx';
import { useWidth } from './useWidth.ts';
import { Words } from './Words.tsx';
import { Segmented } from '../flame/Segmented.tsx';
import './result.css';

export const TABS = ['overview', 'comparisons', 'flame', 'tail', 'load', 'distribution', 'handshakes', 'allocations', 'profile', 'noise', 'checks', 'probes', 'wire', 'provenance'] as const;
export type Tab = (typeof TABS)[number];

/** The tabs that this result has something for. */
export const tabsOf = (document: ResultDocument): Tab[] => TABS.filter((tab) => (tab !== 'load' || hasLoad(document)) && (tab !== 'profile' || document.profiles.length > 0) && (tab !== 'probes' || document.replays.length + document.idle.length + earlyComparisons(document).length + cachedArms(document).length > 0) && (tab !== 'wire' || document.wire.length > 0));

export interface ResultActions {
  readonly runAgain: () => void;
  readonly replayExactly: () => void;
  readonly report: () => void;
  /** Plays the run again in the live views. */
  readonly play: () => void;
}

export function ResultView({ document, language, actions, problem }: { readonly document: ResultDocument; readonly language: 'en' | 'zh'; readonly actions: ResultActions; readonly problem: string | null }) {
  const { t } = useTranslation('result');
  const kept = useLooked((state) => state.runs[document.run.id]?.tab ?? null);
  const tab = tabsOf(document).find((one) => one === kept) ?? 'overview';
  const setTab = (next: Tab): void => looked(document.run.id, { tab: next });
  // In slices, so that the tab itself answers at once.
  const shown = useDeferredValue(tab);
  const { run } = document;
  const tabs = tabsOf(document);
  const loadProfile = useCallback((file: string) => invoke('run:profile', { run: run.folder, file }), [run.folder]);
  const explore = useCallback<Explore>((arm, change) => {
    look(run.id, { fromNs: null, toNs: null, outcome: 'complete', ref: null, ...change, arm });
    looked(run.id, { tab: 'handshakes' });
  }, [run.id]);
  const handshakes = document.arms.reduce((sum, arm) => sum + arm.handshakes, 0);
  const onKey = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(tab) + (event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0);
    const to = tabs[at];
    if (to === undefined || to === tab) return;
    setTab(to);
    (event.currentTarget.children[at] as HTMLElement).focus();
  };
  return (
    <div
      className="screen" data-testid="result-screen" data-run={run.id}
      onKeyDown={(event) => {
        const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement;
        const chosen = tabs[Number(event.key) - 1];
        if (chosen && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) setTab(chosen);
      }}
    >
      <div className="head">
        <div className="run-title">
          <h1 className="ell">{run.name}</h1>
          <div className="sub ell">
            {t('sub', { date: dateOf(run.createdAt, language), rounds: grouped(run.rounds), handshakes: grouped(handshakes) })}
            {run.replayOf ? ` · ${t(run.replayOf.exact ? 'replayExact' : 'replayOf', { id: run.replayOf.id })}` : ''}
          </div>
        </div>
        <div className="grow" />
        {problem === null ? null : <span className="bad small ell" role="alert">{t('problem', { message: problem })}</span>}
        <button type="button" className="btn" data-testid="run-play" onClick={actions.play}><PlayIcon />{t('play')}</button>
        <ExportState own={[run.id, run.folder]} />
        <button type="button" className="btn" data-testid="run-again" onClick={actions.runAgain}><AgainIcon />{t('runAgain')}</button>
        <button type="button" className="btn hide-narrow" data-testid="replay-exactly" onClick={actions.replayExactly}>{t('replay')}</button>
        <ExportMenu run={run.folder} language={language} />
        <button type="button" className="btn pri" data-testid="open-report" onClick={actions.report}><ReportIcon />{t('report')}</button>
      </div>
      <div className="tabs" role="tablist" onKeyDown={onKey}>
        {tabs.map((one) => (
          <button key={one} type="button" role="tab" id={`tab-${one}`} aria-selected={one === tab} aria-controls="result-panel" tabIndex={one === tab ? 0 : -1} className={one === tab ? 'on' : ''} data-testid={`tab-${one}`} onClick={() => setTab(one)}>
            {t(`tabs.${one}`)}
          </button>
        ))}
      </div>
      {run.complete ? null : <p className="result-notice" role="status" data-testid="result-ended">{t(`ended.${run.ended}`, { rounds: grouped(run.rounds) })}</p>}
      <ExploreContext value={explore}>
      <div className="result-panel" role="tabpanel" id="result-panel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
        {shown === 'overview' ? <Overview document={document} language={language} />
          : shown === 'comparisons' ? <ComparisonsTab document={document} />
          : shown === 'flame' ? <FlameTab document={document} loadProfile={loadProfile} />
          : shown === 'tail' ? <TailTab document={document} />
          : shown === 'load' ? <LoadTab document={document} />
          : shown === 'distribution' ? <DistributionTab document={document} />
          : shown === 'handshakes' ? <HandshakesTab document={document} />
          : shown === 'allocations' ? <AllocationsTab document={document} />
          : shown === 'probes' ? <ProbesPane document={document} />
          : shown === 'wire' ? <WireTab document={document} />
          : shown === 'profile' ? <ProfileTab profiles={document.profiles} load={loadProfile} />
          : shown === 'noise' ? <NoiseTab document={document} />
          : shown === 'checks' ? <ChecksTab document={document} />
          : <Provenance document={document} language={language} actions={actions} />}
      </div>
      </ExploreContext>
    </div>
  );
}

const PlayIcon = () => <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><path d="M5 3.5v9l7-4.5z" /></svg>;
const AgainIcon = () => <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><path d="M13 8a5 5 0 0 1-9 3M3 8a5 5 0 0 1 9-3M12.5 2.5V5H10M3.5 13.5V11H6" /></svg>;
const ReportIcon = () => <svg className="ic" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5h5l3 3v8H4zM9 2.5v3h3M6 8.5h4M6 11h4" /></svg>;
const OkIcon = () => <svg className="ic s" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" /><path d="m5.5 8 2 2 3-3.5" /></svg>;
const BadIcon = () => <svg className="ic s" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1.5 14.5 8 8 14.5 1.5 8zM6 6l4 4M10 6l-4 4" /></svg>;

export const dateOf = (iso: string, language: 'en' | 'zh'): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(iso));

function Overview({ document, language }: { readonly document: ResultDocument; readonly language: 'en' | 'zh' }) {
  const { t } = useTranslation('result');
  const [selected, setSelected] = useState<{ readonly arm: string; readonly against: string | null } | null>(null);
  const [side, setSide] = useState<'distribution' | 'comparison'>('distribution');
  const beside = useRef<HTMLElement>(null);
  const first = document.arms.find((arm) => arm.state === 'good')?.id ?? null;
  const select = (arm: string): void => {
    // The cell shows the shift to the first arm.
    setSelected({ arm, against: first });
    setSide('comparison');
    // Where the panels stand below each other, the one that answers may be out of sight.
    beside.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className="overview">
      <VerdictBand document={document} language={language} />
      <div className={`overview-grid${isDense(document) ? ' wide' : ''}`}>
        <Matrix document={document} selected={side === 'comparison' ? (selected?.arm ?? null) : null} onSelect={select} />
        <section className="pane rule-b overview-dist" ref={beside} data-testid="result-distribution">
          <div className="ph">
            <h2>{t(side)}</h2><span className="small dim ell">{side === 'distribution' ? t('distributionSub') : t('comparisonsSub', { count: document.comparisons.length })}</span>
            <span className="r"><Segmented label={t('distribution')} testId="overview-side" value={side} onChange={setSide} options={[{ value: 'distribution', label: t('distribution') }, { value: 'comparison', label: t('comparison') }]} /></span>
          </div>
          {side === 'distribution' ? <OverviewDistribution document={document} /> : <ArmComparison arm={selected?.arm ?? null} against={selected?.against ?? null} document={document} onAgainst={(against) => setSelected((before) => before && { ...before, against })} />}
        </section>
        <ArmsTable document={document} />
      </div>
    </div>
  );
}

function OverviewDistribution({ document }: { readonly document: ResultDocument }) {
  const words = useDistributionWords();
  const explore = useExploreFrom();
  const [box, width] = useWidth();
  return <div className="result-chart" ref={box}>{width > 0 ? <DistributionChart arms={ownArms(document)} width={width} rowHeight={document.arms.length > 6 ? 36 : 46} label={words.label} failedText={words.failedText} onArm={explore ? (arm) => explore(arm, {}) : undefined} armHint={words.armHint} /> : null}</div>;
}

/** More of them fold away. */
/** The headline, and in a line what it rests on. */
function VerdictBand({ document, language }: { readonly document: ResultDocument; readonly language: 'en' | 'zh' }) {
  const { t } = useTranslation('result');
  const verdict = verdictOf(document);
  const uneven = document.arms.find(isUneven);
  const unseen = unseenServers(document);
  const floor = document.comparisons.find((one) => one.floorPct !== null)?.floorPct ?? null;
  const late = latenessWarning(document, language);
  const doubts = doubtLines(document, language);
  const { summary } = document.noise;
  return (
    <div className="verdict rule-b" data-testid="verdict">
      <p><Words parts={verdictSentence(verdict, document, language)} /></p>
      <div className="verdict-line small mid">
        {floor === null ? null : <span>{t('pair.floor')} <b>{percentText(floor)}</b></span>}
        <span className={summary.verdict === 'quiet' ? 'ok row gap1' : summary.verdict === 'noisy' ? 'warn row gap1' : 'row gap1'}>{summary.verdict === 'quiet' ? <OkIcon /> : null}{noiseSentence(document, language)}</span>
        {unseen.length > 0 ? <span className="dim" data-testid="unseen-servers">{t('unseen', { servers: unseen.join(', ') })}</span> : null}
        {uneven ? <span className="warn">{t('uneven', { arm: armName(uneven.id), server: grouped(uneven.serverHandshakes), client: grouped(uneven.handshakes) })}</span> : null}
        {verdict.failedArms > 0 ? <span className="bad row gap1"><BadIcon />{t('failedArms', { count: verdict.failedArms })}</span> : null}
        {verdict.failedArms === 0 && document.arms.every((arm) => arm.failed === 0) ? <span className="ok row gap1"><OkIcon />{t('allGood', { count: ownArms(document).length })}</span> : null}
        {verdict.refusedArms > 0 ? <span>{t('refusedArms', { count: verdict.refusedArms })}</span> : null}
      </div>
      {late === null ? null : <p className="verdict-doubt small">{late}</p>}
      {doubts.map((doubt) => <p key={doubt} className="verdict-doubt small" data-testid="doubt">{doubt}</p>)}
      {verdict.comparisons.length > 2 ? (
        <details className="verdict-more small">
          <summary>{t('details')}</summary>
          <ul>{verdictDetails(verdict, document, language).map((parts, index) => <li key={index}><Words parts={parts} /></li>)}</ul>
        </details>
      ) : null}
    </div>
  );
}

function DistributionTab({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const explore = useExploreFrom();
  const words = useDistributionWords();
  const [box, width] = useWidth();
  return (
    <section className="pane result-full scroll" role="region" aria-label={t('distribution')} tabIndex={0}>
      <div className="ph rule-b"><h2>{t('distribution')}</h2><span className="small dim">{t('distributionSub')}</span></div>
      <div className="result-chart" ref={box}>{width > 0 ? <DistributionChart arms={ownArms(document)} width={width} rowHeight={64} label={words.label} failedText={words.failedText} onArm={explore ? (arm) => explore(arm, {}) : undefined} armHint={words.armHint} /> : null}</div>
      <p className="tiny dim run-pad">{words.note}</p>
    </section>
  );
}
