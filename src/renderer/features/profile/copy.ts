/** A profile's functions as tab-separated text. */
import type { TFunction } from 'i18next';
import type { ProfileUnit } from '../../../shared/profile/call-tree.ts';
import type { FunctionRow } from '../../../shared/profile/functions.ts';
import { moduleOf } from '../../../shared/profile/modules.ts';
import { NONE } from '../../../shared/report/figures.ts';
import { amountText, shareText, unitOf } from './words.ts';

export function functionsText(rows: readonly FunctionRow[], unit: ProfileUnit, total: number, t: TFunction<'profile'>): string {
  const shown = unitOf(unit, total);
  const name = shown.name || t(`unit.${unit}`);
  const head = [t('table.function'), t('table.module'), t('table.self', { unit: name }), t('table.share'), t('table.total', { unit: name }), t('table.share')];
  const lines = rows.map(({ frame, self, total: whole }) => [frame.name, moduleOf(frame) ?? NONE, amountText(self, shown), shareText(self, total), amountText(whole, shown), shareText(whole, total)]);
  return [head, ...lines].map((cells) => cells.join('\t')).join('\n');
}
