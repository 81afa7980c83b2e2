/** How long the scenario takes and how well its figures will be known, from what was measured on this machine before. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { twinsOf, type Arms } from '../../../shared/scenario/arms.ts';
import type { Scenario } from '../../../shared/scenario/schema.ts';
import { useApp } from '../../stores/app.ts';
import { change } from '../../stores/builder.ts';
import { expected, typicalP50Ns } from '../library/words.ts';
import { withField } from './edit.ts';
import { precisionOf, saidShare, saidTime } from './precision.ts';

const NAMED_RUNS = 6;
/** A run lasts no longer. */
const DAY_MS = 24 * 3_600_000;
const timeText = (ms: number, t: TFunction<'scenario'>): string => {
  const said = saidTime(ms);
  return t(said.unit === 'minutes' && said.seconds === 0 ? 'duration.wholeMinutes' : `duration.${said.unit}`, { ...said });
};

export function Duration({ scenario, arms }: { readonly scenario: Scenario; readonly arms: Arms | null }) {
  const { t, i18n } = useTranslation('scenario');
  const runs = useApp(({ library }) => library?.runs);
  const machine = useApp(({ topology }) => topology?.machine);
  const precision = useMemo(() => (arms && runs && machine ? precisionOf(scenario, arms, runs, machine) : null), [scenario, arms, runs, machine]);
  const count = arms?.run.length ?? 1;
  const typical = typicalP50Ns(runs ?? []);
  const { ms: plannedMs, mostMs } = expected(scenario, Math.max(1, count), typical);
  const twins = arms ? twinsOf(arms.run, scenario.noiseFloor).length : 0;
  const bounded = 'until' in scenario.length;
  const estimate = precision?.estimate ?? null;
  // A time that is asked for is known by itself; how long so many handshakes take, or a precision, is known from before.
  const ms = estimate && !('for' in scenario.length) ? estimate.ms : plannedMs;
  const at = (iso: string): string => new Date(iso).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const basis = precision && precision.runs.length > 0
    ? [t('duration.basis'), ...precision.runs.slice(0, NAMED_RUNS).map(({ name, createdAt }) => `${name} · ${at(createdAt)}`), ...(precision.runs.length > NAMED_RUNS ? [t('more', { count: precision.runs.length - NAMED_RUNS })] : [])].join('\n')
    : undefined;
  const aim = (percent: string, neededMs: number): void => {
    const minutes = Math.ceil(Math.min(DAY_MS, 1.5 * neededMs) / 60_000);
    const edit = withField(scenario, 'length', { until: percent, atMost: `${minutes}m` });
    if (edit.ok) change(edit.scenario);
  };
  return (
    <div className="run-pad" data-testid="duration">
      <div className="big" title={basis} data-testid="duration-about">
        {t(bounded && !estimate ? 'duration.atMost' : 'duration.about', { time: timeText(ms, t) })}{estimate ? t('duration.reached', { share: saidShare(estimate.reached) }) : ''}
      </div>
      {estimate ? <p className="small mid" title={basis} tabIndex={0} data-testid="duration-basis">{t('duration.from', { count: precision?.runs.length ?? 0 })}</p> : null}
      {precision && !estimate && precision.arms > 0 ? <p className="small mid" data-testid="duration-unknown">{precision.known === 0 ? t('duration.never') : t('duration.partly', { count: precision.arms - precision.known, arms: precision.arms })}</p> : null}
      {estimate ? (
        <p className="small mid duration-aims">
          {([['1%', estimate.msToOne], ['0.5%', estimate.msToHalf]] as const).map(([percent, needed]) => (needed > DAY_MS ? <span key={percent}>{t('duration.tooLong', { share: percent.replace('%', '\u00a0%') })}</span> : (
            <button key={percent} type="button" className="link" title={t('duration.aimHint')} data-testid={`aim-${percent}`} onClick={() => aim(percent, needed)}>{t('duration.aim', { share: percent.replace('%', '\u00a0%'), time: timeText(needed, t) })}</button>
          )))}
        </p>
      ) : null}
      <p className="small mid">{bounded ? `${t('duration.bound', { time: timeText(plannedMs, t) })}; ` : mostMs > plannedMs * 1.01 ? `${t('duration.repeats', { time: timeText(ms + mostMs - plannedMs, t) })}; ` : ''}{t('duration.setUp')}</p>
      {twins > 0 ? <p className="small mid" data-testid="twins">{t('duration.twins', { count: twins })}</p> : null}
      {typical === undefined && !('for' in scenario.length) ? <p className="tiny dim">{t('duration.rough')}</p> : null}
    </div>
  );
}
