/** The flame's twin for those who do not see it, and for anyone who presses T. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlameRow } from '../../../shared/flame/table.ts';
import { grouped, inUnit, NONE, percentOf, plusMinus, type Unit } from '../../../shared/report/figures.ts';
import { ShiftTable } from './ShiftTable.tsx';
import { phaseKey } from './text.ts';

export const FlameTable = memo(function FlameTable({ rows, unit, what, hidden, timed }: { readonly rows: readonly FlameRow[]; readonly unit: Unit; readonly what: string; readonly hidden: boolean; /** Bytes and objects have an order, no start. */ readonly timed: boolean }) {
  const { t } = useTranslation('phases');
  if (rows.some(({ shift }) => shift)) return <ShiftTable rows={rows} unit={unit} what={what} hidden={hidden} />;
  return (
    <div className={hidden ? 'visually-hidden' : 'flame-table'} data-testid="flame-table" data-shown={!hidden}>
      <table className="tb">
        <caption className="visually-hidden">{t('table.caption', { what })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.side')}</th>
            <th scope="col">{t('table.phase')}</th>
            {timed ? <th scope="col" className="num">{t('table.start', { unit: unit.name })}</th> : null}
            <th scope="col" className="num">{t('table.value', { unit: unit.name })}</th>
            <th scope="col" className="num">{t('table.interval')}</th>
            <th scope="col" className="num">{t('table.share')}</th>
            <th scope="col" className="num">{t('table.n')}</th>
            <th scope="col">{t('table.edges')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td className="mid">{t(`side.${row.side}`)}</td>
              <td style={{ paddingLeft: 8 + row.depth * 12 }}><span data-gloss={row.id}>{t(`name.${phaseKey(row.id)}`)}</span></td>
              {timed ? <td className="num mid">{inUnit(row.startNs, unit)}</td> : null}
              <td className="num m">{inUnit(row.amount, unit)}</td>
              <td className="num pm">{plusMinus(row.amount, row.ci) ?? NONE}</td>
              <td className="num">{row.share === null ? NONE : percentOf(row.share)}</td>
              <td className="num mid">{row.seen === null ? NONE : grouped(row.seen)}</td>
              <td className="dim flame-edges" title={t(`edges.${phaseKey(row.id)}`)}>{t(`edges.${phaseKey(row.id)}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});
