/** The comparison's tables. */
import { useTranslation } from 'react-i18next';
import type { ComparedArm, CompareDocument } from '../../../shared/compare/document.ts';
import { inUnit, shiftText, times, timeUnit } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { VerdictMark } from '../result/VerdictMark.tsx';

interface ArmsProps {
  readonly document: CompareDocument;
  readonly shown: string;
  readonly onShow: (arm: string) => void;
}

export function Arms({ document: { arms, anchor, onlyA, onlyB }, shown, onShow }: ArmsProps) {
  const { t } = useTranslation('compare');
  const unit = timeUnit(Math.max(...arms.flatMap(({ p50Ns }) => [...p50Ns])));
  return (
    <section className="rule-b" aria-label={t('title')}>
      {anchor ? <p className="small mid compare-says">{t('machine', { arm: armName(anchor.arm), times: times(anchor.ratio) })}</p> : null}
      <table className="tb">
        <thead><tr><th>{t('head.arm')}</th><th>{t('head.verdict')}</th><th className="num">{t('head.shift')}</th><th className="num">95 %</th><th className="num">{t('head.a', { unit: unit.name })}</th><th className="num">{t('head.b', { unit: unit.name })}</th><th>{t('head.by')}</th></tr></thead>
        <tbody>
          {arms.map((one) => [one, shiftText(one.ratio, one.ratioCi)] as const).map(([one, shift]) => (
            <tr key={`${one.a} ${one.b}`} data-testid="compare-arm" data-verdict={one.verdict} className={one.b === shown ? 'on' : ''}>
              <td className="small"><button type="button" className="compare-name" aria-pressed={one.b === shown} onClick={() => onShow(one.b)}>{one.a === one.b ? armName(one.a) : `${armName(one.a)} / ${armName(one.b)}`}</button></td>
              <td className="small"><VerdictMark mark={one.verdict} bare /> {t(`verdict.${one.verdict}`)}{one.reason === null ? null : <div className="tiny dim result-wrap">{one.reason}</div>}</td>
              <td className="num m">{shift.value}</td><td className="num pm">{shift.interval}</td>
              <td className="num">{inUnit(one.p50Ns[0], unit)}</td><td className="num">{inUnit(one.p50Ns[1], unit)}</td>
              <td className="small mid">{t(`by.${one.by}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {([['a', onlyA], ['b', onlyB]] as const).map(([side, ids]) => (ids.length > 0 ? <p key={side} className="small dim compare-says">{t('only', { side: t(side), arms: ids.map(armName).join(', ') })}</p> : null))}
    </section>
  );
}

export function Tail({ arm }: { readonly arm: ComparedArm }) {
  const { t } = useTranslation('compare');
  const unit = timeUnit(Math.max(...arm.quantiles.flatMap(({ aNs, bNs }) => [aNs, bNs])));
  return (
    <section className="rule-b" aria-label={t('tail')}>
      <div className="ph rule-b"><h2>{t('tail')}</h2><span className="small dim ell">{t('tailSub')}</span></div>
      <table className="tb">
        <thead><tr><th>{t('quantile')}</th><th className="num">{t('head.a', { unit: unit.name })}</th><th className="num">{t('head.b', { unit: unit.name })}</th><th className="num">{t('head.shift')}</th><th className="num">95 %</th></tr></thead>
        <tbody>{arm.quantiles.map(({ q, aNs, bNs, ratio, ratioCi }) => [q, aNs, bNs, shiftText(ratio, ratioCi)] as const).map(([q, aNs, bNs, shift]) => <tr key={q}><td className="small">p{q * 100}</td><td className="num">{inUnit(aNs, unit)}</td><td className="num">{inUnit(bNs, unit)}</td><td className="num m">{shift.value}</td><td className="num pm">{shift.interval}</td></tr>)}</tbody>
      </table>
    </section>
  );
}

export function Differences({ document: { differences } }: { readonly document: CompareDocument }) {
  const { t } = useTranslation('compare');
  const groups = [['scenario', differences.scenario.map(({ field, a, b }) => ({ what: field, a, b }))], ['environment', differences.environment]] as const;
  return (
    <section aria-label={t('differs')} data-testid="compare-differences">
      <div className="ph rule-b"><h2>{t('differs')}</h2></div>
      {groups.every(([, rows]) => rows.length === 0) ? <p className="small mid compare-says">{t('noDifference')}</p> : (
        <table className="tb">
          <thead><tr><th aria-label={t('differs')} /><th>{t('a')}</th><th>{t('b')}</th></tr></thead>
          {groups.map(([name, rows]) => (rows.length === 0 ? null : (
            <tbody key={name}>
              <tr><th scope="rowgroup" colSpan={3} className="small mid">{t(name)}</th></tr>
              {rows.map(({ what, a, b }) => <tr key={what}><td className="small">{what}</td><td className="small mid">{a}</td><td className="small mid">{b}</td></tr>)}
            </tbody>
          )))}
        </table>
      )}
    </section>
  );
}
