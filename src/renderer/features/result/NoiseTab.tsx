/** What disturbed the run, and what was done about it. */
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultDocument } from '../../../shared/result/document.ts';
import type { NoiseSlice } from '../../../shared/result/noise.ts';
import { measureName } from '../../../shared/result/verdict-words.ts';
import { missingMeasures, noiseSentence, reasonsText, measureColumn, measureFigure } from '../../../shared/report/trust.ts';
import { grouped, NONE, plusMinus, rounded, timeUnit } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { NETWORK_WORDS, networkCells, networkNote } from '../../../shared/report/network.ts';
import { FactTable } from './FactTable.tsx';
import { NoiseChart, sliceAt } from './NoiseChart.tsx';
import { DRAWN, nextMarked } from './noise-scales.ts';
import { useLanguage } from './useLanguage.ts';
import { useWidth } from './useWidth.ts';

const seconds = (ms: number): string => (ms / 1000).toFixed(2);

export function NoiseTab({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  const [table, setTable] = useState(false);
  const { summary, slices, markedRounds, repeatedRounds } = document.noise;
  const sentence = noiseSentence(document, language);
  const missing = missingMeasures(document, language);
  return (
    <div className="noise-tab scroll" role="region" aria-label={t('tabs.noise')} tabIndex={0}>
      <section className="pane rule-b" data-testid="result-noise" data-verdict={summary.verdict}>
        <div className="ph rule-b">
          <h2>{t('noise.title')}</h2><span className="small dim ell">{t('noise.sub')}</span>
          <span className="r">{slices.length > 0 ? <button type="button" className="btn low" aria-pressed={table} data-testid="noise-table-toggle" onClick={() => setTable(!table)}>{t(table ? 'noise.hideTable' : 'noise.table')}</button> : null}</span>
        </div>
        <p className={`noise-says${summary.verdict === 'noisy' ? ' warn' : ''}`}>{sentence}</p>
        {slices.length > 0 ? <Strip slices={slices} label={t('noise.chart', { summary: sentence })} /> : <p className="small dim run-pad">{t('noise.none')}</p>}
        <div className="noise-facts small mid">
          <span>{t('noise.markedRounds')} <b>{grouped(markedRounds)}</b></span>
          <span>{t('noise.repeatedRounds')} <b>{grouped(repeatedRounds)}</b></span>
          {missing.length > 0 ? <span className="dim">{t('noise.missing', { what: missing.join(language === 'zh' ? '；' : '; ') })}</span> : null}
        </div>
      </section>
      {slices.length > 0 ? <SliceTable slices={slices} hidden={!table} /> : null}
      {document.network ? <FactTable testId="result-network" title={NETWORK_WORDS[language].title} note={networkNote(document.network, language)} head={NETWORK_WORDS[language].head} rows={document.network.paths.map(networkCells)} numeric /> : null}
      <MarkedTable document={document} />
    </div>
  );
}

function Strip({ slices, label }: { readonly slices: readonly NoiseSlice[]; readonly label: string }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  const [box, width] = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const slice = at === null ? undefined : slices[at];
  const onKey = (event: KeyboardEvent): void => {
    const here = at ?? 0;
    const to = event.key === 'ArrowRight' ? Math.min(slices.length - 1, at === null ? 0 : here + 1) : event.key === 'ArrowLeft' ? Math.max(0, here - 1) : event.key === 'ArrowDown' ? nextMarked(slices, here, 1) : event.key === 'ArrowUp' ? nextMarked(slices, here, -1)
      : event.key === 'Home' ? 0 : event.key === 'End' ? slices.length - 1 : undefined;
    if (event.key === 'Escape') setAt(null);
    else if (to !== undefined) setAt(to);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div
        className="noise-strip" ref={box} tabIndex={0} role="group" aria-label={label} aria-describedby="noise-readout" data-testid="noise-strip" onKeyDown={onKey} onFocus={() => at === null && setAt(nextMarked(slices, -1, 1) ?? 0)} onMouseLeave={() => setAt(null)}
        onMouseMove={(event) => setAt(sliceAt(slices, event.clientX - event.currentTarget.getBoundingClientRect().left - 16, width))}
      >
        {width > 0 ? <NoiseChart slices={slices} width={width} language={language} label={label} at={at} /> : null}
      </div>
      <p id="noise-readout" className="noise-readout small rule-t" aria-live="polite" data-testid="noise-readout">
        {slice ? (
          <>
            <span className="m">{seconds(slice.startMs)} … {seconds(slice.endMs)}{'\u00a0'}s</span>
            <span className="mid">{t('noise.roundsValue', { from: grouped(slice.firstRound), to: grouped(slice.lastRound) })}</span>
            <span className={slice.marked ? 'warn' : 'dim'}>{slice.marked ? `${t('noise.markedYes')}: ${reasonsText(slice, language)}` : t('noise.unmarked')}</span>
            <span className="dim ell">{DRAWN.map((measure) => `${measureName(measure, language)} ${measureFigure(measure, slice.measures[measure])}`).join(' · ')}</span>
          </>
        ) : <span className="dim">{t('noise.empty')}</span>}
      </p>
    </>
  );
}

/** The strip as rows: always there for a screen reader, and for everyone who asks. */
function SliceTable({ slices, hidden }: { readonly slices: readonly NoiseSlice[]; readonly hidden: boolean }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  const told = Object.keys(slices[0]?.measures ?? {}).filter((measure) => slices.some((slice) => slice.measures[measure as keyof NoiseSlice['measures']] !== null)) as (keyof NoiseSlice['measures'])[];
  const columns = told.map((measure) => ({ measure, ...measureColumn(measure, slices) }));
  return (
    <section className={hidden ? 'sr-only' : 'pane rule-b noise-table'} data-testid="noise-table">
      <div className={hidden ? '' : 'result-scroll'}>
        <table className="tb">
          <caption className="sr-only">{t('noise.caption')}</caption>
          <thead><tr><th>{t('noise.when')}</th><th>{t('noise.rounds')}</th><th>{t('noise.marked')}</th>{columns.map(({ measure, unit }) => <th key={measure} className="num">{measureName(measure, language)}{unit === '' ? '' : `, ${unit}`}</th>)}</tr></thead>
          <tbody>
            {slices.map((slice) => (
              <tr key={slice.startMs}>
                <td>{seconds(slice.startMs)} … {seconds(slice.endMs)}</td>
                <td className="mid">{slice.firstRound}–{slice.lastRound}</td>
                <td className={slice.marked ? 'warn' : 'dim'}>{slice.marked ? reasonsText(slice, language) : NONE}</td>
                {columns.map(({ measure, text }) => <td key={measure} className="num">{text(slice.measures[measure])}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function MarkedTable({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const arms = document.arms.filter((arm) => arm.state === 'good' && arm.withMarked);
  const unit = timeUnit(Math.max(1e6, ...arms.map((arm) => arm.withMarked?.p99.value ?? 0)));
  const pair = (value: number | null, ci: readonly [number, number] | null, key: string) => [
    <td key={key} className="num m">{rounded(value, ci, unit)}</td>, <td key={`${key} ci`} className="num pm">{plusMinus(value, ci) ?? NONE}</td>,
  ];
  return (
    <section className="pane noise-marked">
      <div className="ph rule-b"><h2>{t('noise.withTitle')}</h2><span className="r tiny dim">{unit.name}, 95 %</span></div>
      {arms.length === 0 ? <p className="small dim run-pad noise-says">{t('noise.noneMarked')}</p> : (
        <div className="result-scroll">
          <table className="tb">
            <thead>
              <tr><th /><th colSpan={2} className="num">p50 {t('noise.without')}</th><th colSpan={2} className="num">{t('noise.with')}</th><th colSpan={2} className="num">p99 {t('noise.without')}</th><th colSpan={2} className="num">{t('noise.with')}</th><th colSpan={2} className="num">{t('mean')} {t('noise.without')}</th><th colSpan={2} className="num">{t('noise.with')}</th><th className="num">n</th></tr>
            </thead>
            <tbody>
              {arms.map((arm) => (
                <tr key={arm.id}>
                  <td className="small">{armName(arm.id)}</td>
                  {pair(arm.handshake.p50Ns, arm.handshake.p50CiNs, 'p50')}{pair(arm.withMarked?.p50.value ?? null, arm.withMarked?.p50.ci ?? null, 'p50 m')}
                  {pair(arm.handshake.p99Ns, arm.handshake.p99CiNs, 'p99')}{pair(arm.withMarked?.p99.value ?? null, arm.withMarked?.p99.ci ?? null, 'p99 m')}
                  {pair(arm.handshake.meanNs, arm.handshake.meanCiNs, 'mean')}{pair(arm.withMarked?.mean.value ?? null, arm.withMarked?.mean.ci ?? null, 'mean m')}
                  <td className="num mid">{grouped(arm.withMarked?.handshakes ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {document.noise.leftOut ? <p className="tiny dim run-pad">{t('noise.kept')}</p> : null}
    </section>
  );
}
