/** The parts of the self-check's page. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../shared/reasons/index.ts';
import type { SelfCheckDocument } from '../../../shared/selfcheck/document.ts';
import { adviceText } from '../../../shared/report/trust.ts';
import { grouped, NONE, percentText, signed, times } from '../../../shared/report/figures.ts';
import { checkedWhat, checkFigure, instrumentName, measureName } from '../../../shared/result/verdict-words.ts';
import type { CrossCheckResult } from '../../../shared/result/document.ts';
import { Icon } from '../../ui/Icon.tsx';
import { armName } from '../flame/names.ts';
import { LineChart } from '../result/LineChart.tsx';
import { useLanguage } from '../result/useLanguage.ts';
import { forestRange } from './words.ts';

interface Props {
  readonly document: SelfCheckDocument;
}

const pct = (value: number): string => `${signed(value, 2)}\u00a0%`;
const range = ([low, high]: readonly [number, number]): string => `[${signed(low, 2)} … ${signed(high, 2)}]`;

function Panel({ title, sub, wide = false, children }: { readonly title: string; readonly sub?: string; readonly wide?: boolean; readonly children: ReactNode }) {
  return (
    <section className={`pane selfcheck-part${wide ? ' wide' : ''}`} aria-label={title}>
      <div className="ph rule-b"><h2>{title}</h2>{sub ? <span className="small dim ell">{sub}</span> : null}</div>
      {children}
    </section>
  );
}

const Told = ({ good, yes, no }: { readonly good: boolean; readonly yes: string; readonly no: string }) => (
  <span className={`row gap1 ${good ? 'ok' : 'bad'}`}><Icon name={good ? 'good' : 'failed'} small />{good ? yes : no}</span>
);

export function Resolution({ document: { resolution } }: Props) {
  const { t } = useTranslation('selfcheck');
  const lengthText = (seconds: number): string => (seconds < 60 ? t('seconds', { count: seconds }) : t('minutes', { count: seconds / 60 }));
  const points = resolution.map(({ seconds, smallestPct }) => ({ x: seconds, y: smallestPct, ci: null, says: `${lengthText(seconds)}: ${percentText(smallestPct)}` }));
  return (
    <Panel title={t('resolution')} sub={t('resolutionSub')}>
      <div className="selfcheck-resolution">
        <table className="tb"><thead><tr><th>{t('time')}</th><th className="num">{t('smallest')}</th></tr></thead>
          <tbody>{resolution.map(({ seconds, smallestPct }) => <tr key={seconds}><td className="small">{lengthText(seconds)}</td><td className="num m">{smallestPct.toFixed(2)}</td></tr>)}</tbody>
        </table>
        <LineChart lines={[{ name: '', points }]} width={260} height={120} label={t('resolution')} xName="" x="even" y="log" factor={1} decimals={2} />
      </div>
    </Panel>
  );
}

export function Twin({ document: { aa } }: Props) {
  const { t } = useTranslation('selfcheck');
  return (
    <Panel title={t('aa')} sub={t('aaSub')}>
      <table className="tb"><tbody>
        <tr><th scope="row">{t('shift')}</th><td className="num m">{pct(aa.shiftPct)}</td><td className="num pm">{range(aa.ciPct)}</td></tr>
        <tr><th scope="row">{t('floor')}</th><td className="num m">{percentText(aa.floorPct)}</td><td /></tr>
        <tr><td colSpan={3}><Told good={aa.verdict === 'no difference'} yes={t('verdicts.no difference')} no={t(`verdicts.${aa.verdict}`)} /></td></tr>
      </tbody></table>
    </Panel>
  );
}

const PLOT = { width: 220, height: 22 } as const;

export function Injected({ document: { injected } }: Props) {
  const { t } = useTranslation('selfcheck');
  const [low, high] = forestRange(injected.flatMap(({ ciPct, expectedPct }) => [...ciPct, expectedPct]));
  const xOf = (value: number): number => ((value - low) / (high - low)) * PLOT.width;
  return (
    <Panel title={t('injected')} sub={t('injectedSub')}>
      <table className="tb">
        <thead><tr><th>{t('wait')}</th><th className="num">{t('expected')}</th><th className="num">{t('seen')}</th><th className="num">95 %</th><th aria-label={t('injectedSub')} /><th aria-label={t('found')} /></tr></thead>
        <tbody>
          {injected.map((one) => (
            <tr key={one.injectedNs} data-testid="selfcheck-injected" data-found={one.found}>
              <td className="small m">{(one.injectedNs / 1000).toFixed(1)}{'\u00a0'}µs</td>
              <td className="num">{pct(one.expectedPct)}</td><td className="num m">{pct(one.shiftPct)}</td><td className="num pm">{range(one.ciPct)}</td>
              <td>
                <svg width={PLOT.width} height={PLOT.height} role="img" aria-label={`${pct(one.shiftPct)} ${range(one.ciPct)}`}>
                  <path d={`M${xOf(0)} 0V${PLOT.height}`} className="axis" />
                  <path d={`M${xOf(one.expectedPct)} 2V${PLOT.height - 2}`} style={{ stroke: 'var(--accent)', strokeWidth: 2 }} />
                  <path d={`M${xOf(one.ciPct[0])} 11H${xOf(one.ciPct[1])}`} style={{ stroke: 'var(--ink)', strokeWidth: 1.5 }} />
                  <circle cx={xOf(one.shiftPct)} cy={11} r={3.5} style={{ fill: 'var(--ink)' }} />
                </svg>
              </td>
              <td className="small"><Told good={one.found} yes={t('found')} no={t('notFound')} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

export function Hooks({ document: { hooks } }: Props) {
  const { t } = useTranslation('selfcheck');
  return (
    <Panel title={t('hooks')} sub={t('hooksSub')}>
      <table className="tb"><thead><tr><th>{t('stack')}</th><th className="num">{t('cost')}</th><th className="num">95 %</th></tr></thead>
        <tbody>{hooks.map((one) => <tr key={one.stack}><td className="small">{one.stack}</td><td className="num m">{pct(one.costPct)}</td><td className="num pm">{range(one.ciPct)}</td></tr>)}</tbody>
      </table>
    </Panel>
  );
}

export function SecondInstruments({ document: { secondInstrument } }: Props) {
  const { t } = useTranslation('selfcheck');
  const language = useLanguage();
  return (
    <Panel title={t('second')} sub={t('secondSub')} wide>
      <table className="tb">
        <thead><tr><th>{t('what')}</th><th className="num">{t('offset')}</th><th className="num">{t('spread')}</th><th className="num">{t('bound')}</th><th aria-label={t('agrees')} /></tr></thead>
        <tbody>
          {secondInstrument.map((one, index) => {
            const unit = one.unit as CrossCheckResult['unit'];
            // Rates are told as ours ÷ theirs.
            const say = (value: number | null): string => (value === null ? NONE : unit === '1/s' ? times(value) : checkFigure(value, unit));
            return (
              <tr key={`${one.name} ${one.what} ${String(index)}`}>
                <td className="small">{instrumentName(one.name as CrossCheckResult['instrument'], language)}: {checkedWhat(one.what as CrossCheckResult['what'], language)} <span className="dim">{armName(one.arm)}</span></td>
                {one.agrees === null ? <td colSpan={3} className="small dim result-wrap">{one.reason && reasonIn(one.reason, language)}</td> : <><td className="num m">{say(one.offset)}</td><td className="num pm">{one.spread ? `${say(one.spread[0])} … ${say(one.spread[1])}` : NONE}</td><td className="num mid">{say(one.bound[0])} … {say(one.bound[1])}</td></>}
                <td className="small">{one.agrees === null ? <span className="dim">{t('missing')}</span> : <Told good={one.agrees} yes={t('agrees')} no={t('disagrees')} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

export function Clocks({ document: { clocks } }: Props) {
  const { t } = useTranslation('selfcheck');
  return (
    <Panel title={t('clocks')}>
      <table className="tb"><thead><tr><th>{t('what')}</th><th className="num">ns</th><th className="num">{t('wrong')}</th><th className="num">{t('of')}</th><th aria-label={t('good')} /></tr></thead>
        <tbody>{clocks.map((one) => <tr key={one.name}><td className="small">{t(`clockNames.${one.name}`)}</td><td className="num m">{grouped(Math.round(one.valueNs))}</td><td className="num">{grouped(one.bad)}</td><td className="num mid">{grouped(one.of)}</td><td className="small"><Told good={one.sound} yes={t('good')} no={t('bad')} /></td></tr>)}</tbody>
      </table>
    </Panel>
  );
}

export function Advice({ document: { advice, noise } }: Props) {
  const { t } = useTranslation('selfcheck');
  const language = useLanguage();
  return (
    <Panel title={t('advice')}>
      <ul className="selfcheck-advice small">{advice.length === 0 ? <li className="mid">{t('noAdvice')}</li> : advice.map((code) => <li key={code}>{adviceText(code, language)}</li>)}</ul>
      <p className="small mid selfcheck-noise">{t('noise')}: {noise.slices === 0 ? t('notWatched') : t('noiseSays', { marked: noise.marked, slices: noise.slices })}{noise.worst === null ? '' : ` · ${measureName(noise.worst, language)}`}</p>
    </Panel>
  );
}
