/** What else says so: a second instrument, and the arm itself at other places and times. */
import { useTranslation } from 'react-i18next';
import type { ArmResult, CrossCheckResult, ResultDocument } from '../../../shared/result/document.ts';
import { reasonIn } from '../../../shared/reasons/index.ts';
import { checkedWhat, instrumentName } from '../../../shared/result/verdict-words.ts';
import { checkFigures, coldFirst, longAgainstShort, noChecksText, warmupText } from '../../../shared/report/trust.ts';
import { grouped, NONE, plusMinus, rounded, timeUnit } from '../../../shared/report/figures.ts';
import { Icon } from '../../ui/Icon.tsx';
import { armName } from '../flame/names.ts';
import { LineChart } from './LineChart.tsx';
import { useLanguage } from './useLanguage.ts';

export function ChecksTab({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  return (
    <div className="checks-tab scroll" role="region" aria-label={t('tabs.checks')} tabIndex={0}>
      <section className="pane rule-b" data-testid="result-crosschecks">
        <div className="ph rule-b"><h2>{t('checks.second')}</h2><span className="small dim ell">{t('checks.secondSub')}</span></div>
        {document.crossChecks.length === 0 ? <p className="small mid run-pad noise-says">{noChecksText(document, language)}</p> : <CrossChecks checks={document.crossChecks} />}
      </section>
      <section className="pane" data-testid="result-within">
        <div className="ph rule-b"><h2>{t('checks.within')}</h2><span className="small dim ell">{t('checks.withinSub')}</span></div>
        <WithinArms arms={document.arms.filter((arm) => arm.state === 'good')} />
        <p className="tiny dim run-pad noise-says">{t('checks.longNote')}</p>
      </section>
    </div>
  );
}

function CrossChecks({ checks }: { readonly checks: readonly CrossCheckResult[] }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  return (
    <div className="result-scroll">
      <table className="tb">
        <thead><tr><th>{t('checks.arm')}</th><th>{t('checks.what')}</th><th className="num">{t('checks.ours')}</th><th className="num">{t('checks.theirs')}</th><th className="num">{t('checks.offset')}</th><th className="num">{t('checks.spread')}</th><th className="num">{t('checks.bound')}</th><th className="num">n</th><th>{t('pair.verdict')}</th></tr></thead>
        <tbody>
          {checks.map((check) => {
            const figures = checkFigures(check);
            return (
              <tr key={`${check.arm} ${check.instrument} ${check.what}`} data-testid="crosscheck" data-agrees={String(check.agrees)}>
                <td className="small">{armName(check.arm)}</td>
                <td className="small mid">{instrumentName(check.instrument, language)}: {checkedWhat(check.what, language)}</td>
                {check.agrees === null ? <td colSpan={4} className="small dim result-wrap">{check.reason && reasonIn(check.reason, language)}</td> : (
                  <><td className="num m">{figures.ours}</td><td className="num m">{figures.theirs}</td><td className="num">{figures.offset}</td><td className="num pm">{figures.spread}</td></>
                )}
                <td className="num mid">{figures.bound}</td><td className="num mid">{grouped(check.count)}</td>
                <td className="small">{check.agrees === null ? <span className="row gap1 dim"><Icon name="refused" small />{t('checks.missing')}</span> : check.agrees ? <span className="row gap1 ok"><Icon name="good" small />{t('checks.agrees')}</span> : <span className="row gap1 bad"><Icon name="failed" small />{t('checks.disagrees')}</span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function WithinArms({ arms }: { readonly arms: readonly ArmResult[] }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  const unit = timeUnit(Math.max(1e6, ...arms.map((arm) => arm.handshake.p50Ns ?? 0)));
  return (
    <div className="result-scroll">
      <table className="tb within-arms">
        <thead><tr><th>{t('armHead')}</th><th>{t('checks.warmup')}</th><th>{t('checks.position')}, {unit.name}</th><th className="num">{t('checks.first')}</th><th className="num" colSpan={2}>{t('checks.long')}, {unit.name}</th><th className="num">{t('checks.longShort')}</th><th className="num">n</th></tr></thead>
        <tbody>
          {arms.map((arm) => (
            <tr key={arm.id}>
              <td className="small">{armName(arm.id)}</td>
              <td className={`small ${arm.warmup.steady ? 'mid' : 'warn'}`}>{warmupText(arm, language)}</td>
              <td>{arm.positions.length > 1 ? <Positions arm={arm} factor={unit.factor} decimals={unit.decimals} /> : <span className="dim small">{arm.positions.length === 1 ? t('checks.onePlace') : NONE}</span>}</td>
              <td className="num">{coldFirst(arm) ?? NONE}</td>
              <td className="num m">{arm.longBlocks ? rounded(arm.longBlocks.p50.value, arm.longBlocks.p50.ci, unit) : <span className="dim">{t('checks.noLong')}</span>}</td>
              <td className="num pm">{arm.longBlocks ? (plusMinus(arm.longBlocks.p50.value, arm.longBlocks.p50.ci) ?? NONE) : ''}</td>
              <td className="num">{longAgainstShort(arm) ?? NONE}</td>
              <td className="num mid">{arm.longBlocks ? grouped(arm.longBlocks.handshakes) : NONE}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Positions({ arm, factor, decimals }: { readonly arm: ArmResult; readonly factor: number; readonly decimals: number }) {
  const { t } = useTranslation('result');
  const unit = { name: '', factor, decimals };
  const points = arm.positions.flatMap(({ position, p50 }) => (p50.value === null ? [] : [{ x: position + 1, y: p50.value, ci: p50.ci, says: `${position + 1}: ${rounded(p50.value, p50.ci, unit)} ${plusMinus(p50.value, p50.ci) ?? ''}` }]));
  return <LineChart lines={[{ name: '', points }]} width={260} height={64} label={t('checks.placeChart', { arm: armName(arm.id) })} xName="" x="even" y="zoomed" factor={factor} decimals={decimals} />;
}
