/** Every pair of the run with its interval, floor and verdict; the chosen one in full beside them. */
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison, ResultDocument } from '../../../shared/result/document.ts';
import { isFloor, withinFloor } from '../../../shared/result/verdict.ts';
import { percentText, pText, shiftText, NONE } from '../../../shared/report/figures.ts';
import { armName } from '../flame/names.ts';
import { ComparisonReadout } from './ComparisonReadout.tsx';
import { VerdictMark } from './VerdictMark.tsx';

/** The floor comes last: it is what the others are held against. */
const inOrder = (comparisons: readonly Comparison[]): Comparison[] => [...comparisons.filter((one) => !isFloor(one)), ...comparisons.filter(isFloor)];

export function ComparisonsTab({ document }: { readonly document: ResultDocument }) {
  const { t } = useTranslation('result');
  const [selected, setSelected] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const all = inOrder(document.comparisons);
  const chosen = all[selected] ?? all[0];
  const choose = (to: number): void => {
    if (to < 0 || to >= all.length) return;
    setSelected(to);
    (body.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    choose(selected + step);
  };
  if (!chosen) return <p className="mid run-pad result-empty">{t('noComparisons')}</p>;
  return (
    <div className="comparisons">
      <section className="pane rule-r">
        <div className="ph rule-b"><h2>{t('tabs.comparisons')}</h2><span className="small dim ell">{t('comparisonsSub', { count: all.length })}</span></div>
        <div className="result-scroll">
          <table className="tb pairs" data-testid="comparisons">
            <thead><tr><th>{t('pair.head')}</th><th>{t('pair.against')}</th><th className="num">{t('pair.shiftHead')}</th><th className="num">{t('pair.interval')}</th><th className="num">{t('pair.floorHead')}</th><th className="num">{t('pair.pHead')}</th><th>{t('pair.verdict')}</th></tr></thead>
            <tbody ref={body} onKeyDown={onKey}>
              {all.map((one, index) => {
                const { value, interval } = shiftText(one.ratio, one.ratioCi);
                return (
                  <tr key={`${one.arm} ${one.against}`} className={`${index === selected ? 'on' : ''}${withinFloor(one) ? ' within' : ''}`} tabIndex={index === selected ? 0 : -1} aria-current={index === selected} data-testid="comparison-row" data-verdict={one.verdict} onClick={() => setSelected(index)}>
                    <td className="small">{armName(one.arm)}</td>
                    <td className="small mid">{armName(one.against)}</td>
                    <td className="num m">{value}</td>
                    <td className="num pm">{interval}</td>
                    <td className="num mid" title={withinFloor(one) ? t('withinFloor') : undefined}>{one.floorPct === null ? NONE : percentText(one.floorPct)}</td>
                    <td className="num mid">{pText(one.pAdjusted)}</td>
                    <td className="small"><VerdictMark mark={one.verdict} />{one.longBlocks && !one.longBlocks.agrees ? <span className="bad tiny"> · {t('pair.longBlocks')} {t('pair.disagrees')}</span> : null}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </section>
      <section className="pane comparisons-one">
        <div className="ph rule-b"><h2 className="ell">{armName(chosen.arm)}</h2><span className="small dim ell">{t('pair.against')} {armName(chosen.against)}</span></div>
        <div className="result-scroll"><ComparisonReadout comparison={chosen} document={document} /></div>
      </section>
    </div>
  );
}
