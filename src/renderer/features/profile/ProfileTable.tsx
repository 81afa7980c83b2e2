/** The functions of a profile, the costliest first: the flame's twin for those who do not see it, and for anyone who presses T. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileUnit } from '../../../shared/profile/call-tree.ts';
import type { FunctionRow } from '../../../shared/profile/functions.ts';
import { moduleOf } from '../../../shared/profile/modules.ts';
import { grouped, NONE } from '../../../shared/report/figures.ts';
import { Swatch } from '../flame/Readout.tsx';
import { frameColour } from './colours.ts';
import { amountText, eachUnit, shareText, unitOf } from './words.ts';

/** Further ones are worth next to nothing each; a page of thousands of rows helps nobody. */
const MOST_ROWS = 200;

interface TableProps {
  readonly rows: readonly FunctionRow[];
  readonly total: number;
  readonly unit: ProfileUnit;
  readonly handshakes: number | null;
  readonly hidden: boolean;
}

export const ProfileTable = memo(function ProfileTable({ rows, total, unit, handshakes, hidden }: TableProps) {
  const { t } = useTranslation('profile');
  const shown = unitOf(unit, total);
  const each = eachUnit(unit, handshakes ? (rows[0]?.self ?? 0) / handshakes : 0);
  const name = shown.name || t(`unit.${unit}`);
  return (
    <div className={hidden ? 'visually-hidden' : 'profile-table'} data-testid="profile-table" data-shown={!hidden}>
      <table className="tb">
        <caption className="visually-hidden">{t('table.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.function')}</th>
            <th scope="col">{t('table.module')}</th>
            <th scope="col" className="num">{t('table.self', { unit: name })}</th>
            <th scope="col" className="num">{t('table.share')}</th>
            <th scope="col" className="num">{t('table.total', { unit: name })}</th>
            <th scope="col" className="num">{t('table.share')}</th>
            {handshakes ? <th scope="col" className="num">{t('table.each', { unit: each.name || t(`unit.${unit}`) })}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map(({ frame, self, total: whole }) => (
            <tr key={`${frame.name}\0${frame.file}`}>
              <td className="profile-function" title={frame.name}><Swatch colour={frameColour(frame)} /> {frame.name}</td>
              <td className="dim profile-function profile-module" title={frame.file ?? undefined}>{moduleOf(frame) ?? NONE}</td>
              <td className="num m">{amountText(self, shown)}</td>
              <td className="num">{shareText(self, total)}</td>
              <td className="num">{amountText(whole, shown)}</td>
              <td className="num">{shareText(whole, total)}</td>
              {handshakes ? <td className="num mid">{amountText(self / handshakes, each)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS ? <p className="small dim profile-more">{t('table.more', { shown: grouped(MOST_ROWS), all: grouped(rows.length) })}</p> : null}
    </div>
  );
});
