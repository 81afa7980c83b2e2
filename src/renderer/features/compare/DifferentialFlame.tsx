/** One arm against another as a flame: as wide and where in A, coloured by what B changed; grey where the interval holds zero. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedArm } from '../../../shared/compare/document.ts';
import { flameOfComparison } from '../../../shared/compare/flame.ts';
import { flameRows } from '../../../shared/flame/table.ts';
import { Flame } from '../flame/Flame.tsx';
import { FlameTable } from '../flame/FlameTable.tsx';
import { armName } from '../flame/names.ts';
import { unitOf } from '../flame/text.ts';

export interface DifferentialFlameProps {
  readonly arm: ComparedArm;
  /** Versions to name the sides with, where both arms have the same; '' where they differ. */
  readonly names?: { readonly clientVersion: string; readonly serverVersion: string };
  /** With the table of its phases below it. */
  readonly open?: boolean;
}

const UNNAMED = { clientVersion: '', serverVersion: '' };

export function DifferentialFlame({ arm, names = UNNAMED, open = false }: DifferentialFlameProps) {
  const { t } = useTranslation('compare');
  const data = useMemo(() => flameOfComparison(arm), [arm]);
  const what = t('flameOf', { a: armName(arm.a), b: armName(arm.b) });
  return (
    <section className={open ? 'compare-flame open' : 'compare-flame rule-b'} aria-label={t('flame')} data-testid="compare-flame">
      {open ? null : <div className="ph rule-b"><h2>{t('flame')}</h2><span className="small dim ell">{t('flameSub')}</span></div>}
      <Flame data={data} names={names} what={what} subject={what} empty={t('nothing')} table={!open} slash={open} />
      {open ? <div className="flame-tab-rows rule-t" role="region" aria-label={what} tabIndex={0}><FlameTable rows={flameRows(data)} unit={unitOf('time', data)} what={what} hidden={false} timed /></div> : null}
    </section>
  );
}
