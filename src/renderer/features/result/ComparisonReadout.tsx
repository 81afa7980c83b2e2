/** One comparison in full: what was found, how, and what speaks against it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison, ResultDocument } from '../../../shared/result/document.ts';
import { comparisonsWith, isFloor } from '../../../shared/result/verdict.ts';
import { floorWords, pairWords, whyOf } from '../../../shared/result/verdict-words.ts';
import { grouped, percentText, placesOf, pText, shiftText, signed, timeUnit } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { useLanguage } from './useLanguage.ts';
import { VerdictMark } from './VerdictMark.tsx';
import { Words } from './Words.tsx';

/** A difference in time: to the place of its interval. */
function timeDifference({ differenceNs, differenceCiNs }: Comparison): string {
  const unit = timeUnit(Math.max(Math.abs(differenceNs), Math.abs(differenceCiNs[0]), Math.abs(differenceCiNs[1]), 1e6));
  const ends = [differenceCiNs[0] / unit.factor, differenceCiNs[1] / unit.factor] as const;
  const places = placesOf(ends) ?? unit.decimals;
  return `${signed(differenceNs / unit.factor, places)}\u00a0${unit.name} [${signed(ends[0], places)} … ${signed(ends[1], places)}]`;
}

const shift = (one: { readonly ratio: number; readonly ratioCi: readonly [number, number] }): string => {
  const { value, interval: ends } = shiftText(one.ratio, one.ratioCi);
  return `${value} ${ends}`;
};

export function ComparisonReadout({ comparison, document }: { readonly comparison: Comparison; readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const language = useLanguage();
  const words = pairWords(comparison, document, language);
  const why = whyOf(comparison, document, language);
  const { longBlocks, withMarked } = comparison;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('pair.shift'), <b key="v">{shift(comparison)}</b>],
    [t('pair.difference'), timeDifference(comparison)],
    ...(why === null ? [] : [[t('pair.why'), why] as const]),
    [t('pair.floor'), floorWords(comparison, language)],
    [t('pair.detectable'), t('pair.detectableValue', { value: percentText(comparison.detectablePct) })],
    [t('pair.rounds'), grouped(comparison.pairs)],
    [t('pair.p'), pText(comparison.pValue)],
    [t('pair.holm'), pText(comparison.pAdjusted)],
    [t('pair.withMarked'), withMarked ? shift(withMarked) : <span key="m" className="dim">{t('pair.noMarked')}</span>],
    [t('pair.longBlocks'), longBlocks ? <span key="l">{shift(longBlocks)} · <span className={longBlocks.agrees ? 'ok' : 'bad'}>{t(longBlocks.agrees ? 'pair.agrees' : 'pair.disagrees')}</span></span> : <span key="l" className="dim">{t('pair.noLong')}</span>],
    [t('pair.differsIn'), t(`pair.in.${comparison.differsIn}`)],
    [t('pair.method'), t('pair.methodValue')],
  ];
  return (
    <div className="readout-pair" data-testid="comparison-readout" data-arm={comparison.arm} data-against={comparison.against} data-verdict={comparison.verdict}>
      <p className="readout-verdict"><VerdictMark mark={comparison.verdict} bare /> <span><Words parts={words.verdict} /></span></p>
      {words.doubts.map((doubt) => <p key={doubt} className="readout-doubt small">{doubt}</p>)}
      <table className="tb prov-kv"><tbody>{rows.map(([name, value]) => <tr key={name}><td className="mid">{name}</td><td className="result-wrap">{value}</td></tr>)}</tbody></table>
    </div>
  );
}

/** An arm's comparisons, one of them in full; `against` is the arm that it is set against. */
export function ArmComparison({ arm, against, document, onAgainst }: { readonly arm: string | null; readonly against: string | null; readonly document: ResultDocument; readonly onAgainst: (against: string) => void }) {
  const { t } = useTranslation('result');
  const all = arm === null ? [] : comparisonsWith(document, arm);
  const key = (one: Comparison): string => (isFloor(one) ? one.arm : one.against);
  const chosen = all.find((one) => key(one) === against) ?? all[0];
  if (arm === null || !chosen) return <p className="small dim run-pad">{document.comparisons.length === 0 ? t('noComparisons') : t('choosePair')}</p>;
  return (
    <div className="arm-comparison">
      <div className="row gap2 arm-comparison-head">
        <span className="m">{armName(arm)}</span>
        <label className="row gap1 small mid">{t('withWhich')}
          <select className="field" value={key(chosen)} data-testid="comparison-against" onChange={(event) => onAgainst(event.target.value)}>
            {all.map((one) => <option key={key(one)} value={key(one)}>{armName(key(one))}</option>)}
          </select>
        </label>
      </div>
      <ComparisonReadout comparison={chosen} document={document} />
    </div>
  );
}
