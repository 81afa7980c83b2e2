/** A difference's twin as a table: both values of each phase, what B adds, and the interval of that. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlameRow } from '../../../shared/flame/table.ts';
import { inUnit, NONE, type Unit } from '../../../shared/report/figures.ts';
import { phaseKey, signedIn } from './text.ts';

export const ShiftTable = memo(function ShiftTable({ rows, unit, what, hidden }: { readonly rows: readonly FlameRow[]; readonly unit: Unit; readonly what: string; readonly hidden: boolean }) {
  const { t } = useTranslation('phases');
  return (
    <div className={hidden ? 'visually-hidden' : 'flame-table'} data-testid="flame-table" data-shown={!hidden}>
      <table className="tb">
        <caption className="visually-hidden">{t('table.caption', { what })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.side')}</th>
            <th scope="col">{t('table.phase')}</th>
            <th scope="col" className="num">A, {unit.name}</th>
            <th scope="col" className="num">B, {unit.name}</th>
            <th scope="col" className="num">{t('shift.head', { unit: unit.name })}</th>
            <th scope="col" className="num">{t('table.interval')}</th>
            <th scope="col">{t('shift.says')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, side, depth, id, shift }) => {
            const { aNs = null, bNs = null, differenceNs = null, ciNs = null, defended = false } = shift ?? {};
            const only = aNs === null ? 'onlyB' : bNs === null ? 'onlyA' : null;
            const tone = differenceNs === null || !defended ? 'same' : differenceNs > 0 ? 'slower' : 'faster';
            return (
              <tr key={key}>
                <td className="mid">{t(`side.${side}`)}</td>
                <td style={{ paddingLeft: 8 + depth * 12 }} data-gloss={id}>{t(`name.${phaseKey(id)}`)}</td>
                <td className="num">{inUnit(aNs, unit)}</td>
                <td className="num">{inUnit(bNs, unit)}</td>
                <td className="num m">{differenceNs === null ? NONE : signedIn(differenceNs, unit)}</td>
                <td className="num pm">{ciNs ? `${signedIn(ciNs[0], unit)} … ${signedIn(ciNs[1], unit)}` : NONE}</td>
                <td className="dim"><span className="row gap1">{only === null && ciNs ? <><i className={`sw shift-${tone}`} />{t(`shift.${tone}`)}</> : t(`shift.${only ?? 'noInterval'}`)}</span></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
});
