/** The table of a result's arms: every figure with its interval. Failed arms stay in their place. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ArmResult, ResultDocument } from '../../../shared/result/document.ts';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { ownArms } from '../../../shared/result/verdict.ts';
import { COUNT_UNIT, grouped, inUnit, NONE, paddingOf, plusMinus, rounded, timeUnit, type Unit } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';

export const PER_THOUSAND: Unit = { name: '', factor: 1e-3, decimals: 1 };

/** A figure, or an em dash that says why. */
export function Figure({ value, unit, strong = false, why }: { readonly value: number | null; readonly unit: Unit; readonly strong?: boolean; readonly why: string }) {
  const text = inUnit(value, unit);
  return text === NONE ? <td className="num dim" title={why}>{NONE}</td> : <td className={strong ? 'num m' : 'num'}>{text}</td>;
}

type Interval = readonly [number, number];
export interface Estimated {
  readonly value: number | null;
  readonly ci: Interval | null;
}

/** Digits that are not known are not shown, but keep the points below each other. */
export const Padded = ({ text, column }: { readonly text: string; readonly column: readonly string[] }): ReactNode => {
  const padding = paddingOf(text, column);
  return <>{text}{padding === '' ? null : <span className="pad" aria-hidden="true">{padding}</span>}</>;
};

export interface EstimateColumn {
  readonly key: string;
  readonly head: string;
  readonly unit: Unit;
  readonly of: (arm: ArmResult) => Estimated;
  readonly strong?: boolean;
}

/** The columns of all arms tables, in one order. */
export function estimateColumns(arms: readonly ArmResult[], t: (key: string) => string): EstimateColumn[] {
  const unit = timeUnit(Math.max(1e6, ...arms.map((arm) => arm.handshake.p99Ns ?? 0)));
  const cpu = timeUnit(Math.max(1e6, ...arms.flatMap((arm) => [arm.cpu.clientNs ?? 0, arm.cpu.serverNs ?? 0])));
  const all: readonly EstimateColumn[] = [
    { key: 'p50', head: 'p50', unit, strong: true, of: ({ handshake }) => ({ value: handshake.p50Ns, ci: handshake.p50CiNs }) },
    { key: 'p90', head: 'p90', unit, of: ({ handshake }) => ({ value: handshake.p90Ns, ci: handshake.p90CiNs }) },
    { key: 'p95', head: 'p95', unit, of: ({ handshake }) => ({ value: handshake.p95Ns, ci: handshake.p95CiNs }) },
    { key: 'p99', head: 'p99', unit, of: ({ handshake }) => ({ value: handshake.p99Ns, ci: handshake.p99CiNs }) },
    { key: 'p999', head: 'p99.9', unit, of: ({ handshake }) => ({ value: handshake.p999Ns, ci: handshake.p999CiNs }) },
    { key: 'mean', head: t('mean'), unit, of: ({ handshake }) => ({ value: handshake.meanNs, ci: handshake.meanCiNs }) },
    { key: 'rate', head: t('rate'), unit: COUNT_UNIT, of: ({ handshake }) => ({ value: handshake.perSecond, ci: handshake.perSecondCi }) },
    { key: 'cpuClient', head: t('cpuClientHead'), unit: cpu, of: (arm) => ({ value: arm.cpu.clientNs, ci: arm.cpu.clientCiNs }) },
    { key: 'cpuServer', head: t('cpuServerHead'), unit: cpu, of: (arm) => ({ value: arm.cpu.serverNs, ci: arm.cpu.serverCiNs }) },
  ];
  return [...all];
}

export function ArmsTable({ document }: { readonly document: ResultDocument }) {
  const { t, i18n } = useTranslation('result');
  const { arms } = document;
  const own = new Set(ownArms(document).map(({ id }) => id));
  const good = arms.filter((arm) => arm.state === 'good');
  const columns = estimateColumns(good, t);
  const unit = columns[0]?.unit ?? COUNT_UNIT;
  const texts = columns.map((column) => good.map((arm) => rounded(column.of(arm).value, column.of(arm).ci, column.unit)));
  const intended = good.some((arm) => arm.latencyFrom === 'intended');
  const firstByte = good.some((arm) => arm.latencyTo === 'firstByte');
  const why = (key: string): string => (key === 'p999' ? t('tail') : t('unknown'));
  return (
    <section className="pane" data-testid="result-arms">
      <div className="ph"><h2>{t('arms')}</h2><span className="small dim">{t('armsSub', { unit: unit.name })}{intended ? ` · ${t('fromIntended')}` : ''}{firstByte ? ` · ${t('toFirstByte')}` : ''}</span></div>
      <div className="result-scroll">
        <table className="tb estimates">
          <thead>
            <tr><th>{t('armHead')}</th>{columns.map((column) => <th key={column.key} className="num" colSpan={2}>{column.head}</th>)}<th className="num">{t('handshakesHead')}</th></tr>
          </thead>
          <tbody>
            {arms.map((arm) => (
              <tr key={arm.id} data-testid="arm-row" data-arm={arm.id} data-state={arm.state}>
                <td className="small">{armName(arm.id)}{own.has(arm.id) ? null : <span className="tiny dim"> {t('twin')}</span>}</td>
                {arm.state === 'failed' ? (
                  <>
                    <td className="num dim">{NONE}</td>
                    <td colSpan={columns.length * 2} className="bad small result-wrap">{t('failed')}: {arm.reason && reasonIn(arm.reason, i18n.language)}</td>
                  </>
                ) : (
                  <>
                    {columns.flatMap((column, index) => {
                      const { value, ci } = column.of(arm);
                      const text = rounded(value, ci, column.unit);
                      return text === NONE
                        ? [<td key={column.key} className="num dim" colSpan={2} title={why(column.key)}>{NONE}</td>]
                        : [<td key={column.key} className={column.strong ? 'num m' : 'num'}><Padded text={text} column={texts[index] ?? []} /></td>, <td key={`${column.key} pm`} className="num pm">{plusMinus(value, ci) ?? ''}</td>];
                    })}
                    <td className="num mid">{grouped(arm.handshakes)}</td>
                  </>
                )}
              </tr>
            ))}
            {document.refused.map((arm) => (
              <tr key={arm.id} data-state="refused">
                <td className="small dim">{armName(arm.id)}</td>
                <td className="num dim">{NONE}</td>
                <td colSpan={columns.length * 2} className="small mid result-wrap">{t('refused')}: {reasonIn(arm.reason, i18n.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
