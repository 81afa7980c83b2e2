/** The tables of a result: arms with intervals, and what a handshake costs. Failed arms stay in their place. */
import { useTranslation } from 'react-i18next';
import type { Allocations, ResultDocument } from '../../../shared/result/document.ts';
import { BYTES_UNIT, COUNT_UNIT, grouped, inUnit, NONE, plusMinus, timeUnit, type Unit } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';

export const PER_THOUSAND: Unit = { name: '', factor: 1e-3, decimals: 1 };

/** A figure, or an em dash that says why. */
export function Figure({ value, unit, strong = false, why }: { readonly value: number | null; readonly unit: Unit; readonly strong?: boolean; readonly why: string }) {
  const text = inUnit(value, unit);
  return text === NONE ? <td className="num dim" title={why}>{NONE}</td> : <td className={strong ? 'num m' : 'num'}>{text}</td>;
}

export function ArmsTable({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const [base] = document.arms;
  const unit = timeUnit(Math.max(...document.arms.map((arm) => arm.handshake.p99Ns ?? 0), 1e6));
  return (
    <section className="pane" data-testid="result-arms">
      <div className="ph"><h2>{t('arms')}</h2><span className="r tiny dim">{unit.name}{', 95 %'}</span></div>
      <div className="result-scroll">
        <table className="tb">
          <thead>
            <tr>
              <th>{t('armHead')}</th><th className="num">p50</th><th className="num">95 %</th><th className="num">p95</th><th className="num">p99</th>
              <th className="num">{base ? t('shift', { arm: armName(base.id) }) : ''}</th><th className="num">{t('handshakesHead')}</th><th className="num">{t('perSecond')}</th>
            </tr>
          </thead>
          <tbody>
            {document.arms.map((arm) => (
              <tr key={arm.id} data-testid="arm-row" data-arm={arm.id} data-state={arm.state}>
                <td className="small">{armName(arm.id)}</td>
                {arm.state === 'failed' ? (
                  <>
                    <td className="num dim">{NONE}</td>
                    <td colSpan={6} className="bad small result-wrap">{t('failed')}: {arm.reason}</td>
                  </>
                ) : (
                  <>
                    <Figure value={arm.handshake.p50Ns} unit={unit} strong why={t('unknown')} />
                    <td className="num pm">{plusMinus(arm.handshake.p50Ns, arm.handshake.p50CiNs) ?? NONE}</td>
                    <Figure value={arm.handshake.p95Ns} unit={unit} why={t('unknown')} />
                    <Figure value={arm.handshake.p99Ns} unit={unit} why={t('unknown')} />
                    <td className="num">{arm.shift ? <>{arm.shift.ratio.toFixed(2)}{'\u00a0×'} <span className="pm">±{((arm.shift.ratioCi[1] - arm.shift.ratioCi[0]) / 2).toFixed(3)}</span></> : <span className="dim">{arm === base ? t('reference') : NONE}</span>}</td>
                    <td className="num mid">{grouped(arm.handshakes)}</td>
                    <Figure value={arm.handshake.perSecond} unit={COUNT_UNIT} why={t('unknown')} />
                  </>
                )}
              </tr>
            ))}
            {document.refused.map((arm) => (
              <tr key={arm.id} data-state="refused">
                <td className="small dim">{armName(arm.id)}</td>
                <td className="num dim">{NONE}</td>
                <td colSpan={6} className="small mid result-wrap">{t('refused')}: {arm.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const bytesCell = (allocations: Allocations | null): number | null => allocations?.bytes ?? null;

export function CostTable({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const unit = timeUnit(Math.max(...document.arms.flatMap((arm) => [arm.cpu.clientNs ?? 0, arm.cpu.serverNs ?? 0]), 1e6));
  return (
    <section className="pane rule-r" data-testid="result-cost">
      <div className="ph"><h2>{t('cost')}</h2><span className="r tiny dim">{t('costSub')}</span></div>
      <div className="result-scroll">
        <table className="tb">
          <thead>
            <tr><th>{t('armHead')}</th><th className="num">{t('cpuClient', { unit: unit.name })}</th><th className="num">{t('cpuServer')}</th><th className="num">{t('bytesClient')}</th><th className="num">{t('bytesServer')}</th></tr>
          </thead>
          <tbody>
            {document.arms.map((arm) => (
              <tr key={arm.id}>
                <td className="small">{armName(arm.id)}</td>
                <Figure value={arm.cpu.clientNs} unit={unit} why={arm.reason ?? t('unknown')} />
                <Figure value={arm.cpu.serverNs} unit={unit} why={arm.reason ?? t('unknown')} />
                <Figure value={bytesCell(arm.allocations.client)} unit={BYTES_UNIT} why={arm.reason ?? t('unknown')} />
                <Figure value={bytesCell(arm.allocations.server)} unit={BYTES_UNIT} why={arm.reason ?? t('unknown')} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
