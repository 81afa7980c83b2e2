/** What the server does under load: latency against the offered rate with its knee, and scaling with connections and CPUs. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { ResultDocument } from '../../../shared/result/document.ts';
import { rateSeries, scalingSeries, type RateSeries, type ScaledAxis } from '../../../shared/report/load.ts';
import { latenessWarning } from '../../../shared/report/trust.ts';
import { grouped, NONE, percentText, plusMinus, rounded, timeText, timeUnit } from '../../../shared/report/figures.ts';
import { LineChart } from './LineChart.tsx';
import { kneeBand, latencyLines, scalingLines } from './load-lines.ts';
import { useLanguage } from './useLanguage.ts';
import { useWidth } from './useWidth.ts';

/** Where knee is: between the last rate that was kept and the first that was not. */
export function kneeText(t: TFunction<'result'>, knee: RateSeries['knee']): string {
  if (!knee) return '';
  if (knee.sustainedPerSecond === null) return t('load.notKept');
  return t(knee.brokenPerSecond === null ? 'load.keptTop' : 'load.kept', { rate: grouped(knee.sustainedPerSecond) });
}

export function LoadTab({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const series = rateSeries(document);
  return (
    <div className="load-tab scroll" role="region" aria-label={t('tabs.load')} tabIndex={0} data-testid="result-load">
      {series.length > 0 ? <Rates document={document} series={series} /> : null}
      {(['connections', 'threads'] as const).map((axis) => <Scaling key={axis} axis={axis} document={document} />)}
    </div>
  );
}

function Rates({ document, series }: { readonly document: ResultDocument; readonly series: readonly RateSeries[] }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  const [box, width] = useWidth();
  const warning = latenessWarning(document, language);
  const lines = series.map(latencyLines);
  const columns = series.length > 1 && width > 720 ? 2 : 1;
  const unit = timeUnit(Math.max(1e6, ...lines.flat(2).flatMap((line) => line.points.map((point) => point.y))));
  const arrivals = document.arms.find((arm) => arm.load)?.load?.arrivals;
  return (
    <section className="pane rule-b">
      <div className="ph rule-b"><h2>{t('load.title')}</h2><span className="small dim ell">{unit.name}, {t('load.from')}{arrivals ? `, ${t(`load.arrivals.${arrivals}`)}` : ''}</span><span className="r tiny dim">{t('load.lineNote')}</span></div>
      {warning === null ? null : <p className="result-notice" role="status" data-testid="lateness-warning">{warning} {t('load.lateNote')}.</p>}
      <div ref={box} className="load-charts" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {width > 0 ? series.map((one, index) => (
          <figure key={one.name} data-testid="load-chart">
            <figcaption className="small"><b>{one.name}</b> <span className="mid">{kneeText(t, one.knee)}</span></figcaption>
            <LineChart lines={lines[index] ?? []} over={lines.flat()} width={(width - (columns - 1) * 24) / columns} height={252} label={t('load.chart', { name: one.name })} xName={t('load.rateAxis')} x="linear" y="log" factor={unit.factor} decimals={unit.decimals} band={kneeBand(one.knee, t('load.knee'))} />
          </figure>
        )) : null}
      </div>
      <RateTable series={series} />
    </section>
  );
}

function RateTable({ series }: { readonly series: readonly RateSeries[] }) {
  const { t, i18n } = useTranslation('result');
  const unit = timeUnit(Math.max(1e6, ...series.flatMap(({ arms }) => arms.map((arm) => arm.handshake.p99Ns ?? 0))));
  const time = (value: number | null, ci: readonly [number, number] | null, key: string) => [<td key={key} className="num m">{rounded(value, ci, unit)}</td>, <td key={`${key} pm`} className="num pm">{plusMinus(value, ci) ?? NONE}</td>];
  return (
    <div className="rate-table">
      <table className="tb">
        <thead><tr><th>{t('armHead')}</th><th className="num">{t('load.offered')}</th><th className="num">{t('load.achieved')}</th><th className="num" colSpan={2}>p50, {unit.name}</th><th className="num" colSpan={2}>p99, {unit.name}</th><th className="num">{t('load.queued')}</th><th className="num">{t('load.lateness')}</th><th className="num">{t('load.lateness99')}</th><th>{t('load.schedule')}</th></tr></thead>
        <tbody>
          {series.flatMap(({ name, arms }) => arms.map((arm, index) => (
            <tr key={arm.id} data-testid="rate-row" data-kept={arm.load?.keptSchedule}>
              <td className={`small ${index === 0 ? 'm' : 'dim'}`}>{name}</td>
              <td className="num m">{grouped(arm.load?.ratePerSecond ?? 0)}</td>
              {arm.state === 'failed' ? <td colSpan={9} className="bad small result-wrap">{t('failed')}: {arm.reason && reasonIn(arm.reason, i18n.language)}</td> : (
                <>
                  <td className="num">{arm.load?.achievedPerSecond == null ? NONE : grouped(arm.load.achievedPerSecond)}</td>
                  {time(arm.handshake.p50Ns, arm.handshake.p50CiNs, 'p50')}{time(arm.handshake.p99Ns, arm.handshake.p99CiNs, 'p99')}
                  <td className="num mid">{arm.load?.queuedShare == null ? NONE : percentText(arm.load.queuedShare * 100)}</td>
                  <td className="num mid">{timeText(arm.load?.latenessP50Ns ?? null)}</td><td className="num mid">{timeText(arm.load?.latenessP99Ns ?? null)}</td>
                  <td className={`small ${arm.load?.keptSchedule ? 'ok' : 'warn'}`}>{t(arm.load?.keptSchedule ? 'load.held' : 'load.notHeld')}</td>
                </>
              )}
            </tr>
          )))}
        </tbody>
      </table>
    </div>
  );
}

function Scaling({ axis, document }: { readonly axis: ScaledAxis; readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const [box, width] = useWidth();
  const series = scalingSeries(document, axis);
  if (series.length === 0) return null;
  const latency = scalingLines(series, 'p50');
  const unit = timeUnit(Math.max(1e6, ...latency.flatMap((line) => line.points.map((point) => point.y))));
  const columns = width > 720 ? 2 : 1;
  const each = (width - (columns - 1) * 24) / columns;
  return (
    <section className="pane rule-b" data-testid={`scaling-${axis}`}>
      <div className="ph rule-b"><h2>{t(`load.scaling.${axis}`)}</h2><span className="small dim ell">{t('load.closed')}, 95 %</span></div>
      <div ref={box} className="load-charts" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {width > 0 ? (
          <>
            <figure><figcaption className="small m">{t('load.rate')}</figcaption><LineChart lines={scalingLines(series, 'rate')} width={each} height={230} label={t('load.rateChart', { axis: t(`load.axis.${axis}`) })} xName={t(`load.axis.${axis}`)} x="even" y="zero" /></figure>
            <figure><figcaption className="small m">{t('load.latency', { unit: unit.name })}</figcaption><LineChart lines={latency} width={each} height={230} label={t('load.latencyChart', { axis: t(`load.axis.${axis}`) })} xName={t(`load.axis.${axis}`)} x="even" y="zero" factor={unit.factor} decimals={unit.decimals} /></figure>
          </>
        ) : null}
      </div>
    </section>
  );
}
