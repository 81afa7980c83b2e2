/** The flame as tab-separated text, and its way to the clipboard. */
import type { TFunction } from 'i18next';
import type { FlameRow } from '../../../shared/flame/table.ts';
import { inUnit, NONE, percentOf, plusMinus, type Unit } from '../../../shared/report/figures.ts';
import { phaseKey, signedIn } from './text.ts';

export function tableText(rows: readonly FlameRow[], what: string, unit: Unit, timed: boolean, t: TFunction): string {
  if (rows.some(({ shift }) => shift)) return shiftText(rows, what, unit, t);
  const head = [t('phases:table.side'), t('phases:table.phase'), ...(timed ? [t('phases:table.start', { unit: unit.name })] : []), t('phases:table.value', { unit: unit.name }), t('phases:table.interval'), t('phases:table.share'), t('phases:table.n')];
  const lines = rows.map((row) => [
    t(`phases:side.${row.side}`), `${'  '.repeat(row.depth)}${t(`phases:name.${phaseKey(row.id)}`)}`, ...(timed ? [inUnit(row.startNs, unit)] : []), inUnit(row.amount, unit),
    plusMinus(row.amount, row.ci) ?? NONE, row.share === null ? NONE : percentOf(row.share), row.seen === null ? NONE : String(row.seen),
  ]);
  return [[what], head, ...lines].map((cells) => cells.join('\t')).join('\n');
}

function shiftText(rows: readonly FlameRow[], what: string, unit: Unit, t: TFunction): string {
  const head = [t('phases:table.side'), t('phases:table.phase'), `A, ${unit.name}`, `B, ${unit.name}`, t('phases:shift.head', { unit: unit.name }), t('phases:table.interval')];
  const lines = rows.map(({ side, depth, id, shift }) => [
    t(`phases:side.${side}`), `${'  '.repeat(depth)}${t(`phases:name.${phaseKey(id)}`)}`, inUnit(shift?.aNs ?? null, unit), inUnit(shift?.bNs ?? null, unit),
    shift?.differenceNs == null ? NONE : signedIn(shift.differenceNs, unit), shift?.ciNs ? `${signedIn(shift.ciNs[0], unit)} … ${signedIn(shift.ciNs[1], unit)}` : NONE,
  ]);
  return [[what], head, ...lines].map((cells) => cells.join('\t')).join('\n');
}

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The clipboard permission may be refused; the old way needs none inside a key press.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
